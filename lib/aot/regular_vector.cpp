#include "aot/regular_operators.h"

namespace wald::aot {

namespace {

constexpr unsigned vectorSlots = 2;

wasm::V128 vectorAt(const Operation& op, unsigned index) {
  return operandAt<Kind::V128>(op, index * vectorSlots);
}

template <Opcode Op>
TrapKind ternary(Operation& op) {
  return applyTo<Op>(op, vectorAt(op, 0), vectorAt(op, 1), vectorAt(op, 2));
}

template <Opcode Op>
TrapKind shift(Operation& op) {
  return applyTo<Op>(op, vectorAt(op, 0), operandAt<Kind::I32>(op, vectorSlots));
}

template <Opcode Op>
TrapKind extractLane(Operation& op) {
  return applyTo<Op>(op, vectorAt(op, 0), op.a);
}

template <Opcode Op>
TrapKind replaceLane(Operation& op) {
  const auto lane = operandAt<shapeOf(Op).type>(op, vectorSlots);
  return give<Kind::V128>(op, wasm::numeric::Meaning<Op>::apply(vectorAt(op, 0), lane, op.a));
}

TrapKind shuffle(Operation& op) {
  using Meaning = wasm::numeric::Meaning<Opcode::I8x16Shuffle>;
  return give<Kind::V128>(op, Meaning::apply(vectorAt(op, 0), vectorAt(op, 1), vectorAt(op, 2)));
}

}  // namespace

struct Vectors : Regular {
  static constexpr bool has(Opcode op) {
    const Shape shape = shapeOf(op);
    switch (shape.kind) {
      case ShapeKind::ExtractLane:
      case ShapeKind::ReplaceLane:
      case ShapeKind::Shift:
      case ShapeKind::Ternary: return true;
      default: break;
    }
    return op == Opcode::I8x16Shuffle ||
           (shape.type == Kind::V128 &&
            (wasm::isUnaryShape(shape.kind) || wasm::isBinaryShape(shape.kind)));
  }
  template <Opcode Op, unsigned>
  static constexpr runtime::Perform at() {
    constexpr ShapeKind kind = shapeOf(Op).kind;
    if constexpr (Op == Opcode::I8x16Shuffle) {
      return shuffle;
    } else if constexpr (kind == ShapeKind::ExtractLane) {
      return extractLane<Op>;
    } else if constexpr (kind == ShapeKind::ReplaceLane) {
      return replaceLane<Op>;
    } else if constexpr (kind == ShapeKind::Shift) {
      return shift<Op>;
    } else if constexpr (kind == ShapeKind::Ternary) {
      return ternary<Op>;
    } else if constexpr (wasm::isUnaryShape(kind)) {
      return unary<Op>;
    } else {
      return binary<Op>;
    }
  }
};

runtime::Perform vectorOperationOf(Opcode op) { return wasm::InstructionTable<Vectors>::at(op); }

}  // namespace wald::aot
