#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wald/export.h"
#include "wald/result.h"

namespace wald {

/// Files that are kept in memory, to be granted to guests like a directory of the host: to one or to several, for reading or for writing.
/// What guests write can be read here, while they run too. Thread-safe; copies are the same files.
///
/// Paths given here are names with slashes between them, from the root. They hold no `.` or `..`, and links, which a guest may have
/// made, are not followed.
class WALD_API MemoryFiles {
public:
  /// What may be held altogether; guests are told that there is no space beyond.
  struct Limits {
    std::uint64_t bytes = std::uint64_t{64} << 20;  ///< of contents
    std::uint64_t names = std::uint64_t{1} << 16;   ///< of files, directories and links
  };

  /// @{
  /// Empty. The files end with the last copy, or with the last store that was granted them.
  MemoryFiles() : MemoryFiles(Limits{}) {}
  explicit MemoryFiles(const Limits& limits);
  /// @}

  /// @{
  /// Makes or replaces a file, and the directories that lead to it. Fails with `Usage` if it can't have that path, with `Limit` if there
  /// is no room.
  Result<void> write(std::string_view path, std::string_view contents) const;
  Result<void> write(std::string_view path, std::span<const std::uint8_t> contents) const;
  /// @}

  /// Makes a directory and those that lead to it, as far as they are missing. Fails as `write` does.
  Result<void> makeDirectory(std::string_view path) const;
  /// A copy of what a file holds. Fails with `Io` if there is no such file.
  Result<std::string> read(std::string_view path) const;
  /// Removes a file or link, or a directory with all below it. Fails with `Io` if it is not there.
  Result<void> remove(std::string_view path) const;

  /// A file, directory or link.
  struct Entry {
    /// A `Link` is symbolic.
    enum class Kind : std::uint8_t { File, Directory, Link };
    std::string path;        ///< from the root, without a slash in front
    Kind kind = Kind::File;  ///< tells which of the others is set
    std::uint64_t size = 0;  ///< bytes of a file
    std::string target;      ///< of a link
  };
  /// All that there is, each directory before what it holds.
  std::vector<Entry> list() const;
  /// What counts towards `Limits::bytes`, files included that were removed but are open.
  std::uint64_t bytesUsed() const;

  /// @cond
  // For the library.
  struct State;
  const std::shared_ptr<State>& state() const { return state_; }
  /// @endcond

private:
  std::shared_ptr<State> state_;
};

}  // namespace wald
