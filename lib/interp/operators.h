#pragma once

#include <array>

#include "interp/dispatch.h"
#include "interp/handlers.h"
#include "interp/operand.h"
#include "interp/pay.h"

namespace wald::interp {

using wasm::Shape;
using wasm::ShapeKind;
using wasm::shapeOf;
using wasm::TrapKind;
namespace numeric = wasm::numeric;

// The handlers of the regular scalar operators, instantiated by one source for each operand type.

constexpr bool isUnaryShape(ShapeKind kind) {
  return kind == ShapeKind::Unary || kind == ShapeKind::Convert || kind == ShapeKind::Test;
}
constexpr bool isBinaryShape(ShapeKind kind) {
  return kind == ShapeKind::Binary || kind == ShapeKind::Compare;
}

constexpr Kind operandKind(Opcode op) {
  return shapeOf(op).kind == ShapeKind::Convert ? shapeOf(op).from : shapeOf(op).type;
}
constexpr Kind resultKind(Opcode op) {
  const ShapeKind kind = shapeOf(op).kind;
  return kind == ShapeKind::Test || kind == ShapeKind::Compare ? Kind::I32 : shapeOf(op).type;
}
constexpr bool isScalarOperator(Opcode op, Kind operand) {
  const Shape shape = shapeOf(op);
  return (isUnaryShape(shape.kind) || isBinaryShape(shape.kind)) && shape.type != Kind::V128 &&
         operandKind(op) == operand;
}

template <Opcode Op>
constexpr bool canTrap =
#define WALD_OP(name, mnemonic, prefix, code, immediates, shape, feature, traps, constant) \
  (Op == Opcode::name && traps) ||
#include "wasm/ops.def"
    false;

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

/// Handlers of one operator, indexed by operands and destination.
using OperatorRow = std::array<Handler, 18>;
using BranchRow = std::array<Handler, 36>;

template <Opcode Op, unsigned I>
constexpr Handler operatorAt() {
  constexpr Src a = static_cast<Src>(I / 6);
  constexpr Src b = static_cast<Src>(I / 2 % 3);
  constexpr Dst dst = static_cast<Dst>(I % 2);
  if constexpr (isUnaryShape(shapeOf(Op).kind)) {
    // The column of `b` is unused.
    if constexpr (b == Src::Slot && a != Src::Const) return unary<Op, a, dst>;
  } else if constexpr (isPair(a, b)) {
    return binary<Op, a, b, dst>;
  }
  return nullptr;
}

template <Opcode Op, unsigned I>
constexpr Handler branchAt() {
  constexpr Src a = static_cast<Src>(I / 6 % 3);
  constexpr Src b = static_cast<Src>(I / 2 % 3);
  if constexpr (shapeOf(Op).kind == ShapeKind::Compare && isPair(a, b))
    return compareBranch < Op, a, b, I % 2 == 1, I >= 18 > ;
  return nullptr;
}

template <Opcode Op, unsigned... I>
constexpr OperatorRow makeOperatorRow(std::integer_sequence<unsigned, I...>) {
  return {operatorAt<Op, I>()...};
}
template <Opcode Op, unsigned... I>
constexpr BranchRow makeBranchRow(std::integer_sequence<unsigned, I...>) {
  return {branchAt<Op, I>()...};
}

template <Opcode Op>
constexpr OperatorRow operatorRow = makeOperatorRow<Op>(std::make_integer_sequence<unsigned, 18>());
template <Opcode Op>
constexpr BranchRow branchRow = makeBranchRow<Op>(std::make_integer_sequence<unsigned, 36>());

template <Opcode Op, Kind K>
constexpr const OperatorRow* operatorRowOf() {
  if constexpr (isScalarOperator(Op, K)) return &operatorRow<Op>;
  return nullptr;
}
template <Opcode Op, Kind K>
constexpr const BranchRow* branchRowOf() {
  if constexpr (isScalarOperator(Op, K) && shapeOf(Op).kind == ShapeKind::Compare)
    return &branchRow<Op>;
  return nullptr;
}

/// The rows of all operators with operands of one kind.
struct OperatorTable {
  std::array<const OperatorRow*, wasm::opcodeCount> operators;
  std::array<const BranchRow*, wasm::opcodeCount> branches;
};

template <Kind K>
constexpr OperatorTable makeOperatorTable() {
  return {{
#define WALD_OP(name, mnemonic, prefix, code, immediates, shape, feature, traps, constant) \
  operatorRowOf<Opcode::name, K>(),
#include "wasm/ops.def"
          },
          {
#define WALD_OP(name, mnemonic, prefix, code, immediates, shape, feature, traps, constant) \
  branchRowOf<Opcode::name, K>(),
#include "wasm/ops.def"
          }};
}

extern const OperatorTable operatorsI32;
extern const OperatorTable operatorsI64;
extern const OperatorTable operatorsF32;
extern const OperatorTable operatorsF64;

}  // namespace wald::interp
