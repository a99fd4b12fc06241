#include <algorithm>

#include "aot/call_out.h"
#include "aot/calling_convention.h"
#include "aot/frames.h"
#include "aot/leaving.h"
#include "runtime/native_offsets.h"

namespace wald::aot {

using runtime::Function;
using runtime::NativeState;
using runtime::Outcome;
using runtime::Store;
using wasm::TrapKind;

namespace {

/// Throws the exception that the called function raised, or traps as it did.
void passOn(Store& store, const runtime::NativeFrame& frame) {
  const runtime::Trap* trap = store.pendingTrap();
  if (trap == nullptr || !trap->exception) return leaveWith(store, frame, TrapKind::Host);
  const runtime::Ref exception = *trap->exception;
  store.takeTrap();
  throwFrom(store, frame, exception);
}

Outcome call(Store& store, const Function& function, runtime::Instance* caller,
             runtime::Slot* slots) {
  // Another engine's run uses the host's stack.
  if (!function.isHost()) return store.callNested(function, caller, slots);
  const Outcome outcome = function.host(function.environment, {store, caller}, slots);
  if (outcome != Outcome::TailCall) return outcome;
  return store.finishTailCall(caller, slots, function.resultSlots);
}

/// The registers are the slots. They lie on the native stack, where the collector finds what they refer to.
template <typename Frame>
void callPlain(Store& store, const Function& function, runtime::Instance* caller,
               runtime::NativeRegisters& registers, Frame frame) {
  NativeState& state = store.native();
  std::uint8_t* const sp = state.sp;
  std::uint8_t* const top = store.stackTop;
  for (unsigned i = 0; i < function.paramSlots; ++i) {
    if (function.plain.narrowParams >> i & 1) {
      registers.integers[i] = static_cast<std::uint32_t>(registers.integers[i]);
    }
  }
  const Outcome outcome = call(store, function, caller, registers.integers);
  state.sp = sp;
  store.stackTop = top;
  if (outcome != Outcome::Ok) passOn(store, frame());
}

}  // namespace

void callForeign(NativeState* state, const Function* function, runtime::Context* caller,
                 runtime::NativeRegisters* registers) {
  Store& store = *caller->store;
  // Looked at only where it is left otherwise than by returning: most calls return.
  const auto frame = [&] {
    return frameAt(reinterpret_cast<const std::uint8_t*>(registers) + WALD_FOREIGN_REGISTERS);
  };
  // In tail position of the outermost frame another guest's function is left to whoever called that.
  if (!function->isHost() &&
      frame().pc == reinterpret_cast<const std::uint8_t*>(&waldNativeReturn)) {
    unpackArguments(function->signature->params, *registers, state->overflow,
                    store.leaveTailCall(*function));
    return leaveWith(store, frame(), TrapKind::None);
  }
  if (function->plain.isPlain && function->isHost()) {
    return callPlain(store, *function, caller->instance, *registers, frame);
  }
  std::uint8_t* const sp = state->sp;
  std::uint8_t* const top = store.stackTop;
  // On the native stack, where the collector finds what they refer to.
  runtime::Slot* const slots =
      state->pushSlots(std::max(function->paramSlots, function->resultSlots));
  if (slots == nullptr) return leaveWith(store, frame(), TrapKind::StackOverflow);
  unpackArguments(function->signature->params, *registers, state->overflow, slots);
  const Outcome outcome = call(store, *function, caller->instance, slots);
  state->sp = sp;
  store.stackTop = top;
  if (outcome != Outcome::Ok) return passOn(store, frame());
  packResults(function->signature->results, slots, *registers, state->overflow);
}

}  // namespace wald::aot
