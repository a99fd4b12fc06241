#include "runtime/heap.h"

#include <algorithm>

#include "runtime/budget.h"
#include "runtime/pages.h"

namespace wald::runtime {

namespace {

constexpr std::uint32_t blocksPerCommit = 32;
constexpr std::uint32_t fewestBlocks = 32;
/// What a value of the host counts, where the limit on the heap is the limit on their number.
constexpr std::uint64_t hostObjectBytes = 32;

/// Bytes of the descriptions of so many blocks.
std::uint64_t descriptionBytes(std::uint32_t blocks) {
  return pages::roundUp(std::uint64_t{blocks} * sizeof(Block));
}

}  // namespace

Heap::Heap(const HeapOptions& options, RootSource& roots)
    : options_(options), roots_(roots), hostObjects_(options.maxBytes / hostObjectBytes) {}

Heap::~Heap() {
  if (base_ == nullptr) return;
  pages::release(base_, std::uint64_t{capacity_} << blockLog2);
  pages::release(reinterpret_cast<std::uint8_t*>(blocks_), descriptionBytes(capacity_));
}

void Heap::know(const TypeInfo& info) {
  if (info.id >= types_.size()) types_.resize(info.id + 1);
  types_[info.id] = &info;
}

std::uint64_t Heap::bytesOf(const Object& object) const {
  const TypeInfo& info = infoOf(object);
  return info.kind == wasm::CompKind::Array ? info.arrayBytes(object.length) : info.bytes;
}

/// As much address space as the limit says, or as the system gives.
bool Heap::reserve() {
  auto blocks =
      static_cast<std::uint32_t>(std::min<std::uint64_t>(options_.maxBytes >> blockLog2, 1u << 31));
  for (; blocks > 0; blocks = blocks > fewestBlocks ? blocks / 2 : 0) {
    base_ = pages::reserve(std::uint64_t{blocks} << blockLog2);
    if (base_ == nullptr) continue;
    auto* descriptions = pages::reserve(descriptionBytes(blocks));
    if (descriptions != nullptr) {
      blocks_ = reinterpret_cast<Block*>(descriptions);
      capacity_ = blocks;
      return true;
    }
    pages::release(base_, std::uint64_t{blocks} << blockLog2);
    base_ = nullptr;
  }
  return false;
}

/// Takes so many fresh blocks into use.
bool Heap::extend(std::uint32_t blocks) {
  if (base_ == nullptr && !reserve()) return false;
  if (blocks > capacity_ - used_) return false;
  if (used_ + blocks > committed_) {
    const std::uint32_t roomy = std::min(capacity_, (used_ + blocks + blocksPerCommit - 1) /
                                                        blocksPerCommit * blocksPerCommit);
    const auto mayHave = [this](std::uint32_t wanted) {
      return options_.quota == nullptr ||
             options_.quota->growHeap(std::uint64_t{wanted - committed_} << blockLog2);
    };
    const std::uint32_t target = mayHave(roomy) ? roomy : used_ + blocks;
    if (target != roomy && !mayHave(target)) return false;
    auto* descriptions = reinterpret_cast<std::uint8_t*>(blocks_);
    const std::uint64_t former = descriptionBytes(committed_);
    if (!pages::commit(descriptions + former, descriptionBytes(target) - former) ||
        !pages::commit(base_ + (std::uint64_t{committed_} << blockLog2),
                       std::uint64_t{target - committed_} << blockLog2)) {
      return false;
    }
    committed_ = target;
  }
  used_ += blocks;
  return true;
}

void Heap::spend(std::uint64_t bytes) {
  budget_ -= std::min(budget_, bytes);
  spent_ += bytes;
}

Object* Heap::allocateSlow(std::uint64_t bytes) {
  if (bytes > options_.maxBytes) return nullptr;
  const bool mustCollect = options_.stress || budget_ == 0;
  if (mustCollect) collect();
  Object* object = find(bytes);
  if (object == nullptr && !mustCollect) {
    collect();
    object = find(bytes);
  }
  // So that the next allocation comes here again.
  if (options_.stress) hole_.end = hole_.cursor;
  return object;
}

Object* Heap::find(std::uint64_t bytes) {
  const auto fits = [bytes](const Hole& hole) {
    return bytes <= static_cast<std::uint64_t>(hole.end - hole.cursor);
  };
  if (bytes > largeBytes) return findLarge(bytes);
  if (bytes > lineBytes) {
    if (!fits(hole_)) {
      if (!fits(overflow_) && !nextWholeBlock()) return nullptr;
      return bump(overflow_, bytes);
    }
  } else {
    while (!fits(hole_)) {
      if (!nextHole()) return nullptr;
    }
  }
  return bump(hole_, bytes);
}

/// Goes on to the next free lines of any block.
bool Heap::nextHole() {
  for (; scan_ < used_ || extend(1); ++scan_, line_ = 0) {
    Block& block = blocks_[scan_];
    if (block.state == Block::State::Free) block.state = Block::State::Small;
    if (block.state != Block::State::Small) continue;
    const unsigned from = block.lines.find(false, line_);
    if (from == linesPerBlock) continue;
    const unsigned to = block.lines.find(true, from);
    line_ = to;
    std::uint8_t* start = base_ + (std::uint64_t{scan_} << blockLog2);
    hole_ = {start + (std::uint64_t{from} << lineLog2), start + (std::uint64_t{to} << lineLog2)};
    spend(std::uint64_t{to - from} << lineLog2);
    return true;
  }
  return false;
}

bool Heap::nextWholeBlock() {
  freeScan_ = std::max(freeScan_, scan_);
  while (freeScan_ < used_ && blocks_[freeScan_].state != Block::State::Free) ++freeScan_;
  if (freeScan_ == used_ && !extend(1)) return false;
  Block& block = blocks_[freeScan_];
  block.state = Block::State::Small;
  // No lines are left for `nextHole`, which may come here later.
  for (unsigned i = 0; i < linesPerBlock; ++i) block.lines.set(i);
  std::uint8_t* start = base_ + (std::uint64_t{freeScan_} << blockLog2);
  overflow_ = {start, start + blockBytes};
  spend(blockBytes);
  return true;
}

/// Blocks of its own for a large object: the first free ones in a row.
Object* Heap::findLarge(std::uint64_t bytes) {
  const auto count = static_cast<std::uint32_t>((bytes + blockBytes - 1) >> blockLog2);
  std::uint32_t first = 0;
  std::uint32_t run = 0;
  for (std::uint32_t i = 0; i < used_ && run < count; ++i) {
    if (blocks_[i].state == Block::State::Free) {
      if (run++ == 0) first = i;
    } else {
      run = 0;
    }
  }
  if (run < count) {
    // What is free at the end counts.
    if (run == 0) first = used_;
    if (!extend(count - run)) return nullptr;
  }
  blocks_[first].state = Block::State::LargeHead;
  blocks_[first].count = count;
  blocks_[first].starts.set(0);
  for (std::uint32_t i = first + 1; i < first + count; ++i) {
    blocks_[i].state = Block::State::LargeTail;
    blocks_[i].head = first;
  }
  spend(std::uint64_t{count} << blockLog2);
  return reinterpret_cast<Object*>(base_ + (std::uint64_t{first} << blockLog2));
}

Object* Heap::objectAt(std::uint64_t address) const {
  const std::uint64_t offset = address - reinterpret_cast<std::uint64_t>(base_);
  if (base_ == nullptr || offset >= usedBytes()) return nullptr;
  auto index = static_cast<std::uint32_t>(offset >> blockLog2);
  unsigned granule = static_cast<unsigned>(offset >> granuleLog2) % granulesPerBlock;
  switch (blocks_[index].state) {
    case Block::State::Free: return nullptr;
    case Block::State::LargeTail: index = blocks_[index].head; [[fallthrough]];
    case Block::State::LargeHead: granule = 0; break;
    case Block::State::Small:
      granule = blocks_[index].starts.findLast(granule);
      if (granule == granulesPerBlock) return nullptr;
      break;
  }
  auto* object = reinterpret_cast<Object*>(base_ + (std::uint64_t{index} << blockLog2) +
                                           (std::uint64_t{granule} << granuleLog2));
  return address < toRef(object) + bytesOf(*object) ? object : nullptr;
}

void Heap::forget(const Slots& slots) {
  for (auto each = temporaries_.end(); each != temporaries_.begin();) {
    if (*--each != &slots) continue;
    temporaries_.erase(each);
    return;
  }
}

void Heap::pruneHandles() {
  std::erase_if(handles_, [](const auto& handle) { return handle.expired(); });
  pruneHandlesAt_ = std::max(fewHandles, 2 * handles_.size());
}

std::shared_ptr<const Ref> Heap::hold(Ref ref) {
  // Those that ended keep memory until they are forgotten, and there may never be a collection.
  if (handles_.size() >= pruneHandlesAt_) pruneHandles();
  auto handle = std::make_shared<const Ref>(ref);
  handles_.push_back(handle);
  return handle;
}

Result<Ref> Heap::addHostObject(void* data, HostObjects::Release release) {
  if (options_.stress || hostObjects_.isDue()) collect();
  if (const auto ref = hostObjects_.add(data, release)) return *ref;
  collect();
  if (const auto ref = hostObjects_.add(data, release)) return *ref;
  return Error(ErrorCode::LimitExceeded, "the store's guests refer to too many values of the host");
}

}  // namespace wald::runtime
