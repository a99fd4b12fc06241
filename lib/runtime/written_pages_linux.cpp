#include "runtime/written_pages.h"

#include <algorithm>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runtime/pages.h"

namespace wald::runtime {

namespace {

// PAGEMAP_SCAN, since Linux 6.7, which older headers do not have.
struct Region {
  std::uint64_t start;
  std::uint64_t end;
  std::uint64_t categories;
};
struct ScanArguments {
  std::uint64_t size;
  std::uint64_t flags;
  std::uint64_t start;
  std::uint64_t end;
  std::uint64_t walkEnd;
  std::uint64_t regions;
  std::uint64_t regionCount;
  std::uint64_t maxPages;
  std::uint64_t categoryInverted;
  std::uint64_t categoryMask;
  std::uint64_t categoryAnyOf;
  std::uint64_t returnMask;
};
constexpr unsigned long scanRequest = _IOWR('f', 16, ScanArguments);
constexpr std::uint64_t isFile = 1u << 2;
constexpr std::uint64_t isPresent = 1u << 3;
constexpr std::uint64_t isSwapped = 1u << 4;
constexpr std::uint64_t isZeroPage = 1u << 5;

}  // namespace

WrittenPages::WrittenPages() {
  void* const page =
      mmap(nullptr, pages::pageSize(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) return;
  isSameProcess_ = static_cast<std::uint8_t*>(page);
  if (madvise(page, pages::pageSize(), MADV_WIPEONFORK) != 0) return;
  *static_cast<std::uint8_t*>(page) = 1;
  pageMap_ = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
}

WrittenPages::~WrittenPages() {
  if (pageMap_ >= 0) close(pageMap_);
  if (isSameProcess_ != nullptr) {
    munmap(const_cast<std::uint8_t*>(isSameProcess_), pages::pageSize());
  }
}

std::optional<std::size_t> WrittenPages::find(std::uint8_t* begin, std::uint64_t bytes,
                                              std::span<Range> found) const {
  if (pageMap_ < 0 || *isSameProcess_ == 0) return std::nullopt;
  constexpr std::size_t most = 32;
  Region regions[most];
  ScanArguments scan{};
  scan.size = sizeof(scan);
  scan.start = reinterpret_cast<std::uintptr_t>(begin);
  scan.end = scan.start + bytes;
  scan.regions = reinterpret_cast<std::uintptr_t>(regions);
  scan.regionCount = std::min(most, found.size());
  // Neither the file's page nor the one of zeros: the process's own.
  scan.categoryInverted = scan.categoryMask = isFile | isZeroPage;
  scan.categoryAnyOf = isPresent | isSwapped;
  scan.returnMask = isPresent;
  const int count = ioctl(pageMap_, scanRequest, &scan);
  // It ends early where there is no room.
  if (count < 0 || scan.walkEnd != scan.end) return std::nullopt;
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    found[i] = {reinterpret_cast<std::uint8_t*>(regions[i].start),
                reinterpret_cast<std::uint8_t*>(regions[i].end)};
  }
  return static_cast<std::size_t>(count);
}

}  // namespace wald::runtime
