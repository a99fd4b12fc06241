#pragma once

#include "wasi/terms.h"

namespace wald::wasi {

/// The times that `fd_filestat_set_times` and `path_filestat_set_times` name. Fails with `Inval` if
/// a time is both given and now.
inline Errno makeTimes(std::uint64_t accessed, std::uint64_t modified, std::uint32_t flags,
                       Times& times) {
  const auto both = [flags](std::uint32_t a, std::uint32_t b) {
    return (flags & a) && (flags & b);
  };
  if ((flags & ~fstflag::all) != 0 || both(fstflag::atim, fstflag::atimNow) ||
      both(fstflag::mtim, fstflag::mtimNow)) {
    return Errno::Inval;
  }
  if (flags & fstflag::atim) times.accessed = accessed;
  if (flags & fstflag::mtim) times.modified = modified;
  times.accessedNow = flags & fstflag::atimNow;
  times.modifiedNow = flags & fstflag::mtimNow;
  return Errno::Success;
}

}  // namespace wald::wasi
