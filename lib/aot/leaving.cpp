#include "aot/leaving.h"

#include "aot/frames.h"

namespace wald::aot {

using runtime::NativeAction;

void leaveWith(runtime::Store& store, const runtime::NativeFrame& frame, wasm::TrapKind kind) {
  runtime::NativeState& state = store.native();
  state.action = NativeAction::Leave;
  state.trap = static_cast<std::uint64_t>(kind);
  state.frame = frame;
}

void throwFrom(runtime::Store& store, const runtime::NativeFrame& frame, runtime::Ref exception) {
  Frames frames(frame);
  for (; frames.isAtFrame(); frames.next()) {
    const std::uint8_t* const pad = frames.code().landingPadAt(frames.position());
    if (pad == nullptr) continue;
    runtime::NativeState& state = store.native();
    state.action = NativeAction::Resume;
    state.exception = exception;
    state.frame = frames.frame();
    state.frame.pc = pad;
    return;
  }
  if (frames.damage() != nullptr) {
    // Whether it is caught can't be known.
    store.raise(wasm::TrapKind::Host, frames.damage()->message());
    return leaveWith(store, frame, wasm::TrapKind::Host);
  }
  store.raiseException(runtime::toException(exception));
  leaveWith(store, frame, wasm::TrapKind::Host);
}

}  // namespace wald::aot
