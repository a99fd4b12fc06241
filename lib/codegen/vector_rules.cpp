#include "codegen/vector_rules.h"

namespace wald::codegen {

using wasm::Opcode;

// clang-format off
#define WALD_RULE(op, action, bits) case Opcode::op: return {LaneAction::action, bits};

#define WALD_INTEGER_RULES(S, bits) \
  WALD_RULE(S##Eq, Eq, bits) WALD_RULE(S##Ne, Ne, bits) WALD_RULE(S##LtS, LtS, bits) WALD_RULE(S##GtS, GtS, bits) \
  WALD_RULE(S##LeS, LeS, bits) WALD_RULE(S##GeS, GeS, bits) WALD_RULE(S##Abs, Abs, bits) WALD_RULE(S##Neg, Neg, bits) \
  WALD_RULE(S##AllTrue, AllTrue, bits) WALD_RULE(S##Bitmask, Bitmask, bits) WALD_RULE(S##Shl, Shl, bits) \
  WALD_RULE(S##ShrS, ShrS, bits) WALD_RULE(S##ShrU, ShrU, bits) WALD_RULE(S##Add, Add, bits) WALD_RULE(S##Sub, Sub, bits)

#define WALD_ORDERED_RULES(S, bits) \
  WALD_RULE(S##LtU, LtU, bits) WALD_RULE(S##GtU, GtU, bits) WALD_RULE(S##LeU, LeU, bits) WALD_RULE(S##GeU, GeU, bits) \
  WALD_RULE(S##MinS, MinS, bits) WALD_RULE(S##MinU, MinU, bits) WALD_RULE(S##MaxS, MaxS, bits) WALD_RULE(S##MaxU, MaxU, bits)

#define WALD_SATURATING_RULES(S, bits) \
  WALD_RULE(S##AddSatS, AddSatS, bits) WALD_RULE(S##AddSatU, AddSatU, bits) WALD_RULE(S##SubSatS, SubSatS, bits) \
  WALD_RULE(S##SubSatU, SubSatU, bits) WALD_RULE(S##AvgrU, AvgrU, bits)

// From narrow lanes N to wide ones W.
#define WALD_WIDENING_RULES(W, N, bits) \
  WALD_RULE(W##ExtendLow##N##S, ExtendLowS, bits) WALD_RULE(W##ExtendHigh##N##S, ExtendHighS, bits) \
  WALD_RULE(W##ExtendLow##N##U, ExtendLowU, bits) WALD_RULE(W##ExtendHigh##N##U, ExtendHighU, bits) \
  WALD_RULE(W##ExtmulLow##N##S, MulLowS, bits) WALD_RULE(W##ExtmulHigh##N##S, MulHighS, bits) \
  WALD_RULE(W##ExtmulLow##N##U, MulLowU, bits) WALD_RULE(W##ExtmulHigh##N##U, MulHighU, bits)

#define WALD_FLOAT_RULES(S, bits) \
  WALD_RULE(S##Eq, FEq, bits) WALD_RULE(S##Ne, FNe, bits) WALD_RULE(S##Lt, FLt, bits) WALD_RULE(S##Gt, FGt, bits) \
  WALD_RULE(S##Le, FLe, bits) WALD_RULE(S##Ge, FGe, bits) WALD_RULE(S##Abs, FAbs, bits) WALD_RULE(S##Neg, FNeg, bits) \
  WALD_RULE(S##Sqrt, FSqrt, bits) WALD_RULE(S##Ceil, FCeil, bits) WALD_RULE(S##Floor, FFloor, bits) \
  WALD_RULE(S##Trunc, FTrunc, bits) WALD_RULE(S##Nearest, FNearest, bits) WALD_RULE(S##Add, FAdd, bits) \
  WALD_RULE(S##Sub, FSub, bits) WALD_RULE(S##Mul, FMul, bits) WALD_RULE(S##Div, FDiv, bits) WALD_RULE(S##Min, FMin, bits) \
  WALD_RULE(S##Max, FMax, bits) WALD_RULE(S##Pmin, FPmin, bits) WALD_RULE(S##Pmax, FPmax, bits) \
  WALD_RULE(S##RelaxedMin, FMin, bits) WALD_RULE(S##RelaxedMax, FMax, bits) WALD_RULE(S##RelaxedMadd, FMadd, bits) \
  WALD_RULE(S##RelaxedNmadd, FNmadd, bits)

VectorRule vectorRuleOf(Opcode op) {
  switch (op) {
    WALD_INTEGER_RULES(I8x16, 8)
    WALD_INTEGER_RULES(I16x8, 16)
    WALD_INTEGER_RULES(I32x4, 32)
    WALD_INTEGER_RULES(I64x2, 64)
    WALD_ORDERED_RULES(I8x16, 8)
    WALD_ORDERED_RULES(I16x8, 16)
    WALD_ORDERED_RULES(I32x4, 32)
    WALD_SATURATING_RULES(I8x16, 8)
    WALD_SATURATING_RULES(I16x8, 16)
    WALD_WIDENING_RULES(I16x8, I8x16, 8)
    WALD_WIDENING_RULES(I32x4, I16x8, 16)
    WALD_WIDENING_RULES(I64x2, I32x4, 32)
    WALD_FLOAT_RULES(F32x4, 32)
    WALD_FLOAT_RULES(F64x2, 64)
    WALD_RULE(I8x16Popcnt, Popcnt, 8)
    WALD_RULE(I16x8Mul, Mul, 16)
    WALD_RULE(I32x4Mul, Mul, 32)
    WALD_RULE(I64x2Mul, Mul, 64)
    WALD_RULE(I8x16NarrowI16x8S, NarrowS, 16)
    WALD_RULE(I8x16NarrowI16x8U, NarrowU, 16)
    WALD_RULE(I16x8NarrowI32x4S, NarrowS, 32)
    WALD_RULE(I16x8NarrowI32x4U, NarrowU, 32)
    WALD_RULE(I16x8ExtaddPairwiseI8x16S, PairwiseS, 8)
    WALD_RULE(I16x8ExtaddPairwiseI8x16U, PairwiseU, 8)
    WALD_RULE(I32x4ExtaddPairwiseI16x8S, PairwiseS, 16)
    WALD_RULE(I32x4ExtaddPairwiseI16x8U, PairwiseU, 16)
    WALD_RULE(I32x4DotI16x8S, Dot, 16)
    WALD_RULE(I16x8Q15mulrSatS, Q15Mulr, 16)
    WALD_RULE(I16x8RelaxedQ15mulrS, Q15Mulr, 16)
    WALD_RULE(I32x4TruncSatF32x4S, TruncSatS, 32)
    WALD_RULE(I32x4TruncSatF32x4U, TruncSatU, 32)
    WALD_RULE(I32x4RelaxedTruncF32x4S, TruncSatS, 32)
    WALD_RULE(I32x4RelaxedTruncF32x4U, TruncSatU, 32)
    WALD_RULE(I32x4TruncSatF64x2SZero, TruncSatZeroS, 64)
    WALD_RULE(I32x4TruncSatF64x2UZero, TruncSatZeroU, 64)
    WALD_RULE(I32x4RelaxedTruncF64x2SZero, TruncSatZeroS, 64)
    WALD_RULE(I32x4RelaxedTruncF64x2UZero, TruncSatZeroU, 64)
    WALD_RULE(F32x4ConvertI32x4S, ConvertS, 32)
    WALD_RULE(F32x4ConvertI32x4U, ConvertU, 32)
    WALD_RULE(F64x2ConvertLowI32x4S, ConvertLowS, 32)
    WALD_RULE(F64x2ConvertLowI32x4U, ConvertLowU, 32)
    WALD_RULE(F32x4DemoteF64x2Zero, DemoteZero, 64)
    WALD_RULE(F64x2PromoteLowF32x4, PromoteLow, 32)
    WALD_RULE(V128Not, Not, 64)
    WALD_RULE(V128And, And, 64)
    WALD_RULE(V128Andnot, AndNot, 64)
    WALD_RULE(V128Or, Or, 64)
    WALD_RULE(V128Xor, Xor, 64)
    WALD_RULE(V128Bitselect, Select, 64)
    WALD_RULE(I8x16RelaxedLaneselect, Select, 64)
    WALD_RULE(I16x8RelaxedLaneselect, Select, 64)
    WALD_RULE(I32x4RelaxedLaneselect, Select, 64)
    WALD_RULE(I64x2RelaxedLaneselect, Select, 64)
    WALD_RULE(V128AnyTrue, AnyTrue, 64)
    WALD_RULE(I8x16Swizzle, Swizzle, 8)
    WALD_RULE(I8x16RelaxedSwizzle, Swizzle, 8)
    default: return {};
  }
}
// clang-format on

}  // namespace wald::codegen
