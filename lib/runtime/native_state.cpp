#include "runtime/native_state.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "runtime/marker.h"
#include "runtime/pages.h"
#include "wasm/limits.h"
#include "wasm/native_layout.h"

namespace wald::runtime {

namespace {

// The stack grows towards a guard that inline probes cannot step over. Above the stack lies the overflow area.
constexpr std::uint64_t guard = wasm::native::stackGuard;
/// Between the limit and the guard: room for the slots of a call that leaves compiled code.
constexpr std::uint64_t slack = std::uint64_t{64} << 10;
/// A function has at most 1000 parameters and 1000 results, each of two slots at most.
constexpr std::uint64_t overflowSlots = 2100;
static_assert(2 * wasm::limits::functionParams <= overflowSlots &&
              2 * wasm::limits::functionResults <= overflowSlots);
static_assert(overflowSlots * sizeof(Slot) + sizeof(NativeRegisters) + 64 < slack);

}  // namespace

NativeState::~NativeState() {
  if (mapping_ == nullptr) return;
  if (pool_ == nullptr) {
    pages::release(mapping_, mapped_);
    return;
  }
  // Most calls keep within the first pages.
  std::uint8_t* const bottom = mapping_ + guard;
  const auto bytes = static_cast<std::uint64_t>(top_ - bottom);
  pool_->giveStack(Pool::StackKind::Native, {mapping_, mapped_, uses_}, bottom,
                   bytes - std::min(bytes, slack));
}

Result<void> NativeState::mapStack(std::size_t bytes, bool hasSignals, Pool* pool) {
  if (mapping_ != nullptr) return {};
  const std::uint64_t wanted = std::max<std::uint64_t>(bytes, 2 * slack);
  if (wanted < std::numeric_limits<std::uint64_t>::max() / 2) {
    const std::uint64_t size = pages::roundUp(wanted);
    const std::uint64_t overflowBytes = pages::roundUp(overflowSlots * sizeof(Slot));
    mapped_ = guard + size + overflowBytes;
    if (takeStack(pool) || reserveStack(hasSignals)) {
      pool_ = pool;
      limit = mapping_ + guard + slack;
      top_ = sp = mapping_ + guard + size;
      overflow = reinterpret_cast<Slot*>(top_);
      return {};
    }
  }
  return Error(ErrorCode::LimitExceeded,
               fmt::format("the system refuses {} bytes for a native stack", wanted));
}

bool NativeState::takeStack(Pool* pool) {
  if (pool == nullptr) return false;
  const auto kept = pool->takeStack(Pool::StackKind::Native, mapped_);
  if (!kept) return false;
  mapping_ = kept->base;
  uses_ = kept->uses;
  return true;
}

bool NativeState::reserveStack(bool hasSignals) {
  mapping_ = pages::reserve(mapped_);
  if (mapping_ == nullptr) return false;
  const std::uint64_t guarded = hasSignals ? guard : 0;
  if (pages::commit(mapping_ + guarded, mapped_ - guarded)) return true;
  pages::release(std::exchange(mapping_, nullptr), mapped_);
  return false;
}

bool NativeState::isInGuard(const void* address) const {
  const auto distance =
      reinterpret_cast<std::uintptr_t>(address) - reinterpret_cast<std::uintptr_t>(mapping_);
  return mapping_ != nullptr && distance < guard;
}

Slot* NativeState::pushSlots(std::size_t count) {
  // Not all the way to the guard: who looks at the limit before that keeps within the slack.
  const std::uint64_t bytes = (count * sizeof(Slot) + 15) & ~std::uint64_t{15};
  if (static_cast<std::uint64_t>(sp - (mapping_ + guard)) < bytes) return nullptr;
  sp -= bytes;
  return reinterpret_cast<Slot*>(sp);
}

void NativeState::visitRoots(Marker& marker) const {
  if (mapping_ != nullptr) marker.scan(sp, top_);
}

}  // namespace wald::runtime
