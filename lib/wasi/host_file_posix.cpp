#include <cerrno>
#include <climits>
#include <cstddef>
#include <limits>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "wasi/host.h"
#include "wasi/retry_posix.h"

namespace wald::wasi::host {

static_assert(sizeof(Slice) == sizeof(iovec) &&
              offsetof(Slice, data) == offsetof(iovec, iov_base) &&
              offsetof(Slice, size) == offsetof(iovec, iov_len));
static_assert(limits::iovecs <= IOV_MAX);

namespace {

Filetype typeOf(const struct stat& from) {
  switch (from.st_mode & S_IFMT) {
    case S_IFBLK: return Filetype::BlockDevice;
    case S_IFCHR: return Filetype::CharacterDevice;
    case S_IFDIR: return Filetype::Directory;
    case S_IFREG: return Filetype::RegularFile;
    case S_IFLNK: return Filetype::SymbolicLink;
    case S_IFSOCK: return Filetype::SocketStream;
    default: return Filetype::Unknown;
  }
}

/// Times before 1970 can't be said in preview 1.
std::uint64_t nanoseconds(const timespec& time) {
  if (time.tv_sec < 0) return 0;
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 +
         static_cast<std::uint64_t>(time.tv_nsec);
}

const iovec* iovecs(std::span<const Slice> slices) {
  return reinterpret_cast<const iovec*>(slices.data());
}

int countOf(std::span<const Slice> slices) { return static_cast<int>(slices.size()); }

Errno transferred(ssize_t result, std::uint32_t& count) {
  if (result < 0) return fromHost(errno);
  // The system moves less than 2 GiB at once.
  count = static_cast<std::uint32_t>(result);
  return Errno::Success;
}

bool isOffset(std::uint64_t value) {
  return value <= static_cast<std::uint64_t>(std::numeric_limits<off_t>::max());
}

}  // namespace

Errno File::close() {
  const int fd = std::exchange(fd_, -1);
  // After EINTR the descriptor is gone all the same (close(2)).
  if (!owned_ || fd < 0 || ::close(fd) == 0 || errno == EINTR) return Errno::Success;
  return fromHost(errno);
}

Errno stat(int fd, Filestat& out) {
  struct stat from;
  if (::fstat(fd, &from) != 0) return fromHost(errno);
  out.device = from.st_dev;
  out.inode = from.st_ino;
  out.filetype = typeOf(from);
  out.links = from.st_nlink;
  out.size = static_cast<std::uint64_t>(from.st_size);
  out.accessed = nanoseconds(from.st_atim);
  out.modified = nanoseconds(from.st_mtim);
  out.changed = nanoseconds(from.st_ctim);
  return Errno::Success;
}

bool isTerminal(int fd) { return ::isatty(fd) == 1; }

Errno read(int fd, std::span<const Slice> slices, std::uint32_t& count) {
  if (slices.size() == 1) {
    return transferred(retry([&] { return ::read(fd, slices[0].data, slices[0].size); }), count);
  }
  return transferred(retry([&] { return ::readv(fd, iovecs(slices), countOf(slices)); }), count);
}

Errno write(int fd, std::span<const Slice> slices, std::uint32_t& count) {
  if (slices.size() == 1) {
    return transferred(retry([&] { return ::write(fd, slices[0].data, slices[0].size); }), count);
  }
  return transferred(retry([&] { return ::writev(fd, iovecs(slices), countOf(slices)); }), count);
}

Errno readAt(int fd, std::span<const Slice> slices, std::uint64_t offset, std::uint32_t& count) {
  if (!isOffset(offset)) return Errno::Inval;
  const auto at = static_cast<off_t>(offset);
  return transferred(retry([&] { return ::preadv(fd, iovecs(slices), countOf(slices), at); }),
                     count);
}

Errno writeAt(int fd, std::span<const Slice> slices, std::uint64_t offset, std::uint32_t& count) {
  if (!isOffset(offset)) return Errno::Inval;
  const auto at = static_cast<off_t>(offset);
  return transferred(retry([&] { return ::pwritev(fd, iovecs(slices), countOf(slices), at); }),
                     count);
}

Errno seek(int fd, std::int64_t offset, Whence whence, std::uint64_t& position) {
  const int from = whence == Whence::Set ? SEEK_SET : whence == Whence::Cur ? SEEK_CUR : SEEK_END;
  const off_t result = ::lseek(fd, offset, from);
  if (result < 0) return fromHost(errno);
  position = static_cast<std::uint64_t>(result);
  return Errno::Success;
}

Errno sync(int fd) {
  return checked(retry([&] { return ::fsync(fd); }));
}

Errno datasync(int fd) {
  return checked(retry([&] { return ::fdatasync(fd); }));
}

Errno setSize(int fd, std::uint64_t size) {
  if (!isOffset(size)) return Errno::FBig;
  return checked(retry([&] { return ::ftruncate(fd, static_cast<off_t>(size)); }));
}

Errno setStatusFlags(int fd, FdFlags flags) {
  const int present = ::fcntl(fd, F_GETFL);
  if (present < 0) return fromHost(errno);
  const int wanted = (present & ~(O_APPEND | O_NONBLOCK)) |
                     (flags & fdflag::append ? O_APPEND : 0) |
                     (flags & fdflag::nonblock ? O_NONBLOCK : 0);
  return wanted == present ? Errno::Success : checked(::fcntl(fd, F_SETFL, wanted));
}

}  // namespace wald::wasi::host
