#pragma once

#include "runtime/native_state.h"

namespace wald::aot {

/// `NativeState::CallOut`.
std::uint64_t callOut(runtime::Context* context, std::uint64_t index, runtime::Slot* operands,
                      std::uint64_t a, std::uint64_t b);
/// `NativeState::ForeignCall`.
void callForeign(runtime::NativeState* state, const runtime::Function* function,
                 runtime::Context* caller, runtime::NativeRegisters* registers);

}  // namespace wald::aot
