#include "tools/wald/module_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "artifact/reader.h"
#include "binary/decoder.h"
#include "text/parser.h"
#include "tools/wald/open_file.h"
#include "valid/validate.h"
#include "wasm/limits.h"

namespace wald::command {

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

/// Whether something that is no binary module is rather text than garbage.
bool looksLikeText(std::span<const std::uint8_t> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (text[first] == '(' || text[first] == ';');
}

}  // namespace

Result<std::vector<std::uint8_t>> readFile(std::string_view path) {
  const OpenFile file(path == "-" ? STDIN_FILENO
                                  : open(std::string(path).c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return systemError(errno);
  return readFile(file.fd());
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

Result<std::vector<std::uint8_t>> toBinary(std::vector<std::uint8_t> bytes, std::string_view path,
                                           wasm::Features features) {
  if (binary::hasMagic(bytes)) return bytes;
  if (artifact::isArtifact(bytes)) {
    return Error(ErrorKind::Usage, "it holds compiled code: name the module it was made of");
  }
  if (!looksLikeText(bytes) && !path.ends_with(".wat")) return bytes;
  return text::parseModule({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, features);
}

Result<std::shared_ptr<const ir::ValidModule>>
validModule(std::vector<std::uint8_t> bytes, std::string_view path, wasm::Features features) {
  WALD_TRY_ASSIGN(binary, toBinary(std::move(bytes), path, features));
  WALD_TRY_ASSIGN(module, binary::decodeModule(std::move(binary), features));
  return valid::validateModule(std::move(module));
}

Result<std::shared_ptr<const ir::ValidModule>> readModule(std::string_view path,
                                                          wasm::Features features) {
  WALD_TRY_ASSIGN(bytes, readFile(path));
  return validModule(std::move(bytes), path, features);
}

std::string_view shownPath(std::string_view path) { return path == "-" ? "<stdin>" : path; }

std::string_view shortName(std::string_view path) {
  return shownPath(path).substr(path.rfind('/') + 1);
}

}  // namespace wald::command
