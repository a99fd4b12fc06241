#include <cerrno>
#include <limits>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wasi/host.h"
#include "wasi/retry_posix.h"

namespace wald::wasi::host {

namespace {

bool isRange(std::uint64_t offset, std::uint64_t size) {
  constexpr auto max = static_cast<std::uint64_t>(std::numeric_limits<off_t>::max());
  return offset <= max && size <= max - offset;
}

timespec timeOf(std::optional<std::uint64_t> time, bool now) {
  timespec result{};
  if (now) {
    result.tv_nsec = UTIME_NOW;
  } else if (!time) {
    result.tv_nsec = UTIME_OMIT;
  } else {
    result.tv_sec = static_cast<time_t>(*time / 1'000'000'000);
    result.tv_nsec = static_cast<long>(*time % 1'000'000'000);
  }
  return result;
}

}  // namespace

/// Not `posix_fallocate`: where the file system can't allocate, that writes to every block.
Errno allocate(int fd, std::uint64_t offset, std::uint64_t size) {
  if (size == 0) return Errno::Inval;
  if (!isRange(offset, size)) return Errno::FBig;
  return checked(retry(
      [&] { return ::fallocate(fd, 0, static_cast<off_t>(offset), static_cast<off_t>(size)); }));
}

Errno advise(int fd, std::uint64_t offset, std::uint64_t size, Advice advice) {
  constexpr int advices[] = {POSIX_FADV_NORMAL,   POSIX_FADV_SEQUENTIAL, POSIX_FADV_RANDOM,
                             POSIX_FADV_WILLNEED, POSIX_FADV_DONTNEED,   POSIX_FADV_NOREUSE};
  if (!isRange(offset, size)) return Errno::Inval;
  const int error = ::posix_fadvise(fd, static_cast<off_t>(offset), static_cast<off_t>(size),
                                    advices[static_cast<int>(advice)]);
  return error == 0 ? Errno::Success : fromHost(error);
}

Errno setTimes(int fd, const Times& times) {
  const timespec both[2] = {timeOf(times.accessed, times.accessedNow),
                            timeOf(times.modified, times.modifiedNow)};
  // With an empty path this also works on what was opened with O_PATH, links included.
  return checked(::utimensat(fd, "", both, AT_EMPTY_PATH));
}

}  // namespace wald::wasi::host
