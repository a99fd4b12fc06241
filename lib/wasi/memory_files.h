#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "support/error.h"
#include "wasi/types.h"

namespace wald::wasi {

class Clock;
class MemoryTree;

/// Files that are kept in memory, to be granted to guests like a directory of the host (`Preopen::memory`): to one or to several, for
/// reading or for writing. What guests write can be read here, while they run too. Thread-safe.
///
/// Paths given here are names with slashes between them, from the root; a slash in front says nothing. They hold no `.` or `..`, and
/// links, which a guest may have made, are not followed.
class MemoryFiles {
public:
  /// What may be held altogether. Guests are told `nospc` and `dquot` beyond.
  struct Limits {
    /// Of contents and of links' texts, also of files that were removed but are open. The host's memory may be up to twice that.
    std::uint64_t bytes = std::uint64_t{64} << 20;
    /// Names of files, directories and links; each takes some hundred bytes more.
    std::uint64_t names = std::uint64_t{1} << 16;
  };
  /// `clock` gives files their times; null: the host's.
  static std::shared_ptr<MemoryFiles> create(const Limits& limits,
                                             std::shared_ptr<Clock> clock = nullptr);
  static std::shared_ptr<MemoryFiles> create() { return create(Limits{}); }
  MemoryFiles(const MemoryFiles&) = delete;
  MemoryFiles& operator=(const MemoryFiles&) = delete;

  /// Makes or replaces a file, and the directories that lead to it. Fails with `Usage` if it can't have that path, with `Limit` if
  /// there is no room; a file that was there may be empty or cut off then.
  Result<void> writeFile(std::string_view path, std::span<const std::uint8_t> bytes);
  Result<void> writeFile(std::string_view path, std::string_view text);
  /// Makes a directory and those that lead to it, as far as they are missing. Fails as `writeFile`.
  Result<void> makeDirectory(std::string_view path);
  /// A copy of what a file holds. Fails with `Io` if there is no such file.
  Result<std::vector<std::uint8_t>> readFile(std::string_view path) const;
  /// Removes a file or link, or a directory with all below it. What is open lives on until it is closed. Fails with `Io` if it is not
  /// there.
  Result<void> remove(std::string_view path);

  struct Entry {
    std::string path;  ///< without a slash in front
    Filetype type = Filetype::Unknown;
    std::uint64_t size = 0;  ///< bytes of a file
    std::string target;      ///< of a symbolic link
  };
  /// All that there is, each directory before what it holds, else by name.
  std::vector<Entry> list() const;

  std::uint64_t bytesUsed() const;
  std::uint64_t namesUsed() const;

  /// For `Wasi`.
  const std::shared_ptr<MemoryTree>& tree() const { return tree_; }

private:
  explicit MemoryFiles(std::shared_ptr<MemoryTree> tree) : tree_(std::move(tree)) {}

  std::shared_ptr<MemoryTree> tree_;
};

}  // namespace wald::wasi
