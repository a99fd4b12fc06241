#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "wasi/types.h"

/// What files and directories are asked for, and what they give, whoever keeps them.
namespace wald::wasi {

/// New times of a file: nanoseconds since 1970, now, or (neither) as they are.
struct Times {
  std::optional<std::uint64_t> accessed;
  std::optional<std::uint64_t> modified;
  bool accessedNow = false;
  bool modifiedNow = false;
};

struct DirectoryEntry {
  std::string_view name;
  std::uint64_t inode;
  std::uint64_t next;  ///< the cookie of the entry after this one
  Filetype type;
};

struct OpenHow {
  bool read = false;
  bool write = false;
  bool create = false;
  bool exclusive = false;
  bool truncate = false;
  bool directory = false;  ///< fail unless it is one
  bool follow = false;     ///< a symbolic link at the end of the path
  bool pathOnly = false;   ///< only to name it: neither read nor written
  FdFlags flags = 0;
  /// Of the host: fail with `XDev` rather than enter another file system, or the same one elsewhere.
  bool withinMount = false;
};

}  // namespace wald::wasi
