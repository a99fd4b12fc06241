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

struct Vectors {
  template <Opcode Op>
  static constexpr runtime::Perform performOf() {
    constexpr Shape shape = shapeOf(Op);
    constexpr bool isVector = shape.type == Kind::V128;
    if constexpr (Op == Opcode::I8x16Shuffle) {
      return shuffle;
    } else if constexpr (shape.kind == ShapeKind::ExtractLane) {
      return extractLane<Op>;
    } else if constexpr (shape.kind == ShapeKind::ReplaceLane) {
      return replaceLane<Op>;
    } else if constexpr (shape.kind == ShapeKind::Shift) {
      return shift<Op>;
    } else if constexpr (shape.kind == ShapeKind::Ternary) {
      return ternary<Op>;
    } else if constexpr (isVector &&
                         (shape.kind == ShapeKind::Unary || shape.kind == ShapeKind::Convert ||
                          shape.kind == ShapeKind::Test)) {
      return unary<Op>;
    } else if constexpr (isVector &&
                         (shape.kind == ShapeKind::Binary || shape.kind == ShapeKind::Compare)) {
      return binary<Op>;
    } else {
      return nullptr;
    }
  }
};

constexpr auto operations = makeOperations<Vectors>();

}  // namespace

runtime::Perform vectorOperationOf(Opcode op) { return operations[static_cast<unsigned>(op)]; }

}  // namespace wald::aot
