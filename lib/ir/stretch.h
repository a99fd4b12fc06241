#pragma once

#include "wasm/opcode.h"

namespace wald::ir {

// What fuel is paid for: a stretch of statements that is entered at its `Nop` and left at its end only.

/// Whether a statement is but a bracket.
constexpr bool isBracket(wasm::Opcode op) {
  using wasm::Opcode;
  return op == Opcode::Block || op == Opcode::End || op == Opcode::TryTable || op == Opcode::Try ||
         op == Opcode::Delegate;
}

/// Whether control always goes on behind a statement, so that it does not end its stretch.
constexpr bool isStraight(wasm::Opcode op) {
  using wasm::Opcode;
  switch (op) {
    case Opcode::Nop:
    case Opcode::Loop:
    case Opcode::If:
    case Opcode::Else:
    case Opcode::Br:
    case Opcode::BrIf:
    case Opcode::BrOnNull:
    case Opcode::BrOnNonNull:
    case Opcode::BrOnCast:
    case Opcode::BrOnCastFail:
    case Opcode::BrTable:
    case Opcode::Catch:
    case Opcode::CatchAll:
    case Opcode::Throw:
    case Opcode::ThrowRef:
    case Opcode::Return:
    case Opcode::ReturnCall:
    case Opcode::ReturnCallIndirect:
    case Opcode::ReturnCallRef:
    case Opcode::Unreachable: return false;
    default: return true;
  }
}

}  // namespace wald::ir
