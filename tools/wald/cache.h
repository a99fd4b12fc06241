#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "runtime/engine.h"
#include "support/sha256.h"
#include "tools/wald/cache_directory.h"

namespace wald::command {

/// A version of a file, told without reading it. Times are nanoseconds since 1970.
struct FileIdentity {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  std::int64_t modified = 0;
  std::int64_t changed = 0;
  bool operator==(const FileIdentity&) const = default;
};

/// What people are told of an entry.
struct CacheInfo {
  std::string name;     ///< of the module's file
  Sha256Digest module;  ///< of what it held
  std::uint64_t moduleBytes = 0;
  std::string options;
};

/// What is known of modules, by what they hold. There are, all named by digests: artifacts (`.waot`) with what is told of them (`.info`),
/// marks of modules that were found valid (`.valid`), files that say what a version of a file held (`file-`), and empty ones that say of
/// which sizes there are artifacts (`size-`).
class Cache {
public:
  explicit Cache(std::unique_ptr<CacheDirectory> directory) : directory_(std::move(directory)) {}

  /// Names the artifact of a module: what decides which code is right.
  static std::string keyOf(const Sha256Digest& module, const runtime::Config& config);

  /// Whether it is worth a look, for a module whose file has that size.
  bool knowsSize(std::uint64_t size) const;
  void rememberSize(std::uint64_t size) const;
  /// What a file holds, if this version of it was read before.
  std::optional<Sha256Digest> digestOf(const FileIdentity& file) const;
  /// Remembers what was read at `seconds` since 1970, unless the file could have changed after that without looking different.
  void remember(const FileIdentity& file, const Sha256Digest& digest, std::int64_t seconds) const;

  /// An artifact, which is now the one used last; none if there is none.
  api::OpenFile find(const std::string& key) const;
  /// Stores an artifact, and removes the ones not used for longest if all are too large. `Io` if it can't.
  Result<void> store(const std::string& key, const CacheInfo& info,
                     std::span<const std::uint8_t> artifact) const;
  /// Names the mark of a module that is valid, with these features.
  static std::string markOf(const Sha256Digest& module, wasm::Features features);
  /// Whether a module was found valid, whose mark is now the one used last.
  bool hasMark(const std::string& mark) const;
  /// Remembers that a module was found valid, if there is room.
  void storeMark(const std::string& mark, const CacheInfo& info) const;

  /// Held by the one process that compiles; empty where there are no locks.
  api::OpenFile lock(const std::string& key) const { return directory_->lock("lock-" + key); }

  /// Removes the lock's file, while it is held: who waits for it finds what was made.
  void removeLock(const std::string& key) const {
    static_cast<void>(directory_->remove("lock-" + key));
  }

private:
  std::unique_ptr<CacheDirectory> directory_;
};

namespace cache_files {
bool isArtifact(std::string_view name);
bool isMark(std::string_view name);
/// What a mark says and is checked by: the text of an `.info`, and a checksum of that and its name.
std::string markText(std::string_view name, const CacheInfo& info);
/// What a mark tells; empty where it is damaged.
std::optional<CacheInfo> readMark(const CacheDirectory& directory, std::string_view name);
/// Whether a file is one that the cache made.
bool isOurs(std::string_view name);
/// The text of an `.info`.
std::string infoText(const CacheInfo& info);
/// The names of the other files of an artifact.
std::string infoOf(std::string_view artifact);
/// What `.info` says: the module's name, digest, size and options, one a line. Empty where it can't be read.
std::optional<CacheInfo> readInfo(const CacheDirectory& directory, std::string_view artifact);
}  // namespace cache_files

/// Removes what was not used for longest until artifacts and marks take no more than `bytes`, and what killed processes left behind.
void sweepCache(const CacheDirectory& directory, std::uint64_t bytes);
/// `$WALD_CACHE_SIZE`, or 2 GiB.
std::uint64_t cacheLimit();

}  // namespace wald::command
