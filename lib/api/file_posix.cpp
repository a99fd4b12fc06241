#include "api/file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "wasm/limits.h"

namespace wald::api {

namespace {

constexpr std::size_t chunk = std::size_t{1} << 16;

Error systemError(int code) { return Error(ErrorKind::Io, std::strerror(code)); }

/// Reads up to `size` bytes; fewer only at the end.
Result<std::size_t> readSome(int fd, std::uint8_t* data, std::size_t size) {
  std::size_t got = 0;
  while (got < size) {
    const ssize_t count = read(fd, data + got, size - got);
    if (count == 0) break;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return systemError(errno);
    got += static_cast<std::size_t>(count);
  }
  return got;
}

/// Large modules are read into memory that takes few page faults, which are half of the time of reading them.
void preferLargePages(void* data, std::size_t size) {
  constexpr std::uintptr_t largePage = std::uintptr_t{2} << 20;
  const auto begin = reinterpret_cast<std::uintptr_t>(data);
  const std::uintptr_t first = (begin + largePage - 1) & ~(largePage - 1);
  const std::uintptr_t end = (begin + size) & ~(largePage - 1);
  // Only a hint: where it is refused, nothing is lost.
  if (first < end) madvise(reinterpret_cast<void*>(first), end - first, MADV_HUGEPAGE);
}

}  // namespace

// Standard input is not ours to close.
OpenFile::~OpenFile() {
  if (fd_ > STDIN_FILENO) ::close(fd_);
}

Result<OpenFile> OpenFile::open(std::string_view path) {
  OpenFile file(::open(std::string(path).c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return systemError(errno);
  return file;
}

std::vector<std::uint8_t> beginningOf(int fd) {
  std::vector<std::uint8_t> bytes(16);
  const ssize_t count = pread(fd, bytes.data(), bytes.size(), 0);
  bytes.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
  return bytes;
}

Result<std::vector<std::uint8_t>> readFile(int fd) {
  struct stat status;
  if (fstat(fd, &status) != 0) return systemError(errno);
  if (S_ISDIR(status.st_mode)) return systemError(EISDIR);

  // A regular file is read by one call; one more byte of room shows that it did not grow.
  const auto expected = S_ISREG(status.st_mode) ? static_cast<std::uint64_t>(status.st_size) : 0;
  std::vector<std::uint8_t> bytes;
  std::size_t got = 0;
  do {
    const std::uint64_t room = got == 0 && expected != 0 ? expected + 1 : 2 * got + chunk;
    if (got > wasm::limits::moduleBytes || expected > wasm::limits::moduleBytes) {
      return Error(ErrorCode::LimitExceeded,
                   fmt::format("the file has more than {} bytes", wasm::limits::moduleBytes));
    }
    const auto size = static_cast<std::size_t>(std::min(room, wasm::limits::moduleBytes + 1));
    bytes.reserve(size);
    preferLargePages(bytes.data(), size);
    bytes.resize(size);
    WALD_TRY_ASSIGN(count, readSome(fd, bytes.data() + got, bytes.size() - got));
    got += count;
  } while (got == bytes.size());
  bytes.resize(got);
  return bytes;
}

}  // namespace wald::api
