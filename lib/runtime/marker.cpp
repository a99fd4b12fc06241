#include "runtime/marker.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace wald::runtime {

namespace {

/// Elements of an array that are visited before others have their turn: it bounds the stack of work.
constexpr std::uint32_t elementsAtOnce = 256;

}  // namespace

Marker::Marker(Heap& heap)
    : heap_(heap), base_(reinterpret_cast<std::uint64_t>(heap.base_)), extent_(heap.usedBytes()) {}

void Marker::mark(Object* object) {
  const std::uint64_t offset = toRef(object) - base_;
  Block& block = heap_.blocks_[offset >> blockLog2];
  if (!block.marks.add(static_cast<unsigned>(offset >> granuleLog2) % granulesPerBlock)) return;
  const std::uint64_t bytes = heap_.bytesOf(*object);
  ++liveObjects_;
  liveBytes_ += bytes;
  if (block.state == Block::State::Small) {
    const std::uint64_t inBlock = offset % blockBytes;
    const auto last = static_cast<unsigned>((inBlock + bytes - 1) >> lineLog2);
    for (auto line = static_cast<unsigned>(inBlock >> lineLog2); line <= last; ++line) {
      block.lines.set(line);
    }
  }
  if (heap_.infoOf(*object).hasReferences) work_.push_back({object, 0});
}

void Marker::trace(Work work) {
  Object& object = *work.object;
  const TypeInfo& info = heap_.infoOf(object);
  if (info.kind == wasm::CompKind::Array) {
    const std::uint32_t count = std::min(elementsAtOnce, object.length - work.next);
    const auto* elements = reinterpret_cast<const Ref*>(object.contents()) + work.next;
    if (work.next + count < object.length) work_.push_back({&object, work.next + count});
    return visit({elements, count});
  }
  const auto* start = reinterpret_cast<const std::uint8_t*>(&object);
  for (const auto offset : info.references) visit(*reinterpret_cast<const Ref*>(start + offset));
}

void Marker::scan(const std::uint8_t* begin, const std::uint8_t* end) {
  for (; end - begin >= 8; begin += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, begin, 8);
    if (word - base_ < extent_) {
      if (Object* object = heap_.objectAt(word)) mark(object);
    } else if (isHostObject(word)) {
      heap_.hostObjects_.mark(word);
    }
  }
}

void Marker::drain() {
  while (!work_.empty()) {
    const Work work = work_.back();
    work_.pop_back();
    trace(work);
  }
}

void Heap::clearMarks() {
  for (std::uint32_t i = 0; i < used_; ++i) {
    blocks_[i].marks.clear();
    blocks_[i].lines.clear();
  }
}

void Heap::sweep() {
  for (std::uint32_t i = 0; i < used_; ++i) {
    Block& block = blocks_[i];
    switch (block.state) {
      case Block::State::Small:
        block.starts.keep(block.marks);
        if (block.lines.isEmpty()) block.state = Block::State::Free;
        break;
      case Block::State::LargeHead: {
        if (block.marks.test(0)) break;
        block.starts.clear();
        const std::uint32_t count = block.count;
        for (std::uint32_t j = i; j < i + count; ++j) blocks_[j].state = Block::State::Free;
        break;
      }
      case Block::State::Free:
      case Block::State::LargeTail: break;
    }
  }
}

void Heap::collect() {
  using Clock = std::chrono::steady_clock;
  if (base_ == nullptr && hostObjects_.size() == 0) return;
  const auto begin = Clock::now();
  hole_ = overflow_ = {};
  scan_ = line_ = freeScan_ = 0;

  clearMarks();
  Marker marker(*this);
  roots_.visitRoots(marker);
  for (const Slots* slots : temporaries_) {
    const auto* words = reinterpret_cast<const std::uint8_t*>(slots->data());
    marker.scan(words, words + slots->size() * sizeof(Slot));
  }
  pruneHandles();
  for (const auto& handle : handles_) {
    if (const auto ref = handle.lock()) marker.visit(*ref);
  }
  marker.drain();
  sweep();
  hostObjects_.sweep();

  const double pause = std::chrono::duration<double>(Clock::now() - begin).count();
  ++statistics_.collections;
  statistics_.allocatedBytes += std::exchange(spent_, 0);
  statistics_.liveBytes = marker.liveBytes();
  statistics_.liveObjects = marker.liveObjects();
  statistics_.longestPause = std::max(statistics_.longestPause, pause);
  statistics_.totalPause += pause;
  statistics_.tracedBytes += marker.liveBytes();
  budget_ = std::max(firstBudget, marker.liveBytes() + marker.liveBytes() / 2);

  hostObjects_.releaseDead();
}

}  // namespace wald::runtime
