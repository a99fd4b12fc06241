#include "aot/run.h"

#include "aot/calling_convention.h"
#include "aot/fault.h"
#include "aot/frames.h"
#include "runtime/fault.h"
#include "runtime/signal_stack.h"
#include "runtime/store.h"

namespace wald::aot {

using runtime::NativeState;
using runtime::Outcome;
using runtime::Store;
using wasm::TrapKind;

namespace {

/// The part of the native state that belongs to the run around a nested one.
class OuterRun {
public:
  explicit OuterRun(NativeState& state) : state_(state), sp_(state.sp), host_(state.hostStack) {
    const auto misaligned = reinterpret_cast<std::uintptr_t>(state.sp) % 16;
    state.sp -= misaligned;
  }
  ~OuterRun() {
    state_.sp = sp_;
    state_.hostStack = host_;
    state_.action = runtime::NativeAction::GoOn;
  }
  OuterRun(const OuterRun&) = delete;
  OuterRun& operator=(const OuterRun&) = delete;

private:
  NativeState& state_;
  std::uint8_t* sp_;
  std::uint8_t* host_;
};

/// Raises the trap that ended a run, unless that was a tail call. The stack still holds its frames.
Outcome endOf(Store& store, const void* faultAddress) {
  const NativeState& state = store.native();
  const auto kind = static_cast<TrapKind>(state.trap);
  if (kind == TrapKind::None) return Outcome::TailCall;
  if (kind != TrapKind::Host) {
    store.raise(kind, store.describeFault(faultAddress));
  } else if (store.pendingTrap() == nullptr) {
    store.raise(kind, "no reason given");
  }
  appendFrames(state.frame, *store.pendingTrap());
  return Outcome::Trap;
}

}  // namespace

Outcome run(Store& store, const runtime::Function& function, runtime::Slot* slots) {
  if (!runtime::ensureSignalStack()) {
    return store.raise(TrapKind::Host, "the system refuses a stack for signals");
  }
  NativeState& state = store.native();
  const OuterRun outer(state);
  if (state.sp < state.limit) return store.raise(TrapKind::StackOverflow);

  runtime::NativeRegisters registers;
  packArguments(function.signature->params, slots, registers, state.overflow);
  const void* faultAddress = nullptr;
  const runtime::FaultScope scope(store, leaveOnFault, &faultAddress);
  if (!waldNativeEnter(&state, &registers, &function)) return endOf(store, faultAddress);
  unpackResults(function.signature->results, registers, state.overflow, slots);
  return Outcome::Ok;
}

Outcome runUniformly(void* environment, runtime::Caller caller, runtime::Slot* slots) {
  return run(caller.store, *static_cast<const runtime::Function*>(environment), slots);
}

}  // namespace wald::aot
