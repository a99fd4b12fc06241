#include "interp/handlers_vector.h"
#include "interp/operators_vector.h"

namespace wald::interp {

namespace {

/// Operands: vector, scalar, lane if there is one (4 bytes), destination.
template <Opcode Op, Src A, Src B, Dst D>
void withScalar(WALD_HANDLER_PARAMS) {
  constexpr bool hasLane = shapeOf(Op).kind == ShapeKind::ReplaceLane;
  constexpr Kind scalar = hasLane ? shapeOf(Op).type : Kind::I32;
  constexpr unsigned aSize = sizeOf(Kind::V128, A);
  constexpr unsigned operands = aSize + sizeOf(scalar, B);
  constexpr unsigned all = operands + (hasLane ? 4 : 0);
  const auto a = fetch<Kind::V128, A>(pc + headBytes, fp, acc, facc);
  const auto b = fetch<scalar, B>(pc + headBytes + aSize, fp, acc, facc);
  wasm::V128 result;
  if constexpr (hasLane) {
    result = numeric::Meaning<Op>::apply(a, b, readAt<std::uint32_t>(pc + headBytes + operands));
  } else {
    result = numeric::Meaning<Op>::apply(a, b);
  }
  put<Kind::V128, D>(result, pc + headBytes + all, fp, acc, facc);
  WALD_NEXT(pc + padded(headBytes + all + sizeOf(D)));
}

}  // namespace

struct VectorScalar {
  using Function = HandlerCode;
  static constexpr unsigned columns = 12;
  static constexpr bool has(Opcode op) {
    const Shape shape = shapeOf(op);
    return shape.kind == ShapeKind::Shift || shape.kind == ShapeKind::ReplaceLane;
  }
  template <Opcode Op, unsigned I>
  static constexpr Handler at() {
    constexpr Src a = vectorSrc(I / 6);
    constexpr Src b = static_cast<Src>(I / 2 % 3);
    if constexpr (a != Src::Acc || b != Src::Acc)
      return withScalar<Op, a, b, static_cast<Dst>(I % 2)>;
    return nullptr;
  }
};

namespace {
template <Opcode Op, Src C, Dst D>
void ternary(WALD_HANDLER_PARAMS) {
  constexpr unsigned operands = 8 + sizeOf(Kind::V128, C);
  const auto a = fetch<Kind::V128, Src::Slot>(pc + headBytes, fp, acc, facc);
  const auto b = fetch<Kind::V128, Src::Slot>(pc + headBytes + 4, fp, acc, facc);
  const auto c = fetch<Kind::V128, C>(pc + headBytes + 8, fp, acc, facc);
  put<Kind::V128, D>(numeric::Meaning<Op>::apply(a, b, c), pc + headBytes + operands, fp, acc,
                     facc);
  WALD_NEXT(pc + padded(headBytes + operands + sizeOf(D)));
}

}  // namespace

struct VectorTernary {
  using Function = HandlerCode;
  static constexpr unsigned columns = 4;
  static constexpr bool has(Opcode op) { return shapeOf(op).kind == ShapeKind::Ternary; }
  template <Opcode Op, unsigned I>
  static constexpr Handler at() {
    return ternary<Op, vectorSrc(I / 2), static_cast<Dst>(I % 2)>;
  }
};

namespace {
/// Operands: two vectors, lanes (16 bytes), destination.
template <Src A, Src B, Dst D>
void shuffle(WALD_HANDLER_PARAMS) {
  constexpr unsigned aSize = sizeOf(Kind::V128, A);
  constexpr unsigned operands = aSize + sizeOf(Kind::V128, B);
  const auto a = fetch<Kind::V128, A>(pc + headBytes, fp, acc, facc);
  const auto b = fetch<Kind::V128, B>(pc + headBytes + aSize, fp, acc, facc);
  const auto lanes = readAt<wasm::V128>(pc + headBytes + operands);
  const auto result = numeric::Meaning<Opcode::I8x16Shuffle>::apply(a, b, lanes);
  put<Kind::V128, D>(result, pc + headBytes + operands + 16, fp, acc, facc);
  WALD_NEXT(pc + padded(headBytes + operands + 16 + sizeOf(D)));
}

}  // namespace

Handler vectorScalarHandler(Opcode op, Src a, Src b, Dst dst) {
  const unsigned column =
      vectorColumn(a) * 6 + static_cast<unsigned>(b) * 2 + static_cast<unsigned>(dst);
  return InstructionTable<VectorScalar>::at(op, column);
}

Handler vectorTernaryHandler(Opcode op, Src c, Dst dst) {
  return InstructionTable<VectorTernary>::at(op, vectorColumn(c) * 2 + static_cast<unsigned>(dst));
}

Handler shuffleHandler(Src a, Src b, Dst dst) {
  static constexpr Handler table[] = {
      shuffle<Src::Slot, Src::Slot, Dst::Slot>, shuffle<Src::Slot, Src::Slot, Dst::Acc>,
      shuffle<Src::Slot, Src::Acc, Dst::Slot>,  shuffle<Src::Slot, Src::Acc, Dst::Acc>,
      shuffle<Src::Acc, Src::Slot, Dst::Slot>,  shuffle<Src::Acc, Src::Slot, Dst::Acc>,
  };
  return table[vectorColumn(a) * 4 + vectorColumn(b) * 2 + static_cast<unsigned>(dst)];
}

}  // namespace wald::interp
