#include <algorithm>

#include "aot/call_out.h"
#include "aot/calling_convention.h"
#include "aot/frames.h"
#include "aot/leaving.h"

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
  if (function.isHost()) return function.host(function.environment, {store, caller}, slots);
  // Another engine's run uses the host's stack.
  return store.callNested(function, caller, slots);
}

}  // namespace

void callForeign(NativeState* state, const Function* function, runtime::Context* caller,
                 runtime::NativeRegisters* registers) {
  Store& store = *caller->store;
  // The registers lie below the pushed ones, which are kept aligned.
  constexpr std::size_t registerBytes = sizeof(*registers) + 8;
  const auto frame = frameAt(reinterpret_cast<const std::uint8_t*>(registers) + registerBytes);
  std::uint8_t* const sp = state->sp;
  std::uint8_t* const top = store.stackTop;
  // On the native stack, where the collector finds what they refer to.
  runtime::Slot* const slots =
      state->pushSlots(std::max(function->paramSlots, function->resultSlots));
  if (slots == nullptr) return leaveWith(store, frame, TrapKind::StackOverflow);
  unpackArguments(function->signature->params, *registers, state->overflow, slots);
  const Outcome outcome = call(store, *function, caller->instance, slots);
  state->sp = sp;
  store.stackTop = top;
  if (outcome != Outcome::Ok) return passOn(store, frame);
  packResults(function->signature->results, slots, *registers, state->overflow);
}

}  // namespace wald::aot
