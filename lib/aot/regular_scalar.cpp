#include "aot/regular_operators.h"

namespace wald::aot {

struct Scalars : Regular {
  static constexpr bool has(Opcode op) {
    const Shape shape = shapeOf(op);
    return shape.type != Kind::V128 &&
           (wasm::isUnaryShape(shape.kind) || wasm::isBinaryShape(shape.kind));
  }
  template <Opcode Op, unsigned>
  static constexpr runtime::Perform at() {
    if constexpr (wasm::isUnaryShape(shapeOf(Op).kind)) {
      return unary<Op>;
    } else {
      return binary<Op>;
    }
  }
};

runtime::Perform scalarOperationOf(Opcode op) { return wasm::InstructionTable<Scalars>::at(op); }

runtime::Perform regularOperationOf(Opcode op) {
  if (const auto scalar = scalarOperationOf(op)) return scalar;
  if (const auto vector = vectorOperationOf(op)) return vector;
  return accessOperationOf(op);
}

}  // namespace wald::aot
