#pragma once

#include <cstdint>

#include "wasm/opcode.h"

namespace wald::codegen {

/// What a vector operator does with its lanes.
enum class LaneAction : std::uint8_t {
  None,  ///< left to the runtime
  Eq,
  Ne,
  LtS,
  LtU,
  GtS,
  GtU,
  LeS,
  LeU,
  GeS,
  GeU,
  Abs,
  Neg,
  Popcnt,
  AllTrue,
  Bitmask,
  Shl,
  ShrS,
  ShrU,
  Add,
  Sub,
  Mul,
  AddSatS,
  AddSatU,
  SubSatS,
  SubSatU,
  MinS,
  MinU,
  MaxS,
  MaxU,
  AvgrU,
  NarrowS,
  NarrowU,
  ExtendLowS,
  ExtendLowU,
  ExtendHighS,
  ExtendHighU,
  MulLowS,
  MulLowU,
  MulHighS,
  MulHighU,
  PairwiseS,
  PairwiseU,
  Dot,
  Q15Mulr,
  FEq,
  FNe,
  FLt,
  FGt,
  FLe,
  FGe,
  FAbs,
  FNeg,
  FSqrt,
  FCeil,
  FFloor,
  FTrunc,
  FNearest,
  FAdd,
  FSub,
  FMul,
  FDiv,
  FMin,
  FMax,
  FPmin,
  FPmax,
  FMadd,
  FNmadd,
  TruncSatS,
  TruncSatU,
  TruncSatZeroS,
  TruncSatZeroU,
  ConvertS,
  ConvertU,
  ConvertLowS,
  ConvertLowU,
  DemoteZero,
  PromoteLow,
  Not,
  And,
  AndNot,
  Or,
  Xor,
  Select,
  AnyTrue,
  Swizzle,
};

/// `bits` is the width of a lane of the operands.
struct VectorRule {
  LaneAction action = LaneAction::None;
  std::uint8_t bits = 0;
};

VectorRule vectorRuleOf(wasm::Opcode op);

}  // namespace wald::codegen
