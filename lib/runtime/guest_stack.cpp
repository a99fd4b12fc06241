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

Result<GuestStack> GuestStack::create(std::size_t bytes) {
  const std::uint64_t wanted = std::max<std::uint64_t>(bytes, 2 * slack);
  const bool isAbsurd = wanted > std::numeric_limits<std::uint64_t>::max() / 2;
  const std::uint64_t size = isAbsurd ? wanted : pages::roundUp(wanted);
  const std::uint64_t all = hostBytes + size;
  std::uint8_t* const base = isAbsurd ? nullptr : pages::reserve(all + 2 * guard);
  if (base != nullptr && pages::commit(base + guard, all)) {
    return GuestStack(base + guard + hostBytes, size);
  }
  if (base != nullptr) pages::release(base, all + 2 * guard);
  return Error(ErrorCode::LimitExceeded,
               fmt::format("the system refuses {} bytes for a guest stack", size));
}

GuestStack::GuestStack(GuestStack&& other) noexcept
    : begin_(std::exchange(other.begin_, nullptr)), size_(other.size_) {}

GuestStack::~GuestStack() {
  if (begin_ != nullptr) pages::release(hostStack() - guard, hostBytes + size_ + 2 * guard);
}

}  // namespace wald::runtime
