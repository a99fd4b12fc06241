#include "snapshot/memory_image.h"

#include <algorithm>
#include <cstring>

namespace wald::snapshot {

namespace {

constexpr std::size_t wordBytes = sizeof(std::uint64_t);
constexpr std::size_t blockWords = 8;

std::uint64_t wordAt(const std::uint8_t* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, wordBytes);
  return word;
}

/// Most of a memory is zero.
bool isZeroBlock(const std::uint8_t* bytes) {
  std::uint64_t all = 0;
  for (std::size_t i = 0; i < blockWords; ++i) all |= wordAt(bytes + i * wordBytes);
  return all == 0;
}

/// Extends the last run of the memory that begins at `first`, or begins one.
void note(std::vector<MemoryRun>& runs, std::size_t first, std::uint32_t memory, std::uint64_t gap,
          std::uint64_t begin, std::uint64_t end) {
  if (runs.size() > first && begin - runs.back().end() <= gap) {
    runs.back().size = end - runs.back().place;
  } else {
    runs.push_back({memory, begin, end - begin});
  }
}

bool isNear(const MemoryRun& left, const MemoryRun& right, std::uint64_t gap) {
  return left.memory == right.memory && right.place - left.end() <= gap;
}

}  // namespace

void appendRuns(std::vector<MemoryRun>& runs, std::uint32_t memory,
                std::span<const std::uint8_t> bytes, std::uint64_t gap) {
  const std::size_t first = runs.size();
  std::size_t at = 0;
  while (at < bytes.size()) {
    constexpr std::size_t blockBytes = blockWords * wordBytes;
    if (bytes.size() - at >= blockBytes && isZeroBlock(&bytes[at])) {
      at += blockBytes;
      continue;
    }
    const std::size_t blockEnd = std::min(bytes.size(), at + blockBytes);
    while (at < blockEnd) {
      if (blockEnd - at >= wordBytes && wordAt(&bytes[at]) == 0) {
        at += wordBytes;
        continue;
      }
      const std::size_t wordEnd = std::min(blockEnd, at + wordBytes);
      for (; at < wordEnd; ++at) {
        if (bytes[at] != 0) note(runs, first, memory, gap, at, at + 1);
      }
    }
  }
}

void limitRuns(std::vector<MemoryRun>& runs, std::uint64_t gap, std::size_t most) {
  // A run for each memory is the least.
  while (runs.size() > most && gap < std::uint64_t{1} << 63) {
    gap *= 2;
    std::size_t last = 0;
    for (std::size_t i = 1; i < runs.size(); ++i) {
      if (isNear(runs[last], runs[i], gap)) {
        runs[last].size = runs[i].end() - runs[last].place;
      } else {
        runs[++last] = runs[i];
      }
    }
    runs.resize(last + 1);
  }
}

}  // namespace wald::snapshot
