#include "interp/handlers_vector.h"
#include "interp/operators_vector.h"

namespace wald::interp {

struct VectorUnary {
  using Function = HandlerCode;
  static constexpr unsigned columns = 4;
  static constexpr bool has(Opcode op) {
    const Shape shape = shapeOf(op);
    return isUnaryShape(shape.kind) && shape.type == Kind::V128;
  }
  template <Opcode Op, unsigned I>
  static constexpr Handler at() {
    return unary<Op, vectorSrc(I / 2), static_cast<Dst>(I % 2)>;
  }
};

namespace {
template <Opcode Op, Src A, Dst D>
void extractLane(WALD_HANDLER_PARAMS) {
  constexpr unsigned aSize = sizeOf(Kind::V128, A);
  const auto a = fetch<Kind::V128, A>(pc + headBytes, fp, acc, facc);
  const auto lane = readAt<std::uint32_t>(pc + headBytes + aSize);
  const auto result = numeric::Meaning<Op>::apply(a, lane);
  put<shapeOf(Op).type, D>(result, pc + headBytes + aSize + 4, fp, acc, facc);
  WALD_NEXT(pc + padded(headBytes + aSize + 4 + sizeOf(D)));
}

}  // namespace

struct VectorExtract {
  using Function = HandlerCode;
  static constexpr unsigned columns = 4;
  static constexpr bool has(Opcode op) { return shapeOf(op).kind == ShapeKind::ExtractLane; }
  template <Opcode Op, unsigned I>
  static constexpr Handler at() {
    return extractLane<Op, vectorSrc(I / 2), static_cast<Dst>(I % 2)>;
  }
};

namespace {
unsigned columnOf(Src a, Dst dst) { return vectorColumn(a) * 2 + static_cast<unsigned>(dst); }

}  // namespace

Handler vectorUnaryHandler(Opcode op, Src a, Dst dst) {
  return InstructionTable<VectorUnary>::at(op, columnOf(a, dst));
}

Handler extractLaneHandler(Opcode op, Src a, Dst dst) {
  return InstructionTable<VectorExtract>::at(op, columnOf(a, dst));
}

}  // namespace wald::interp
