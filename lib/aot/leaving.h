#pragma once

#include "runtime/native_state.h"
#include "runtime/store.h"

namespace wald::aot {

// What compiled code that called the runtime does next, other than going on. To be called last.

/// A trap in a frame. `Host`: the store holds the trap.
void leaveWith(runtime::Store& store, const runtime::NativeFrame& frame, wasm::TrapKind kind);
/// Throws an exception in a frame: resumes where it is caught, or leaves.
void throwFrom(runtime::Store& store, const runtime::NativeFrame& frame, runtime::Ref exception);

}  // namespace wald::aot
