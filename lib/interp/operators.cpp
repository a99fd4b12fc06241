#include "interp/operators.h"

#include "interp/handlers_vector.h"

namespace wald::interp {

namespace {

const OperatorTable& tableOf(Opcode op) {
  switch (operandKind(op)) {
    case Kind::I64: return operatorsI64;
    case Kind::F32: return operatorsF32;
    case Kind::F64: return operatorsF64;
    case Kind::I32:
    case Kind::V128:
    case Kind::Ref: break;
  }
  return operatorsI32;
}

unsigned columnOf(Src a, Src b, bool last) {
  return static_cast<unsigned>(a) * 6 + static_cast<unsigned>(b) * 2 + (last ? 1 : 0);
}

}  // namespace

Handler operatorHandler(Opcode op, Src a, Src b, Dst dst) {
  const Shape shape = shapeOf(op);
  if (shape.type == Kind::V128) {
    return isUnaryShape(shape.kind) ? vectorUnaryHandler(op, a, dst)
                                    : vectorBinaryHandler(op, a, b, dst);
  }
  const OperatorRow* row = tableOf(op).operators[static_cast<unsigned>(op)];
  return row ? (*row)[columnOf(a, b, dst == Dst::Acc)] : nullptr;
}

Handler compareBranchHandler(Opcode op, Src a, Src b, bool sense, bool isMetered) {
  const BranchRow* row = tableOf(op).branches[static_cast<unsigned>(op)];
  return row ? (*row)[columnOf(a, b, sense) + (isMetered ? 18 : 0)] : nullptr;
}

}  // namespace wald::interp
