#include <cerrno>
#include <cstring>

#include <fmt/format.h>
#include <sys/mman.h>

#include "aot/code_mapping.h"

namespace wald::aot {

namespace {

Error mappingError(std::size_t size) {
  return Error(ErrorKind::Io,
               fmt::format("{} bytes of code can't be mapped: {}", size, std::strerror(errno)));
}

}  // namespace

CodeMapping::~CodeMapping() {
  if (size_ != 0) munmap(const_cast<std::uint8_t*>(begin_), size_);
}

/// Of a module without functions.
std::shared_ptr<const CodeMapping> CodeMapping::nothing() {
  return std::shared_ptr<const CodeMapping>(new CodeMapping(nullptr, 0));
}

Result<std::shared_ptr<const CodeMapping>> CodeMapping::copy(std::span<const std::uint8_t> code) {
  if (code.empty()) return nothing();
  void* const begin =
      mmap(nullptr, code.size(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (begin == MAP_FAILED) return mappingError(code.size());
  const std::shared_ptr<const CodeMapping> mapping(
      new CodeMapping(static_cast<const std::uint8_t*>(begin), code.size()));
  std::memcpy(begin, code.data(), code.size());
  if (mprotect(begin, code.size(), PROT_READ | PROT_EXEC) != 0) return mappingError(code.size());
  return mapping;
}

Result<std::shared_ptr<const CodeMapping>> CodeMapping::map(int file, std::uint64_t offset,
                                                            std::size_t size) {
  if (size == 0) return nothing();
  void* const begin =
      mmap(nullptr, size, PROT_READ | PROT_EXEC, MAP_PRIVATE, file, static_cast<off_t>(offset));
  if (begin == MAP_FAILED) return mappingError(size);
  return std::shared_ptr<const CodeMapping>(
      new CodeMapping(static_cast<const std::uint8_t*>(begin), size));
}

}  // namespace wald::aot
