#include "runtime/guest_stack.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "runtime/pages.h"

namespace wald::runtime {

namespace {

constexpr std::uint64_t guard = std::uint64_t{64} << 10;

}  // namespace

Result<GuestStack> GuestStack::create(std::size_t bytes, Pool* pool) {
  const std::uint64_t wanted = std::max<std::uint64_t>(bytes, 2 * slack);
  const bool isAbsurd = wanted > std::numeric_limits<std::uint64_t>::max() / 2;
  const std::uint64_t size = isAbsurd ? wanted : pages::roundUp(wanted);
  const std::uint64_t all = hostBytes + size;
  if (pool != nullptr && !isAbsurd) {
    if (const auto kept = pool->takeStack(Pool::StackKind::Guest, all + 2 * guard)) {
      return GuestStack(kept->base + guard + hostBytes, size, pool, kept->uses);
    }
  }
  std::uint8_t* const base = isAbsurd ? nullptr : pages::reserve(all + 2 * guard);
  if (base != nullptr && pages::commit(base + guard, all)) {
    return GuestStack(base + guard + hostBytes, size, pool, 0);
  }
  if (base != nullptr) pages::release(base, all + 2 * guard);
  return Error(ErrorCode::LimitExceeded,
               fmt::format("the system refuses {} bytes for a guest stack", size));
}

GuestStack::GuestStack(GuestStack&& other) noexcept
    : begin_(std::exchange(other.begin_, nullptr)), size_(other.size_), pool_(other.pool_),
      uses_(other.uses_) {}

GuestStack::~GuestStack() {
  if (begin_ == nullptr) return;
  std::uint8_t* const base = hostStack() - guard;
  const std::uint64_t bytes = hostBytes + size_ + 2 * guard;
  if (pool_ == nullptr) {
    pages::release(base, bytes);
    return;
  }
  // Most calls keep within the first pages.
  const std::uint64_t kept = std::min<std::uint64_t>(size_, guard);
  pool_->giveStack(Pool::StackKind::Guest, {base, bytes, uses_}, begin_ + kept, size_ - kept);
}

}  // namespace wald::runtime
