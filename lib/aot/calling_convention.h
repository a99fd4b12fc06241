#pragma once

#include <span>

#include "runtime/native_state.h"
#include "wasm/types.h"

namespace wald::aot {

// Between slots, as hosts and the interpreter have arguments and results, and the places where compiled code has them: registers, and
// for what finds none there the overflow area of the store.

void packArguments(std::span<const wasm::ValType> types, const runtime::Slot* slots,
                   runtime::NativeRegisters& registers, runtime::Slot* overflow);
void unpackArguments(std::span<const wasm::ValType> types,
                     const runtime::NativeRegisters& registers, const runtime::Slot* overflow,
                     runtime::Slot* slots);
void packResults(std::span<const wasm::ValType> types, const runtime::Slot* slots,
                 runtime::NativeRegisters& registers, runtime::Slot* overflow);
void unpackResults(std::span<const wasm::ValType> types, const runtime::NativeRegisters& registers,
                   const runtime::Slot* overflow, runtime::Slot* slots);

}  // namespace wald::aot
