#pragma once

#include <cstdint>

#include "wasm/opcode.h"

namespace wald::interp {

/// What a tile's tree is made of, in prefix order: an instruction's opcode, or one of these. The generator writes a trie of tokens, and
/// the lowering walks it.
using Token = std::uint16_t;

namespace token {

inline constexpr Token first = static_cast<Token>(wasm::opcodeCount);

// Leaves. The kind of a slot follows from what takes it.
inline constexpr Token slot = first;          ///< a variable, or a value that was evaluated before
inline constexpr Token constant = first + 1;  ///< of 4 bytes
inline constexpr Token wideConstant = first + 2;  ///< of 8 bytes
inline constexpr Token accumulator = first + 3;   ///< a value that was evaluated right before
inline constexpr Token last = first + 4;  ///< the variable that the statement before has set
inline constexpr Token global = first + 5;

// Statements. Stores are their opcodes.
inline constexpr Token set = first + 6;   ///< a slot
inline constexpr Token keep = first + 7;  ///< in the accumulator
inline constexpr Token branchIf = first + 8;
inline constexpr Token branchUnless = first + 9;
inline constexpr Token branch = first + 10;
inline constexpr Token branchTable = first + 11;
inline constexpr Token returnValue = first + 12;
inline constexpr Token returnNothing = first + 13;
inline constexpr Token setGlobal = first + 14;

/// `select`, by the kind of its value.
constexpr Token select(wasm::Kind kind) {
  return static_cast<Token>(
      first + 15 + static_cast<unsigned>(kind == wasm::Kind::Ref ? wasm::Kind::I64 : kind));
}
inline constexpr Token end = first + 15 + 4;  ///< no token

}  // namespace token

/// Whether the operands may change places. Tiles then have operators first, what is in the accumulator, the variable set before, others, constants.
constexpr bool isCommutative(wasm::Opcode op) {
  using wasm::Opcode;
  switch (op) {
    case Opcode::I32Add:
    case Opcode::I32Mul:
    case Opcode::I32And:
    case Opcode::I32Or:
    case Opcode::I32Xor:
    case Opcode::I32Eq:
    case Opcode::I32Ne:
    case Opcode::I64Add:
    case Opcode::I64Mul:
    case Opcode::I64And:
    case Opcode::I64Or:
    case Opcode::I64Xor:
    case Opcode::I64Eq:
    case Opcode::I64Ne: return true;
    default: return false;
  }
}

constexpr Token tokenOf(wasm::Opcode op) { return static_cast<Token>(op); }

}  // namespace wald::interp
