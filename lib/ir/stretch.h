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

/// Whether what follows a statement in the list is never done right after it.
constexpr bool neverGoesOn(wasm::Opcode op) {
  using wasm::Opcode;
  switch (op) {
    case Opcode::Br:
    case Opcode::BrTable:
    case Opcode::Else:  // the end of the first arm
    case Opcode::Catch:
    case Opcode::CatchAll:
    case Opcode::Throw:
    case Opcode::ThrowRef:
    case Opcode::Return:
    case Opcode::ReturnCall:
    case Opcode::ReturnCallIndirect:
    case Opcode::ReturnCallRef:
    case Opcode::Unreachable: return true;
    default: return false;
  }
}

/// Whether control goes on behind a statement, or elsewhere, or comes there from elsewhere.
constexpr bool isFork(wasm::Opcode op) {
  using wasm::Opcode;
  switch (op) {
    case Opcode::Loop:
    case Opcode::If:
    case Opcode::BrIf:
    case Opcode::BrOnNull:
    case Opcode::BrOnNonNull:
    case Opcode::BrOnCast:
    case Opcode::BrOnCastFail: return true;
    default: return false;
  }
}

/// Whether control always goes on behind a statement, so that it does not end its stretch.
constexpr bool isStraight(wasm::Opcode op) {
  return op != wasm::Opcode::Nop && !neverGoesOn(op) && !isFork(op);
}

}  // namespace wald::ir
