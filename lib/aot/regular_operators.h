#pragma once

#include <array>

#include "aot/regular_impl.h"

namespace wald::aot {

// Operators, instantiated by one source for scalars and one for vectors.

constexpr Kind operandKind(Opcode op) {
  return shapeOf(op).kind == ShapeKind::Convert ? shapeOf(op).from : shapeOf(op).type;
}
constexpr Kind resultKind(Opcode op) {
  const ShapeKind kind = shapeOf(op).kind;
  return kind == ShapeKind::Test || kind == ShapeKind::Compare ? Kind::I32 : shapeOf(op).type;
}

template <Opcode Op>
constexpr bool canTrap =
#define WALD_OP(name, mnemonic, prefix, code, immediates, shape, feature, traps, constant) \
  (Op == Opcode::name && traps) ||
#include "wasm/ops.def"
    false;

template <Opcode Op, typename... Operands>
TrapKind applyTo(Operation& op, Operands... operands) {
  using Meaning = wasm::numeric::Meaning<Op>;
  if constexpr (canTrap<Op>) {
    wasm::Carrier<resultKind(Op)> result{};
    const TrapKind trap = Meaning::apply(operands..., result);
    return trap == TrapKind::None ? give<resultKind(Op)>(op, result) : trap;
  } else {
    return give<resultKind(Op)>(op, Meaning::apply(operands...));
  }
}

template <Opcode Op>
TrapKind unary(Operation& op) {
  return applyTo<Op>(op, operandAt<operandKind(Op)>(op, 0));
}

template <Opcode Op>
TrapKind binary(Operation& op) {
  constexpr Kind kind = operandKind(Op);
  return applyTo<Op>(op, operandAt<kind>(op, 0), operandAt<kind>(op, wasm::slotsOf(kind)));
}

/// For each instruction what `performOf<Op>()` of a family gives.
template <typename Family>
constexpr std::array<runtime::Perform, wasm::opcodeCount> makeOperations() {
  return {
#define WALD_OP(name, mnemonic, prefix, code, immediates, shape, feature, traps, constant) \
  Family::template performOf<Opcode::name>(),
#include "wasm/ops.def"
  };
}

}  // namespace wald::aot
