#include "runtime/fiber.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

#include <cxxabi.h>
#include <fmt/format.h>

#include "runtime/fault.h"
#include "runtime/fiber_sanitizer.h"
#include "runtime/fiber_stack.h"
#include "runtime/pages.h"

namespace wald::runtime {

namespace {

constexpr std::size_t guard = std::size_t{64} << 10;
constexpr std::size_t leastStack = std::size_t{128} << 10;
constexpr std::size_t mostStack = std::size_t{1} << 40;

}  // namespace

Result<Fiber> Fiber::create(std::size_t stackBytes) {
  const auto size = static_cast<std::size_t>(
      pages::roundUp(std::min(std::max(stackBytes, leastStack), mostStack)));
  std::uint8_t* const mapping = pages::reserve(size + guard);
  if (mapping != nullptr && pages::commit(mapping + guard, size))
    return Fiber(mapping + guard, size, true);
  if (mapping != nullptr) pages::release(mapping, size + guard);
  return Error(ErrorCode::LimitExceeded,
               fmt::format("the system refuses {} bytes for a stack", size));
}

Fiber::Fiber(Fiber&& other) noexcept
    : stack_(std::exchange(other.stack_, nullptr)), bytes_(other.bytes_), isOwned_(other.isOwned_),
      inside_(other.inside_), outside_(other.outside_), entry_(other.entry_),
      argument_(other.argument_), hasEnded_(other.hasEnded_), scopes_(other.scopes_),
      exceptions_(other.exceptions_) {
  for (unsigned i = 0; i < std::size(sanitizer_); ++i) {
    sanitizer_[i] = std::exchange(other.sanitizer_[i], nullptr);
  }
}

Fiber::~Fiber() {
  if (stack_ == nullptr) return;
  FiberSanitizer::destroy(sanitizer_);
  if (isOwned_) pages::release(stack_ - guard, bytes_ + guard);
}

void Fiber::prepare(Entry entry, void* argument) {
  entry_ = entry;
  argument_ = argument;
  hasEnded_ = false;
  inside_ = makeFiberStack(stack_ + bytes_, run, this);
}

/// What is kept for each thread is that of the side which runs.
void Fiber::exchangeThreadState() {
  scopes_ = FaultScope::exchangeNewest(scopes_);
  auto* const present = reinterpret_cast<std::uint8_t*>(__cxxabiv1::__cxa_get_globals());
  ExceptionState state;
  std::memcpy(&state, present, sizeof(state));
  std::memcpy(present, &exceptions_, sizeof(state));
  exceptions_ = state;
}

void Fiber::run(void* fiber) {
  auto& self = *static_cast<Fiber*>(fiber);
  FiberSanitizer::entered(self.sanitizer_);
  self.entry_(self.argument_);
  self.hasEnded_ = true;
  FiberSanitizer::leave(self.sanitizer_, true);
  waldFiberSwitch(&self.inside_, self.outside_);
}

void Fiber::resume() {
  exchangeThreadState();
  FiberSanitizer::enter(sanitizer_, stack_, bytes_);
  waldFiberSwitch(&outside_, inside_);
  FiberSanitizer::left(sanitizer_);
  exchangeThreadState();
}

void Fiber::suspend() {
  FiberSanitizer::leave(sanitizer_, false);
  waldFiberSwitch(&inside_, outside_);
  FiberSanitizer::entered(sanitizer_);
}

}  // namespace wald::runtime
