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
[[gnu::noinline, gnu::cold]] Outcome endOf(Store& store, const void* faultAddress) {
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

[[gnu::noinline, gnu::cold]] Outcome raise(Store& store, TrapKind kind, const char* detail = "") {
  return store.raise(kind, detail);
}

[[gnu::noinline, gnu::cold]] bool prepareThread(const Store& store) {
  return !store.engine().config().signals || runtime::ensureSignalStack();
}

/// Between host and compiled code, with `pack(registers)` before and `unpack(registers)` behind it.
template <typename Pack, typename Unpack>
inline Outcome runWith(Store& store, const runtime::Function& function, bool hasVectors, Pack pack,
                       Unpack unpack) {
  // What is known of the thread is looked at first: that is near.
  if (!runtime::hasSignalStack() && !prepareThread(store)) [[unlikely]] {
    return raise(store, TrapKind::Host, "the system refuses a stack for signals");
  }
  NativeState& state = store.native();
  const OuterRun outer(state);
  if (state.sp < state.limit) [[unlikely]]
    return raise(store, TrapKind::StackOverflow);

  runtime::NativeRegisters registers;
  pack(registers);
  const void* faultAddress = nullptr;
  const runtime::FaultScope scope(store, leaveOnFault, &faultAddress);
  if (!waldNativeEnter(&state, &registers, &function, hasVectors)) [[unlikely]] {
    return endOf(store, faultAddress);
  }
  unpack(registers);
  return Outcome::Ok;
}

/// `runtime::PlainCall`: slots are registers.
inline Outcome runPlain(Store& store, const runtime::Function& function, runtime::Slot* slots) {
  const auto pack = [&](runtime::NativeRegisters& registers) {
    static_assert(wasm::native::integerRegisters == 4);
    // Branches that are foreseen, unlike a jump into the middle.
    const unsigned count = function.paramSlots;
    if (count > 0) registers.integers[0] = slots[0];
    if (count > 1) registers.integers[1] = slots[1];
    if (count > 2) registers.integers[2] = slots[2];
    if (count > 3) registers.integers[3] = slots[3];
  };
  const auto unpack = [&](const runtime::NativeRegisters& registers) {
    if (function.resultSlots == 0) return;
    const std::uint64_t result = registers.integers[0];
    slots[0] = function.plain.isNarrow ? static_cast<std::uint32_t>(result) : result;
  };
  return runWith(store, function, false, pack, unpack);
}

}  // namespace

Outcome run(Store& store, const runtime::Function& function, runtime::Slot* slots) {
  if (function.plain.isPlain) return runPlain(store, function, slots);
  const NativeState& state = store.native();
  return runWith(
      store, function, true,
      [&](runtime::NativeRegisters& registers) {
        packArguments(function.signature->params, slots, registers, state.overflow);
      },
      [&](const runtime::NativeRegisters& registers) {
        unpackResults(function.signature->results, registers, state.overflow, slots);
      });
}

Outcome runUniformly(void* environment, runtime::Caller caller, runtime::Slot* slots) {
  return run(caller.store, *static_cast<const runtime::Function*>(environment), slots);
}

}  // namespace wald::aot
