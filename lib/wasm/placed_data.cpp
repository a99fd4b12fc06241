#include "wasm/placed_data.h"

namespace wald::wasm {

std::optional<PlacedData> placedData(const Module& module, const DataSegment& segment) {
  if (segment.memory < module.importedMemories) return std::nullopt;
  const auto place = module.instructionsOf(segment.place);
  if (place.size() != 1) return std::nullopt;
  if (place[0].op != Opcode::I32Const && place[0].op != Opcode::I64Const) return std::nullopt;
  const MemoryType& type = module.memories[segment.memory].type;
  const auto bytes = module.view(segment.bytes);
  const bool isWide = type.address == AddressType::I64;
  const std::uint64_t start = isWide ? place[0].value : static_cast<std::uint32_t>(place[0].value);
  // Pages instead of bytes: the size of a memory of 64-bit addresses may be 2^64.
  const std::uint64_t pageMask = (std::uint64_t{1} << type.pageSizeLog2) - 1;
  const std::uint64_t end = start + bytes.size();
  if (end < start) return std::nullopt;
  const std::uint64_t pages = (end >> type.pageSizeLog2) + ((end & pageMask) != 0 ? 1 : 0);
  if (pages > type.limits.min) return std::nullopt;
  return PlacedData{segment.memory, start, bytes};
}

}  // namespace wald::wasm
