#include "runtime/pool.h"

#include <algorithm>
#include <cstring>

#include "runtime/pages.h"

namespace wald::runtime {

namespace {

/// Up to this size all of a memory is compared, which takes less time than asking the system.
constexpr std::uint64_t comparedBytes = std::uint64_t{128} << 10;
/// More written pages than these are given back to the system: copying takes longer then, and the memory they hold is worth having.
constexpr std::uint64_t copiedBytes = std::uint64_t{256} << 10;
constexpr std::size_t copiedRanges = 32;
/// After so many uses, a stack's deep part is given back.
constexpr unsigned usesUntilTrim = 64;

bool isZero(const std::uint8_t* page) {
  // Blocks that compilers make vectors of.
  constexpr std::size_t block = 128;
  for (std::size_t i = 0; i < pages::pageSize(); i += block) {
    std::uint64_t all = 0;
    for (std::size_t j = 0; j < block; j += sizeof(all)) {
      std::uint64_t word;
      std::memcpy(&word, page + i + j, sizeof(word));
      all |= word;
    }
    if (all != 0) return false;
  }
  return true;
}

/// What a page of a memory holds at first; null if that is zeros.
const std::uint8_t* firstContents(const Pool::Place& place, std::uint64_t offset) {
  return place.image != nullptr ? place.image->pageAt(offset) : nullptr;
}

void putBack(std::uint8_t* page, const std::uint8_t* contents) {
  if (contents == nullptr) {
    std::memset(page, 0, pages::pageSize());
  } else {
    std::memcpy(page, contents, pages::pageSize());
  }
}

}  // namespace

Pool::~Pool() {
  for (const Kept& memory : memories_) pages::release(memory.base, memory.place.reserved);
  for (const auto& stacks : stacks_) {
    for (const Stack& stack : stacks) pages::release(stack.base, stack.bytes);
  }
}

std::uint8_t* Pool::takeMemory(const Place& place) {
  const std::lock_guard lock(mutex_);
  // The last one first: it is most likely still in the caches.
  const auto found = std::find_if(memories_.rbegin(), memories_.rend(),
                                  [&](const Kept& kept) { return kept.place == place; });
  if (found == memories_.rend()) return nullptr;
  std::uint8_t* const base = found->base;
  memories_.erase(std::next(found).base());
  return base;
}

void Pool::giveMemory(std::uint8_t* base, std::uint64_t committed, Place place) {
  const std::uint64_t grown = committed - place.committed;
  std::uint8_t* const end = base + place.committed;
  const bool isAsAtFirst =
      pages::discard(end, grown) && pages::protect(end, grown) && restore(base, place);
  if (isAsAtFirst) {
    const std::lock_guard lock(mutex_);
    memories_.push_back({base, std::move(place)});
    if (memories_.size() <= most_) return;
    // The one that has not been wanted for longest.
    base = memories_.front().base;
    place = std::move(memories_.front().place);
    memories_.erase(memories_.begin());
  }
  pages::release(base, place.reserved);
}

bool Pool::restore(std::uint8_t* base, const Place& place) const {
  if (place.committed > comparedBytes) return restoreWritten(base, place);
  restorePages(base, place);
  return true;
}

void Pool::restorePages(std::uint8_t* base, const Place& place) const {
  for (std::uint64_t offset = 0; offset < place.committed; offset += pages::pageSize()) {
    const std::uint8_t* const first = firstContents(place, offset);
    std::uint8_t* const page = base + offset;
    const bool isSame =
        first == nullptr ? isZero(page) : std::memcmp(page, first, pages::pageSize()) == 0;
    if (!isSame) putBack(page, first);
  }
}

bool Pool::restoreWritten(std::uint8_t* base, const Place& place) const {
  WrittenPages::Range ranges[copiedRanges];
  const auto count = written_.find(base, place.committed, ranges);
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < count.value_or(0); ++i) {
    bytes += static_cast<std::uint64_t>(ranges[i].end - ranges[i].begin);
  }
  if (!count || bytes > copiedBytes) return pages::discard(base, place.committed);
  for (std::size_t i = 0; i < *count; ++i) {
    for (std::uint8_t* page = ranges[i].begin; page < ranges[i].end; page += pages::pageSize()) {
      putBack(page, firstContents(place, static_cast<std::uint64_t>(page - base)));
    }
  }
  return true;
}

std::optional<Pool::Stack> Pool::takeStack(StackKind kind, std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  auto& stacks = stacks_[static_cast<std::size_t>(kind)];
  const auto found = std::find_if(stacks.rbegin(), stacks.rend(),
                                  [&](const Stack& stack) { return stack.bytes == bytes; });
  if (found == stacks.rend()) return std::nullopt;
  const Stack stack = *found;
  stacks.erase(std::next(found).base());
  return stack;
}

void Pool::giveStack(StackKind kind, Stack stack, std::uint8_t* rest, std::uint64_t restBytes) {
  if (++stack.uses % usesUntilTrim == 0) pages::discard(rest, restBytes);
  {
    const std::lock_guard lock(mutex_);
    auto& stacks = stacks_[static_cast<std::size_t>(kind)];
    stacks.push_back(stack);
    if (stacks.size() <= most_) return;
    stack = stacks.front();
    stacks.erase(stacks.begin());
  }
  pages::release(stack.base, stack.bytes);
}

}  // namespace wald::runtime
