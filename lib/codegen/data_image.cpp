#include "codegen/data_image.h"

#include <algorithm>
#include <span>

#include "support/byte_writer.h"
#include "wasm/placed_data.h"

namespace wald::codegen {

namespace {

using wasm::Opcode;
using wasm::PlacedData;

/// What a segment costs by itself is about as much as copying some bytes more.
constexpr std::uint64_t smallGap = 64;

std::uint8_t codeOf(Opcode op) { return static_cast<std::uint8_t>(wasm::infoOf(op).code); }

/// Empty runs that cover the pieces.
std::vector<DataRun> cover(std::vector<PlacedData> pieces) {
  std::ranges::sort(pieces, {},
                    [](const PlacedData& piece) { return std::pair(piece.memory, piece.place); });
  std::vector<DataRun> runs;
  for (const PlacedData& piece : pieces) {
    DataRun* const last = runs.empty() ? nullptr : &runs.back();
    const bool isNear = last != nullptr && last->memory == piece.memory &&
                        piece.place - last->place <= last->bytes.size() + smallGap;
    if (!isNear) {
      runs.push_back({piece.memory, piece.place, std::vector<std::uint8_t>(piece.bytes.size())});
    } else if (piece.end() > last->place + last->bytes.size()) {
      last->bytes.resize(piece.end() - last->place);
    }
  }
  return runs;
}

}  // namespace

std::optional<std::vector<DataRun>> mergedData(const ir::ValidModule& valid) {
  const wasm::Module& module = valid.module();
  if (valid.codeFacts().usesDataSegments) return std::nullopt;
  std::vector<PlacedData> pieces;
  for (const wasm::DataSegment& segment : module.datas) {
    if (segment.mode != wasm::SegmentMode::Active) continue;
    const auto piece = wasm::placedData(module, segment);
    if (!piece) return std::nullopt;
    if (!piece->bytes.empty()) pieces.push_back(*piece);
  }
  std::vector<DataRun> runs = cover(pieces);
  // In the order of the module: where segments overlap, the last one holds.
  for (const PlacedData& piece : pieces) {
    const auto next = std::ranges::upper_bound(
        runs, std::pair(piece.memory, piece.place), {},
        [](const DataRun& run) { return std::pair(run.memory, run.place); });
    DataRun& run = *std::prev(next);
    std::ranges::copy(piece.bytes,
                      run.bytes.begin() + static_cast<std::ptrdiff_t>(piece.place - run.place));
  }
  return runs;
}

std::vector<std::uint8_t> encodedSection(const wasm::Module& module,
                                         const std::vector<DataRun>& runs) {
  ByteWriter content;
  content.leb(runs.size());
  for (const DataRun& run : runs) {
    constexpr std::uint8_t activeWithMemory = 2;
    content.leb(activeWithMemory);
    content.leb(run.memory);
    const bool isWide = module.memories[run.memory].type.address == wasm::AddressType::I64;
    content.u8(codeOf(isWide ? Opcode::I64Const : Opcode::I32Const));
    content.sleb(isWide ? static_cast<std::int64_t>(run.place)
                        : static_cast<std::int32_t>(static_cast<std::uint32_t>(run.place)));
    content.u8(codeOf(Opcode::End));
    content.leb(run.bytes.size());
    content.append(run.bytes);
  }
  ByteWriter section;
  section.u8(static_cast<std::uint8_t>(wasm::SectionId::Data));
  section.sized(content);
  return section.take();
}

}  // namespace wald::codegen
