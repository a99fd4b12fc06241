#pragma once

#include "runtime/operation.h"

namespace wald::aot {

/// Does a regular instruction, for code whose compiler has no better way: its operands in slots, a lane or the lanes of a shuffle behind
/// them (`Operation::lane`; two slots). Null if the instruction is none; atomic ones are `runtime::operationOf`.
runtime::Perform regularOperationOf(wasm::Opcode op);

// The parts of it.
runtime::Perform scalarOperationOf(wasm::Opcode op);
runtime::Perform vectorOperationOf(wasm::Opcode op);
runtime::Perform accessOperationOf(wasm::Opcode op);

}  // namespace wald::aot
