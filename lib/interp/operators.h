#pragma once

#include "interp/dispatch.h"
#include "interp/handlers.h"
#include "interp/operand.h"
#include "interp/pay.h"
#include "interp/scalar_operators.h"
#include "wasm/instruction_table.h"

namespace wald::interp {

using wasm::canTrap;
using wasm::InstructionTable;
using wasm::isBinaryShape;
using wasm::isUnaryShape;
using wasm::operandKind;
using wasm::resultKind;
using wasm::Shape;
using wasm::ShapeKind;
using wasm::shapeOf;
using wasm::TrapKind;
namespace numeric = wasm::numeric;

// The handlers of the regular scalar operators, instantiated by one source for each operand type.

constexpr bool isScalarOperator(Opcode op, Kind operand) {
  const Shape shape = shapeOf(op);
  return (isUnaryShape(shape.kind) || isBinaryShape(shape.kind)) && shape.type != Kind::V128 &&
         operandKind(op) == operand;
}

template <Opcode Op, Src A, Dst D>
void unary(WALD_HANDLER_PARAMS) {
  constexpr Kind from = operandKind(Op);
  constexpr Kind to = resultKind(Op);
  constexpr unsigned aSize = sizeOf(from, A);
  const auto a = fetch<from, A>(pc + headBytes, fp, acc, facc);
  wasm::Carrier<to> result;
  if constexpr (canTrap<Op>) {
    const TrapKind trap = numeric::Meaning<Op>::apply(a, result);
    if (trap != TrapKind::None) [[unlikely]]
      WALD_TRAP_WITH(trap);
  } else {
    result = numeric::Meaning<Op>::apply(a);
  }
  put<to, D>(result, pc + headBytes + aSize, fp, acc, facc);
  WALD_NEXT(pc + padded(headBytes + aSize + sizeOf(D)));
}

template <Opcode Op, Src A, Src B, Dst D>
void binary(WALD_HANDLER_PARAMS) {
  constexpr Kind from = operandKind(Op);
  constexpr Kind to = resultKind(Op);
  constexpr unsigned aSize = sizeOf(from, A);
  constexpr unsigned operands = aSize + sizeOf(from, B);
  const auto a = fetch<from, A>(pc + headBytes, fp, acc, facc);
  const auto b = fetch<from, B>(pc + headBytes + aSize, fp, acc, facc);
  wasm::Carrier<to> result;
  if constexpr (canTrap<Op>) {
    const TrapKind trap = numeric::Meaning<Op>::apply(a, b, result);
    if (trap != TrapKind::None) [[unlikely]]
      WALD_TRAP_WITH(trap);
  } else {
    result = numeric::Meaning<Op>::apply(a, b);
  }
  put<to, D>(result, pc + headBytes + operands, fp, acc, facc);
  WALD_NEXT(pc + padded(headBytes + operands + sizeOf(D)));
}

template <Opcode Op, Src A, Src B, bool Sense, bool Metered>
void compareBranch(WALD_HANDLER_PARAMS) {
  constexpr Kind from = operandKind(Op);
  constexpr unsigned aSize = sizeOf(from, A);
  constexpr unsigned operands = aSize + sizeOf(from, B);
  const auto a = fetch<from, A>(pc + headBytes, fp, acc, facc);
  const auto b = fetch<from, B>(pc + headBytes + aSize, fp, acc, facc);
  if ((numeric::Meaning<Op>::apply(a, b) != 0) == Sense) {
    if constexpr (Metered) {
      WALD_PAY_AND_BRANCH(pc + headBytes + operands);
    } else {
      pc += readAt<std::int32_t>(pc + headBytes + operands);
    }
    // Two dispatch sites: merged into one with a conditional move, the jump is predicted far worse.
    asm volatile("" : "+r"(pc));
    WALD_NEXT(pc);
  }
  WALD_NEXT(pc + padded(headBytes + operands + (Metered ? 8 : 4)));
}

constexpr bool isPair(Src a, Src b) {
  return !(a == Src::Acc && b == Src::Acc) && !(a == Src::Const && b == Src::Const);
}

// Families of handlers (wasm/instruction_table.h), by the kind of their operands.

template <Kind K>
struct UnaryOperators {
  using Function = HandlerCode;
  static constexpr unsigned columns = 4;
  static constexpr unsigned columnOf(Src a, Dst dst) {
    return (a == Src::Acc ? 2 : 0) + static_cast<unsigned>(dst);
  }
  static constexpr bool has(Opcode op) {
    return isScalarOperator(op, K) && isUnaryShape(shapeOf(op).kind);
  }
  template <Opcode Op, unsigned I>
  static constexpr Handler at() {
    return unary < Op, I / 2 == 0 ? Src::Slot : Src::Acc, static_cast<Dst>(I % 2) > ;
  }
};

template <Kind K>
struct BinaryOperators {
  using Function = HandlerCode;
  static constexpr unsigned columns = 18;
  static constexpr unsigned columnOf(Src a, Src b, bool last) {
    return static_cast<unsigned>(a) * 6 + static_cast<unsigned>(b) * 2 + (last ? 1 : 0);
  }
  static constexpr bool has(Opcode op) {
    return isScalarOperator(op, K) && isBinaryShape(shapeOf(op).kind);
  }
  template <Opcode Op, unsigned I>
  static constexpr Handler at() {
    constexpr auto a = static_cast<Src>(I / 6);
    constexpr auto b = static_cast<Src>(I / 2 % 3);
    if constexpr (isPair(a, b)) return binary<Op, a, b, static_cast<Dst>(I % 2)>;
    return nullptr;
  }
};

template <Kind K>
struct CompareBranches {
  using Function = HandlerCode;
  static constexpr unsigned columns = 36;
  static constexpr unsigned columnOf(Src a, Src b, bool sense, bool isMetered) {
    return BinaryOperators<K>::columnOf(a, b, sense) + (isMetered ? 18 : 0);
  }
  static constexpr bool has(Opcode op) {
    return isScalarOperator(op, K) && shapeOf(op).kind == ShapeKind::Compare;
  }
  template <Opcode Op, unsigned I>
  static constexpr Handler at() {
    constexpr auto a = static_cast<Src>(I / 6 % 3);
    constexpr auto b = static_cast<Src>(I / 2 % 3);
    if constexpr (isPair(a, b)) return compareBranch < Op, a, b, I % 2 == 1, I >= 18 > ;
    return nullptr;
  }
};

template <Kind K>
Handler ScalarOperators<K>::at(Opcode op, Src a, Src b, Dst dst) {
  if (!isUnaryShape(shapeOf(op).kind)) {
    using Binary = BinaryOperators<K>;
    return InstructionTable<Binary>::at(op, Binary::columnOf(a, b, dst == Dst::Acc));
  }
  using Unary = UnaryOperators<K>;
  return a == Src::Const ? nullptr : InstructionTable<Unary>::at(op, Unary::columnOf(a, dst));
}

template <Kind K>
Handler ScalarOperators<K>::branchAt(Opcode op, Src a, Src b, bool sense, bool isMetered) {
  using Branches = CompareBranches<K>;
  return InstructionTable<Branches>::at(op, Branches::columnOf(a, b, sense, isMetered));
}

}  // namespace wald::interp
