#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "api/file.h"
#include "support/error.h"

namespace wald::command {

/// The directory of the cache, held open: files in it are named relative to it, and no link is followed. What is in it is run as it is, so
/// neither it nor a file in it is believed that is not ours, or that others could write. Many processes may use it at once.
class CacheDirectory {
public:
  enum class IfMissing : unsigned char { Nothing, Make };

  /// Where it is: `$WALD_CACHE_DIR`, else `$XDG_CACHE_HOME/wald`, else `$HOME/.cache/wald`; empty if the environment names none.
  static std::string path();
  /// All three, as far as the environment names them: another run may have another environment.
  static std::vector<std::string> allPaths();

  /// Null if there is none and it is not to be made. `Io` says why it can't be used.
  static Result<std::unique_ptr<CacheDirectory>> open(const std::string& path, IfMissing ifMissing);

  /// A file to be read; none if there is none that can be trusted.
  api::OpenFile read(const std::string& name) const;
  bool has(const std::string& name) const;
  /// Writes a whole file, which appears complete or not at all. `Io` if it can't.
  Result<void> write(const std::string& name, std::span<const std::uint8_t> bytes) const;
  /// False if it could not be removed.
  bool remove(const std::string& name) const;
  /// Waits until no other process has the lock of that name, which goes with what is given. None where there are no locks.
  api::OpenFile lock(const std::string& name) const;

  struct Entry {
    std::string name;
    std::uint64_t bytes = 0;
    std::int64_t seconds = 0;  ///< since 1970: when it was last written or used
  };
  std::vector<Entry> list() const;

private:
  explicit CacheDirectory(api::OpenFile directory) : directory_(std::move(directory)) {}
  api::OpenFile directory_;
};

/// Remembers that a file is in use, at most once an hour.
void touch(const api::OpenFile& file);
/// Seconds since 1970.
std::int64_t currentSeconds();

}  // namespace wald::command
