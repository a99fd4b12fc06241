#include "runtime/suspendable_call.h"

#include <utility>

#include "runtime/signal_stack.h"

namespace wald::runtime {

namespace {

/// What a host function finds on the stack at least.
constexpr std::size_t hostReserve = std::size_t{64} << 10;

}  // namespace

Result<std::unique_ptr<SuspendableCall>> SuspendableCall::create(Store& store,
                                                                 const Function& function,
                                                                 Slots slots,
                                                                 const Options& options) {
  if (store.suspendable != nullptr || store.nestedCalls != 0) {
    return Error(ErrorKind::Usage, "the store is busy with another call");
  }
  if (options.fuelSlice != 0 && !store.engine().config().countsFuel()) {
    return Error(ErrorKind::Usage, "the engine does not count fuel (Config::countFuel)");
  }
  WALD_TRY_ASSIGN(fiber, store.takeFiber(options.stackBytes));
  return std::unique_ptr<SuspendableCall>(
      new SuspendableCall(store, function, std::move(slots), options, std::move(fiber)));
}

SuspendableCall::SuspendableCall(Store& store, const Function& function, Slots slots,
                                 const Options& options, Fiber fiber)
    : store_(store), function_(function), slots_(std::move(slots)), roots_(store.heap(), slots_),
      fuelSlice_(options.fuelSlice), fiber_(std::move(fiber)) {
  store_.suspendable = this;
  fiber_.prepare(run, this);
  // The first slice is taken when it begins.
  if (fuelSlice_ != 0) store_.setFuel(store_.fuelLeft());
}

SuspendableCall::~SuspendableCall() {
  if (isSuspended()) {
    cancelled_.request();
    store_.native().stopped = &cancelled_.requested();
    while (state_ != State::Done) resume();
    store_.makeClock();
  }
  store_.suspendable = nullptr;
  if (fuelSlice_ != 0) store_.setFuel(store_.fuelLeft());
  store_.giveBackFiber(std::move(fiber_));
}

void SuspendableCall::run(void* call) {
  auto& self = *static_cast<SuspendableCall*>(call);
  self.stackTop_ = static_cast<const std::uint8_t*>(__builtin_frame_address(0));
  self.trap_ = self.store_.callSlots(self.function_, self.slots_.data());
  self.state_ = State::Done;
}

bool SuspendableCall::isStackLow() const {
  const auto* const here = static_cast<const std::uint8_t*>(__builtin_frame_address(0));
  const auto used = static_cast<std::size_t>(stackTop_ - here);
  return used > fiber_.stackBytes() - hostReserve;
}

SuspendableCall::State SuspendableCall::resume() {
  const bool isFirst = state_ == State::Ready;
  state_ = State::Running;
  if (!isFirst) {
    store_.continueRun();
    // Faults on this thread have to find a stack, as they did on the one before.
    if (store_.engine().config().signals) static_cast<void>(ensureSignalStack());
  }
  fiber_.resume();
  return state_;
}

bool SuspendableCall::leave(State state) {
  if (store_.isStopped()) return false;
  store_.pauseRun();
  state_ = state;
  fiber_.suspend();
  return !store_.isStopped();
}

bool SuspendableCall::suspend() { return leave(State::Suspended); }

std::uint64_t SuspendableCall::nextSlice() {
  if (fuelSlice_ != 0 && std::exchange(hasSlice_, true)) leave(State::OutOfSlice);
  return fuelSlice_;
}

}  // namespace wald::runtime
