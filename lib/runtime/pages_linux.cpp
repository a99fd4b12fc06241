#include "runtime/pages.h"

#include <sys/mman.h>
#include <unistd.h>

namespace wald::runtime::pages {

namespace {

// What guests may use and what they do use differ by far: no swap is set aside for the difference.
constexpr int anonymous = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;

std::uint8_t* pointerOrNull(void* mapping) {
  return mapping == MAP_FAILED ? nullptr : static_cast<std::uint8_t*>(mapping);
}

}  // namespace

std::uint64_t pageSize() {
  static const auto size = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  return size;
}

std::uint64_t roundUp(std::uint64_t bytes) { return (bytes + pageSize() - 1) & ~(pageSize() - 1); }

std::uint8_t* reserve(std::uint64_t bytes) {
  return pointerOrNull(mmap(nullptr, bytes, PROT_NONE, anonymous, -1, 0));
}

bool commit(std::uint8_t* begin, std::uint64_t bytes) {
  return bytes == 0 || mprotect(begin, bytes, PROT_READ | PROT_WRITE) == 0;
}

std::uint8_t* map(std::uint64_t bytes) {
  return pointerOrNull(mmap(nullptr, bytes, PROT_READ | PROT_WRITE, anonymous, -1, 0));
}

std::uint8_t* extend(std::uint8_t* begin, std::uint64_t bytes, std::uint64_t newBytes) {
  return pointerOrNull(mremap(begin, bytes, newBytes, MREMAP_MAYMOVE));
}

bool protect(std::uint8_t* begin, std::uint64_t bytes) {
  return bytes == 0 || mprotect(begin, bytes, PROT_NONE) == 0;
}

bool discard(std::uint8_t* begin, std::uint64_t bytes) {
  return bytes == 0 || madvise(begin, bytes, MADV_DONTNEED) == 0;
}

int createFile(std::uint64_t bytes) {
  const int file = memfd_create("wald-memory", MFD_CLOEXEC);
  if (file < 0) return file;
  if (ftruncate(file, static_cast<off_t>(bytes)) == 0) return file;
  close(file);
  return -1;
}

void closeFile(int file) { close(file); }

std::uint8_t* mapShared(int file, std::uint64_t bytes) {
  return pointerOrNull(mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0));
}

bool mapPrivate(int file, std::uint8_t* begin, std::uint64_t bytes) {
  return mmap(begin, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED | MAP_NORESERVE, file,
              0) != MAP_FAILED;
}

void release(std::uint8_t* begin, std::uint64_t bytes) { munmap(begin, bytes); }

}  // namespace wald::runtime::pages
