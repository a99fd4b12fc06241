#include "codegen/function_emitter.h"

#include <llvm/IR/IntrinsicsX86.h>

#include "codegen/vector_rules.h"

// Vectors. Between operators a vector is two 64-bit integers.

namespace wald::codegen {

using llvm::Value;
using llvm::Intrinsic::ID;
using wasm::ShapeKind;
using wasm::shapeOf;

Value* FunctionEmitter::lanes(Value* vector, llvm::Type* lane) {
  const unsigned bits = static_cast<unsigned>(lane->getPrimitiveSizeInBits());
  return builder_.CreateBitCast(vector, llvm::FixedVectorType::get(lane, 128 / bits));
}

Value* FunctionEmitter::pack(Value* lanes) {
  return builder_.CreateBitCast(lanes, module_.typeOf(Kind::V128));
}

/// Of operands that are scalars as well as vectors; the others follow their rule.
Value* FunctionEmitter::vector(const Node& node, llvm::ArrayRef<Value*> operands) {
  const wasm::Shape shape = shapeOf(node.op);
  const auto laneOf = [&]() -> llvm::Type* {
    if (shape.type == Kind::F32 || shape.type == Kind::F64) return module_.typeOf(shape.type);
    return builder_.getIntNTy(128u / shape.bits);
  };
  switch (shape.kind) {
    case ShapeKind::ExtractLane: {
      Value* const lane =
          builder_.CreateExtractElement(lanes(operands[0], laneOf()), std::uint64_t{node.a});
      llvm::Type* const type = module_.typeOf(shape.type);
      if (!type->isIntegerTy()) return lane;
      return shape.extension == wasm::Extension::Signed ? builder_.CreateSExt(lane, type)
                                                        : builder_.CreateZExt(lane, type);
    }
    case ShapeKind::ReplaceLane: {
      llvm::Type* const type = laneOf();
      Value* const scalar =
          type->isIntegerTy() ? builder_.CreateTrunc(operands[1], type) : operands[1];
      return pack(
          builder_.CreateInsertElement(lanes(operands[0], type), scalar, std::uint64_t{node.a}));
    }
    default: break;
  }
  if (vectorRuleOf(node.op).action != LaneAction::None) return vectorOperator(node.op, operands);
  if (shape.kind == ShapeKind::Convert && shape.from != Kind::V128) {
    return splat(node.op, operands[0]);
  }
  Value* const result =
      callOut(static_cast<std::uint32_t>(node.op), operands, word(node.a), word(node.b));
  return node.type == Kind::V128 ? loadSlot(Kind::V128, outArea_) : fromRegister(result, node.type);
}

Value* FunctionEmitter::splat(Opcode op, Value* scalar) {
  switch (op) {
    case Opcode::I8x16Splat:
      return pack(
          builder_.CreateVectorSplat(16, builder_.CreateTrunc(scalar, builder_.getInt8Ty())));
    case Opcode::I16x8Splat:
      return pack(
          builder_.CreateVectorSplat(8, builder_.CreateTrunc(scalar, builder_.getInt16Ty())));
    default: {
      const auto bits = static_cast<unsigned>(scalar->getType()->getPrimitiveSizeInBits());
      return pack(builder_.CreateVectorSplat(128 / bits, scalar));
    }
  }
}

Value* FunctionEmitter::shuffle(const Node& node, Value* a, Value* b) {
  int mask[16];
  for (unsigned i = 0; i < 16; ++i) {
    mask[i] =
        static_cast<int>((i < 8 ? node.value >> (8 * i) : node.high() >> (8 * (i - 8))) & 0xff);
  }
  llvm::Type* const byte = builder_.getInt8Ty();
  Value* const first = lanes(a, byte);
  return pack(builder_.CreateShuffleVector(first, lanes(b, byte), mask));
}

Value* FunctionEmitter::vectorOperator(Opcode op, llvm::ArrayRef<Value*> operands) {
  const VectorRule rule = vectorRuleOf(op);
  return rule.action >= LaneAction::FEq && rule.action <= LaneAction::PromoteLow
             ? floatLanes(rule, operands)
             : integerLanes(rule, operands);
}

Value* FunctionEmitter::halfOf(Value* lanes, bool high, llvm::Type* wide, bool isSigned) {
  const auto count = llvm::cast<llvm::FixedVectorType>(lanes->getType())->getNumElements();
  llvm::SmallVector<int, 8> mask;
  for (unsigned i = 0; i < count / 2; ++i)
    mask.push_back(static_cast<int>(i + (high ? count / 2 : 0)));
  return widened(builder_.CreateShuffleVector(lanes, mask), wide, isSigned);
}

/// Every second lane.
Value* FunctionEmitter::alternate(Value* lanes, unsigned first, llvm::Type* wide, bool isSigned) {
  const auto count = llvm::cast<llvm::FixedVectorType>(lanes->getType())->getNumElements();
  llvm::SmallVector<int, 8> mask;
  for (unsigned i = first; i < count; i += 2) mask.push_back(static_cast<int>(i));
  return widened(builder_.CreateShuffleVector(lanes, mask), wide, isSigned);
}

Value* FunctionEmitter::widened(Value* lanes, llvm::Type* wide, bool isSigned) {
  auto* type = llvm::FixedVectorType::get(
      wide, llvm::cast<llvm::FixedVectorType>(lanes->getType())->getNumElements());
  return isSigned ? builder_.CreateSExt(lanes, type) : builder_.CreateZExt(lanes, type);
}

/// Both vectors' lanes, saturated to half of their width.
Value* FunctionEmitter::narrowed(Value* a, Value* b, unsigned bits, bool isSigned) {
  const unsigned half = bits / 2;
  const auto limit = [&](std::int64_t number) {
    return llvm::ConstantInt::get(a->getType(), static_cast<std::uint64_t>(number), true);
  };
  const std::int64_t least = isSigned ? -(std::int64_t{1} << (half - 1)) : 0;
  const std::int64_t most = (std::int64_t{1} << (isSigned ? half - 1 : half)) - 1;
  const auto clamped = [&](Value* value) {
    value = builder_.CreateBinaryIntrinsic(llvm::Intrinsic::smax, value, limit(least));
    return builder_.CreateBinaryIntrinsic(llvm::Intrinsic::smin, value, limit(most));
  };
  auto* type = llvm::FixedVectorType::get(builder_.getIntNTy(half), 128 / bits);
  Value* const low = builder_.CreateTrunc(clamped(a), type);
  Value* const high = builder_.CreateTrunc(clamped(b), type);
  llvm::SmallVector<int, 16> all;
  for (unsigned i = 0; i < 256 / bits; ++i) all.push_back(static_cast<int>(i));
  return builder_.CreateShuffleVector(low, high, all);
}

Value* FunctionEmitter::integerLanes(VectorRule rule, llvm::ArrayRef<Value*> operands) {
  llvm::Type* const lane = builder_.getIntNTy(rule.bits);
  llvm::Type* const wide = builder_.getIntNTy(2u * rule.bits);
  Value* const a = lanes(operands[0], lane);
  llvm::Type* const type = a->getType();
  const bool hasVectorB = operands.size() > 1 && operands[1]->getType()->isVectorTy();
  Value* const b = hasVectorB ? lanes(operands[1], lane) : nullptr;
  const auto compare = [&](llvm::CmpInst::Predicate predicate) {
    return pack(builder_.CreateSExt(builder_.CreateICmp(predicate, a, b), type));
  };
  const auto binary = [&](ID id) { return pack(builder_.CreateBinaryIntrinsic(id, a, b)); };
  const auto count = [&] {
    Value* const masked = builder_.CreateAnd(operands[1], rule.bits - 1u);
    return builder_.CreateVectorSplat(128u / rule.bits, builder_.CreateZExtOrTrunc(masked, lane));
  };
  const auto product = [&](bool high, bool isSigned) {
    Value* const wideA = halfOf(a, high, wide, isSigned);
    return pack(builder_.CreateMul(wideA, halfOf(b, high, wide, isSigned)));
  };
  const auto pairwise = [&](bool isSigned) {
    Value* const even = alternate(a, 0, wide, isSigned);
    return pack(builder_.CreateAdd(even, alternate(a, 1, wide, isSigned)));
  };
  const auto bits = [&](Value* flags) {
    const unsigned flagCount = 128u / rule.bits;
    return builder_.CreateBitCast(flags, builder_.getIntNTy(flagCount));
  };
  using Predicate = llvm::CmpInst::Predicate;
  switch (rule.action) {
    case LaneAction::Eq: return compare(Predicate::ICMP_EQ);
    case LaneAction::Ne: return compare(Predicate::ICMP_NE);
    case LaneAction::LtS: return compare(Predicate::ICMP_SLT);
    case LaneAction::LtU: return compare(Predicate::ICMP_ULT);
    case LaneAction::GtS: return compare(Predicate::ICMP_SGT);
    case LaneAction::GtU: return compare(Predicate::ICMP_UGT);
    case LaneAction::LeS: return compare(Predicate::ICMP_SLE);
    case LaneAction::LeU: return compare(Predicate::ICMP_ULE);
    case LaneAction::GeS: return compare(Predicate::ICMP_SGE);
    case LaneAction::GeU: return compare(Predicate::ICMP_UGE);
    case LaneAction::Abs:
      return pack(builder_.CreateIntrinsic(llvm::Intrinsic::abs, {type}, {a, builder_.getFalse()}));
    case LaneAction::Neg: return pack(builder_.CreateNeg(a));
    case LaneAction::Popcnt: return pack(builder_.CreateUnaryIntrinsic(llvm::Intrinsic::ctpop, a));
    case LaneAction::AllTrue:
      return builder_.CreateZExt(
          builder_.CreateICmpEQ(bits(builder_.CreateICmpEQ(a, llvm::Constant::getNullValue(type))),
                                llvm::ConstantInt::get(builder_.getIntNTy(128u / rule.bits), 0)),
          builder_.getInt32Ty());
    case LaneAction::Bitmask:
      return builder_.CreateZExt(
          bits(builder_.CreateICmpSLT(a, llvm::Constant::getNullValue(type))),
          builder_.getInt32Ty());
    case LaneAction::Shl: return pack(builder_.CreateShl(a, count()));
    case LaneAction::ShrS: return pack(builder_.CreateAShr(a, count()));
    case LaneAction::ShrU: return pack(builder_.CreateLShr(a, count()));
    case LaneAction::Add: return pack(builder_.CreateAdd(a, b));
    case LaneAction::Sub: return pack(builder_.CreateSub(a, b));
    case LaneAction::Mul: return pack(builder_.CreateMul(a, b));
    case LaneAction::AddSatS: return binary(llvm::Intrinsic::sadd_sat);
    case LaneAction::AddSatU: return binary(llvm::Intrinsic::uadd_sat);
    case LaneAction::SubSatS: return binary(llvm::Intrinsic::ssub_sat);
    case LaneAction::SubSatU: return binary(llvm::Intrinsic::usub_sat);
    case LaneAction::MinS: return binary(llvm::Intrinsic::smin);
    case LaneAction::MinU: return binary(llvm::Intrinsic::umin);
    case LaneAction::MaxS: return binary(llvm::Intrinsic::smax);
    case LaneAction::MaxU: return binary(llvm::Intrinsic::umax);
    case LaneAction::AvgrU: {
      Value* const wideA = widened(a, wide, false);
      Value* const sum = builder_.CreateAdd(wideA, widened(b, wide, false));
      Value* const rounded = builder_.CreateAdd(sum, llvm::ConstantInt::get(sum->getType(), 1));
      return pack(builder_.CreateTrunc(builder_.CreateLShr(rounded, 1), type));
    }
    case LaneAction::NarrowS: return pack(narrowed(a, b, rule.bits, true));
    case LaneAction::NarrowU: return pack(narrowed(a, b, rule.bits, false));
    case LaneAction::ExtendLowS: return pack(halfOf(a, false, wide, true));
    case LaneAction::ExtendLowU: return pack(halfOf(a, false, wide, false));
    case LaneAction::ExtendHighS: return pack(halfOf(a, true, wide, true));
    case LaneAction::ExtendHighU: return pack(halfOf(a, true, wide, false));
    case LaneAction::MulLowS: return product(false, true);
    case LaneAction::MulLowU: return product(false, false);
    case LaneAction::MulHighS: return product(true, true);
    case LaneAction::MulHighU: return product(true, false);
    case LaneAction::PairwiseS: return pairwise(true);
    case LaneAction::PairwiseU: return pairwise(false);
    case LaneAction::Dot: {
      const auto products = [&](unsigned first) {
        Value* const wideA = alternate(a, first, wide, true);
        return builder_.CreateMul(wideA, alternate(b, first, wide, true));
      };
      Value* const even = products(0);
      Value* const odd = products(1);
      return pack(builder_.CreateAdd(even, odd));
    }
    case LaneAction::Q15Mulr: {
      Value* const wideA = widened(a, wide, true);
      Value* const exact = builder_.CreateMul(wideA, widened(b, wide, true));
      Value* const rounded =
          builder_.CreateAdd(exact, llvm::ConstantInt::get(exact->getType(), 0x4000));
      Value* const shifted = builder_.CreateAShr(rounded, 15);
      // Only the square of the least number is too large.
      Value* const most = llvm::ConstantInt::get(exact->getType(), 0x7fff);
      return pack(builder_.CreateTrunc(
          builder_.CreateBinaryIntrinsic(llvm::Intrinsic::smin, shifted, most), type));
    }
    case LaneAction::Not: return builder_.CreateNot(a);
    case LaneAction::And: return builder_.CreateAnd(a, b);
    case LaneAction::AndNot: return builder_.CreateAnd(a, builder_.CreateNot(b));
    case LaneAction::Or: return builder_.CreateOr(a, b);
    case LaneAction::Xor: return builder_.CreateXor(a, b);
    case LaneAction::Select: {
      Value* const chosen = builder_.CreateAnd(a, operands[2]);
      Value* const others = builder_.CreateAnd(b, builder_.CreateNot(operands[2]));
      return builder_.CreateOr(chosen, others);
    }
    case LaneAction::AnyTrue: {
      Value* const all = builder_.CreateBitCast(a, builder_.getInt128Ty());
      return builder_.CreateZExt(builder_.CreateIsNotNull(all), builder_.getInt32Ty());
    }
    case LaneAction::Swizzle: {
      // The machine's shuffle gives 0 for an index whose highest bit is set: of 16 and more it becomes that.
      Value* const index = builder_.CreateBinaryIntrinsic(llvm::Intrinsic::uadd_sat, b,
                                                          llvm::ConstantInt::get(type, 0x70));
      return pack(builder_.CreateIntrinsic(llvm::Intrinsic::x86_ssse3_pshuf_b_128, {}, {a, index}));
    }
    default: return nullptr;
  }
}

}  // namespace wald::codegen
