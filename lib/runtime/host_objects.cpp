#include "runtime/host_objects.h"

#include <algorithm>
#include <utility>

namespace wald::runtime {

namespace {

// From the lowest bit: the form of values of the host, the index of an entry, its generation, and the bit that tells owned values.
constexpr unsigned indexShift = 2;
constexpr unsigned generationShift = indexShift + 32;

}  // namespace

std::optional<Ref> HostObjects::add(void* data, Release release) {
  if (alive_ >= most_) return std::nullopt;
  std::uint32_t index = free_;
  if (index == none) {
    // The last number is that of none.
    if (entries_.size() >= none) return std::nullopt;
    index = static_cast<std::uint32_t>(entries_.size());
    entries_.emplace_back();
  }
  Entry& entry = entries_[index];
  free_ = entry.nextFree;
  entry.data = data;
  entry.release = release;
  entry.isAlive = 1;
  entry.isMarked = 0;
  ++alive_;
  return std::uint64_t{1} << 63 | std::uint64_t{entry.generation} << generationShift |
         std::uint64_t{index} << indexShift | 2;
}

std::optional<std::uint32_t> HostObjects::indexOf(Ref ref) const {
  const auto index = static_cast<std::uint32_t>(ref >> indexShift);
  if (!isHostObject(ref) || index >= entries_.size()) return std::nullopt;
  const Entry& entry = entries_[index];
  const std::uint64_t generation = (ref & ~(std::uint64_t{1} << 63)) >> generationShift;
  if (!entry.isAlive || entry.generation != generation) return std::nullopt;
  return index;
}

void* HostObjects::dataOf(Ref ref) const {
  const auto index = indexOf(ref);
  return index ? entries_[*index].data : nullptr;
}

void HostObjects::mark(Ref ref) {
  if (const auto index = indexOf(ref)) entries_[*index].isMarked = 1;
}

void HostObjects::end(std::uint32_t index) {
  Entry& entry = entries_[index];
  if (entry.release != nullptr) dead_.push_back({entry.data, entry.release});
  entry.data = nullptr;
  entry.isAlive = 0;
  entry.generation = (entry.generation + 1) & ((1u << generationBits) - 1);
  entry.nextFree = std::exchange(free_, index);
  --alive_;
}

void HostObjects::sweep() {
  // Backwards, so that the lowest are used again first.
  for (auto index = static_cast<std::uint32_t>(entries_.size()); index-- > 0;) {
    Entry& entry = entries_[index];
    if (!entry.isAlive) continue;
    if (entry.isMarked) {
      entry.isMarked = 0;
    } else {
      end(index);
    }
  }
  due_ = std::max(fewest, 2 * alive_);
}

void HostObjects::releaseDead() {
  // One that is called from within leaves it to the outer one, so that they do not nest.
  if (std::exchange(releasing_, true)) return;
  while (!dead_.empty()) {
    const Dead next = dead_.back();
    dead_.pop_back();
    next.release(next.data);
  }
  releasing_ = false;
}

void HostObjects::releaseAll() {
  most_ = 0;
  for (auto index = static_cast<std::uint32_t>(entries_.size()); index-- > 0;) {
    if (entries_[index].isAlive) end(index);
  }
  releaseDead();
}

}  // namespace wald::runtime
