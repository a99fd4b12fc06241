#include "interp/handlers.h"
#include "interp/handlers_vector.h"
#include "interp/scalar_operators.h"

namespace wald::interp {

using wasm::operandKind;
using wasm::Shape;
using wasm::ShapeKind;
using wasm::shapeOf;

Handler operatorHandler(Opcode op, Src a, Src b, Dst dst) {
  const Shape shape = shapeOf(op);
  if (shape.type == Kind::V128) {
    return wasm::isUnaryShape(shape.kind) ? vectorUnaryHandler(op, a, dst)
                                          : vectorBinaryHandler(op, a, b, dst);
  }
  switch (operandKind(op)) {
    case Kind::I32: return ScalarOperators<Kind::I32>::at(op, a, b, dst);
    case Kind::I64: return ScalarOperators<Kind::I64>::at(op, a, b, dst);
    case Kind::F32: return ScalarOperators<Kind::F32>::at(op, a, b, dst);
    case Kind::F64: return ScalarOperators<Kind::F64>::at(op, a, b, dst);
    case Kind::V128:
    case Kind::Ref: break;
  }
  return nullptr;
}

Handler compareBranchHandler(Opcode op, Src a, Src b, bool sense, bool isMetered) {
  if (shapeOf(op).kind != ShapeKind::Compare) return nullptr;
  switch (operandKind(op)) {
    case Kind::I32: return ScalarOperators<Kind::I32>::branchAt(op, a, b, sense, isMetered);
    case Kind::I64: return ScalarOperators<Kind::I64>::branchAt(op, a, b, sense, isMetered);
    case Kind::F32: return ScalarOperators<Kind::F32>::branchAt(op, a, b, sense, isMetered);
    case Kind::F64: return ScalarOperators<Kind::F64>::branchAt(op, a, b, sense, isMetered);
    case Kind::V128:
    case Kind::Ref: break;
  }
  return nullptr;
}

}  // namespace wald::interp
