#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace wald::snapshot {

/// A stretch of a memory that is not all zero.
struct MemoryRun {
  std::uint32_t memory = 0;
  std::uint64_t place = 0;
  std::uint64_t size = 0;

  std::uint64_t end() const { return place + size; }
  bool operator==(const MemoryRun&) const = default;
};

/// Appends what is not zero in a memory: stretches that begin and end with bytes that are not, with at most `gap` zeros in a row between.
void appendRuns(std::vector<MemoryRun>& runs, std::uint32_t memory,
                std::span<const std::uint8_t> bytes, std::uint64_t gap);

/// Makes one of neighbours until there are at most `most`, those with the least zeros between them first; not across memories.
void limitRuns(std::vector<MemoryRun>& runs, std::uint64_t gap, std::size_t most);

}  // namespace wald::snapshot
