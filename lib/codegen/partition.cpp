#include "codegen/partition.h"

namespace wald::codegen {

namespace {

/// About a second of a core; small enough that the last one does not keep the others waiting, large enough that what each
/// costs by itself, a few milliseconds, does not count.
constexpr std::uint64_t partitionBytes = std::uint64_t{64} << 10;
constexpr std::uint32_t partitionFunctions = 4096;

}  // namespace

std::vector<Partition> partitionsOf(const wasm::Module& module) {
  std::vector<Partition> partitions;
  Partition current;
  std::uint64_t size = 0;
  const auto end = static_cast<std::uint32_t>(module.codes.size());
  const auto close = [&](std::uint32_t next) {
    current.end = next;
    if (current.begin != current.end) partitions.push_back(current);
    current.begin = next;
    size = 0;
  };
  for (std::uint32_t i = 0; i < end; ++i) {
    const std::uint32_t bytes = module.codes[i].body.size;
    // A large function is alone: it may be compiled in a cheaper way than others deserve.
    if (size + bytes > partitionBytes || i - current.begin == partitionFunctions) close(i);
    size += bytes;
  }
  close(end);
  return partitions;
}

std::uint64_t codeSizeOf(const wasm::Module& module, Partition partition) {
  std::uint64_t size = 0;
  for (std::uint32_t i = partition.begin; i < partition.end; ++i) size += module.codes[i].body.size;
  return size;
}

}  // namespace wald::codegen
