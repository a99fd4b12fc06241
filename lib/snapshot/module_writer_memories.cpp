#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "snapshot/module_writer.h"
#include "support/byte_reader.h"

namespace wald::snapshot {

namespace {

/// A segment costs a start about as much as copying so many bytes.
constexpr std::uint64_t smallGap = 256;
/// Of a module whose memories are full of holes.
constexpr std::size_t mostSegments = 10'000;

// Flags of a data segment.
constexpr std::uint32_t passiveFlag = 1;
constexpr std::uint32_t explicitMemory = 2;

/// A name section without the names of data segments.
std::vector<std::uint8_t> withoutDataNames(std::span<const std::uint8_t> content) {
  constexpr std::uint8_t dataNames = 9;
  std::vector<std::uint8_t> kept;
  ByteReader reader(content);
  while (reader.ok() && !reader.atEnd()) {
    const std::uint64_t begin = reader.offset();
    const std::uint8_t id = reader.u8();
    reader.bytes(reader.leb32());
    // What is malformed is kept.
    if (reader.ok() && id == dataNames) continue;
    const auto part =
        content.subspan(begin, reader.ok() ? reader.offset() - begin : std::dynamic_extent);
    kept.insert(kept.end(), part.begin(), part.end());
  }
  return kept;
}

}  // namespace

Result<void> ModuleWriter::takeMemories() {
  std::vector<MemoryRun> runs;
  for (std::uint32_t i = 0; i < module_.memories.size(); ++i) {
    const runtime::Memory& memory = *instance_.memory(i);
    module_.memories[i].type.limits.min = memory.pages();
    appendRuns(runs, i, memory.bytes(), smallGap);
  }
  limitRuns(runs, smallGap, mostSegments);
  const std::uint64_t bytes =
      std::accumulate(runs.begin(), runs.end(), std::uint64_t{0},
                      [](std::uint64_t sum, const MemoryRun& run) { return sum + run.size; });
  if (bytes + original_.bytes.size() > wasm::limits::moduleBytes) {
    return Error(ErrorCode::LimitExceeded,
                 fmt::format("the memories hold {} bytes, and a module may have {}", bytes,
                             wasm::limits::moduleBytes));
  }
  replaceData(runs);
  dropDataNames();
  return {};
}

wasm::DataSegment ModuleWriter::dataOf(const MemoryRun& run) {
  const auto address = module_.memories[run.memory].type.address;
  wasm::DataSegment segment;
  segment.memory = run.memory;
  segment.flags = run.memory == 0 ? 0 : explicitMemory;
  segment.place = addExpression(Constants::address(address, run.place));
  segment.bytes = add(instance_.memory(run.memory)->bytes().subspan(run.place, run.size));
  return segment;
}

/// Where code knows segments by their numbers, these stay: a segment that was dropped has nothing any more, and one that was used
/// for the memory counts as dropped once the snapshot's instance is made.
void ModuleWriter::replaceData(std::span<const MemoryRun> runs) {
  std::vector<wasm::DataSegment> kept;
  if (uses_.dataSegments) kept = std::move(module_.datas);
  for (std::uint32_t i = 0; i < kept.size(); ++i) {
    if (!instance_.data(i).empty()) continue;
    if (runs.empty()) {
      kept[i] = wasm::DataSegment();
      kept[i].mode = wasm::SegmentMode::Passive;
      kept[i].flags = passiveFlag;
    } else {
      kept[i] = dataOf(runs.front());
      runs = runs.subspan(1);
    }
  }
  for (const MemoryRun& run : runs) kept.push_back(dataOf(run));
  module_.datas = std::move(kept);
  if (module_.dataCount) module_.dataCount = static_cast<std::uint32_t>(module_.datas.size());
}

/// They named segments of the source, which the new ones are not. Names stand behind the data section, which may be new.
void ModuleWriter::dropDataNames() {
  for (wasm::CustomSection& section : module_.customs) {
    if (section.name != "name") continue;
    section.content = add(withoutDataNames(original_.view(section.content)));
    section.after = wasm::SectionId::Data;
  }
}

}  // namespace wald::snapshot
