#include <algorithm>

#include "runtime/store.h"
#include "runtime/suspendable_call.h"

// What bounds a store's runs: stops from outside, time, and fuel.

namespace wald::runtime {

namespace {

/// What a store takes of its budget's fuel at once.
constexpr std::uint64_t fuelShare = 100'000;
/// What a store has at hand at most: so that less than nothing can be told by its sign.
constexpr std::uint64_t mostFuel = ~std::uint64_t{0} >> 1;

}  // namespace

void Store::setStop(StopSignal* signal) {
  clock_ = nullptr;
  stop_ = nullptr;
  ownStop_ = nullptr;
  if (signal != nullptr) stop_ = std::make_unique<RunStop>(engine_, *signal);
  makeClock();
}

void Store::setDeadline(std::optional<std::chrono::nanoseconds> limit) {
  limits_.deadline = limit;
  makeClock();
}

void Store::makeClock() {
  const Budget* const budget = quota_->budget();
  const bool isTimed = limits_.deadline || (budget != nullptr && budget->hasTime);
  if (isTimed && stop_ == nullptr) {
    ownStop_ = std::make_unique<StopSignal>();
    stop_ = std::make_unique<RunStop>(engine_, *ownStop_);
  }
  clock_ = isTimed ? std::make_unique<RunClock>(engine_.timer(), stop_->stopSignal(),
                                                limits_.deadline, quota_->sharedBudget())
                   : nullptr;
  native_.stopped = stop_ == nullptr ? &StopSignal::never : &stop_->stopSignal().requested();
  controlsRuns_ = stop_ != nullptr || sharesFuel();
}

void Store::beginRun() {
  if (stop_ != nullptr) stop_->begin();
  if (clock_ != nullptr) clock_->start();
}

void Store::endRun() {
  if (stop_ != nullptr) stop_->end();
  if (clock_ != nullptr && clock_->finish() && pending_ != nullptr &&
      pending_->kind == wasm::TrapKind::Interrupted) {
    pending_->detail = "its time is over";
  }
  if (sharesFuel()) {
    quota_->budget()->fuel.giveBack(fuel);
    fuelReserve_ += std::exchange(fuel, 0);
  }
}

void Store::pauseRun() {
  if (clock_ != nullptr) clock_->pause();
  if (stop_ != nullptr) stop_->end();
}

void Store::continueRun() {
  if (stop_ != nullptr) stop_->begin();
  if (clock_ != nullptr) clock_->resume();
}

Result<Fiber> Store::takeFiber(std::size_t stackBytes) {
  if (stackBytes <= GuestStack::hostBytes) {
    WALD_TRY(needStack());
    return Fiber::on(stack_->hostStack(), GuestStack::hostBytes);
  }
  if (!fiber_ || fiber_->stackBytes() < stackBytes) return Fiber::create(stackBytes);
  Fiber fiber = std::move(*fiber_);
  fiber_.reset();
  return fiber;
}

void Store::setFuel(std::uint64_t units) {
  if (sharesFuel()) quota_->budget()->fuel.giveBack(fuel);
  // What has slices or a budget gets it bit by bit.
  const bool isWhole = !sharesFuel() && suspendable == nullptr;
  fuel = isWhole ? std::min(units, mostFuel) : 0;
  fuelReserve_ = units - fuel;
}

bool Store::refuel(std::uint64_t needed) {
  const std::uint64_t slice = suspendable == nullptr ? 0 : suspendable->nextSlice();
  if (isStopped()) return false;
  const std::uint64_t missing = needed - fuel;
  const std::uint64_t most = slice != 0 ? slice : sharesFuel() ? fuelShare : fuelReserve_;
  std::uint64_t taken = std::min({std::max(missing, most), fuelReserve_, mostFuel - fuel});
  if (sharesFuel()) taken = quota_->budget()->fuel.takeSome(taken);
  fuelReserve_ -= taken;
  fuel += taken;
  return fuel >= needed;
}

}  // namespace wald::runtime
