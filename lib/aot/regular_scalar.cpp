#include "aot/regular_operators.h"

namespace wald::aot {

namespace {

struct Scalars {
  template <Opcode Op>
  static constexpr runtime::Perform performOf() {
    constexpr Shape shape = shapeOf(Op);
    if constexpr (shape.type == Kind::V128) {
      return nullptr;
    } else if constexpr (shape.kind == ShapeKind::Unary || shape.kind == ShapeKind::Convert ||
                         shape.kind == ShapeKind::Test) {
      return unary<Op>;
    } else if constexpr (shape.kind == ShapeKind::Binary || shape.kind == ShapeKind::Compare) {
      return binary<Op>;
    } else {
      return nullptr;
    }
  }
};

constexpr auto operations = makeOperations<Scalars>();

}  // namespace

runtime::Perform scalarOperationOf(Opcode op) { return operations[static_cast<unsigned>(op)]; }

runtime::Perform regularOperationOf(Opcode op) {
  if (const auto scalar = scalarOperationOf(op)) return scalar;
  if (const auto vector = vectorOperationOf(op)) return vector;
  return accessOperationOf(op);
}

}  // namespace wald::aot
