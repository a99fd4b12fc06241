#include "runtime/memory_image.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "wasm/placed_data.h"

namespace wald::runtime {

namespace {

/// An image that is mostly holes costs address space only, but reading it into place first costs memory.
constexpr std::uint64_t largestImage = std::uint64_t{1} << 30;

/// Whether nobody can see a memory before all of its data is there. An active element segment that does not fit traps before data is
/// written, and by then functions may have got out through imported tables.
bool isHiddenUntilFilled(const wasm::Module& module) {
  return std::ranges::none_of(module.elems, [&](const wasm::ElemSegment& segment) {
    return segment.mode == wasm::SegmentMode::Active && segment.table < module.importedTables;
  });
}

}  // namespace

std::shared_ptr<const MemoryImage> MemoryImage::create(std::uint64_t memoryBytes,
                                                       std::span<const std::uint8_t> contents,
                                                       std::uint64_t begin) {
  const std::uint64_t first = begin / pages::pageSize() * pages::pageSize();
  const std::uint64_t bytes = pages::roundUp(begin + contents.size()) - first;
  // The last page of a memory need not be a whole one of the machine.
  if (first + bytes > pages::roundUp(memoryBytes)) return nullptr;
  const int file = pages::createFile(bytes);
  if (file < 0) return nullptr;
  std::uint8_t* const view = pages::mapShared(file, bytes);
  if (view == nullptr) {
    pages::closeFile(file);
    return nullptr;
  }
  std::memcpy(view + (begin - first), contents.data(), contents.size());
  return std::shared_ptr<const MemoryImage>(new MemoryImage(file, {view, bytes}, first));
}

MemoryImage::~MemoryImage() {
  pages::release(const_cast<std::uint8_t*>(view_.data()), view_.size());
  pages::closeFile(file_);
}

bool MemoryImage::mapInto(std::uint8_t* base) const {
  return pages::mapPrivate(file_, base + begin_, view_.size());
}

std::shared_ptr<const MemoryImage> MemoryImages::of(const wasm::Module& module,
                                                    std::uint32_t memory) {
  std::call_once(made_, [&] { make(module); });
  return memory < images_.size() ? images_[memory] : nullptr;
}

void MemoryImages::make(const wasm::Module& module) {
  if (!isHiddenUntilFilled(module)) return;
  struct Range {
    std::uint64_t begin = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t end = 0;
    bool isKnown = true;
  };
  std::vector<Range> ranges(module.memories.size());
  for (const wasm::DataSegment& segment : module.datas) {
    if (segment.mode != wasm::SegmentMode::Active) continue;
    const auto data = wasm::placedData(module, segment);
    if (!data) {
      ranges[segment.memory].isKnown = false;
    } else if (!data->bytes.empty()) {
      Range& range = ranges[data->memory];
      range.begin = std::min(range.begin, data->place);
      range.end = std::max(range.end, data->end());
    }
  }
  images_.resize(module.memories.size());
  for (std::uint32_t i = 0; i < images_.size(); ++i) {
    const Range& range = ranges[i];
    const wasm::MemoryType& type = module.memories[i].type;
    if (!range.isKnown || range.end == 0 || type.shared) continue;
    if (range.end - range.begin > largestImage) continue;
    std::vector<std::uint8_t> contents(range.end - range.begin);
    // In the order of the module: where segments overlap, the last one holds.
    for (const wasm::DataSegment& segment : module.datas) {
      if (segment.mode != wasm::SegmentMode::Active || segment.memory != i) continue;
      const auto data = wasm::placedData(module, segment);
      if (data->bytes.empty()) continue;
      std::ranges::copy(data->bytes,
                        contents.begin() + static_cast<std::ptrdiff_t>(data->place - range.begin));
    }
    images_[i] = MemoryImage::create(type.limits.min << type.pageSizeLog2, contents, range.begin);
  }
}

}  // namespace wald::runtime
