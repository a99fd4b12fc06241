#include "codegen/function_emitter.h"

#include "codegen/vector_rules.h"

// Vectors of floats.

namespace wald::codegen {

using llvm::Value;
using llvm::Intrinsic::ID;

Value* FunctionEmitter::floatLanes(VectorRule rule, llvm::ArrayRef<Value*> operands) {
  llvm::Type* const lane = rule.bits == 32 ? builder_.getFloatTy() : builder_.getDoubleTy();
  Value* a = lanes(operands[0], lane);
  Value* b = operands.size() > 1 ? lanes(operands[1], lane) : nullptr;
  auto* const integers =
      llvm::FixedVectorType::get(builder_.getIntNTy(rule.bits), 128u / rule.bits);
  const auto compare = [&](llvm::CmpInst::Predicate predicate) {
    return pack(builder_.CreateSExt(builder_.CreateFCmp(predicate, a, b), integers));
  };
  const auto unary = [&](ID id) { return pack(builder_.CreateUnaryIntrinsic(id, a)); };
  const auto arithmetic = [&](llvm::Instruction::BinaryOps kind) {
    if (isIdentity(a)) a = opaque(a);
    if (isIdentity(b)) b = opaque(b);
    return builder_.CreateBinOp(kind, a, b);
  };
  const auto saturated = [&](bool isSigned) {
    auto* type = llvm::FixedVectorType::get(builder_.getInt32Ty(), 128u / rule.bits);
    return builder_.CreateIntrinsic(isSigned ? llvm::Intrinsic::fptosi_sat
                                             : llvm::Intrinsic::fptoui_sat,
                                    {type, a->getType()}, {a});
  };
  // Two lanes become the lower half, above zeros.
  const auto withZeros = [&](Value* two) {
    return pack(builder_.CreateShuffleVector(two, llvm::Constant::getNullValue(two->getType()),
                                             {0, 1, 2, 3}));
  };
  const auto lowHalf = [&](Value* four) { return builder_.CreateShuffleVector(four, {0, 1}); };
  auto* const doubles = llvm::FixedVectorType::get(builder_.getDoubleTy(), 2);
  const auto words = [&] { return lanes(operands[0], builder_.getInt32Ty()); };
  using Predicate = llvm::CmpInst::Predicate;
  switch (rule.action) {
    case LaneAction::FEq: return compare(Predicate::FCMP_OEQ);
    case LaneAction::FNe: return compare(Predicate::FCMP_UNE);
    case LaneAction::FLt: return compare(Predicate::FCMP_OLT);
    case LaneAction::FGt: return compare(Predicate::FCMP_OGT);
    case LaneAction::FLe: return compare(Predicate::FCMP_OLE);
    case LaneAction::FGe: return compare(Predicate::FCMP_OGE);
    case LaneAction::FAbs: return unary(llvm::Intrinsic::fabs);
    case LaneAction::FNeg: return pack(builder_.CreateFNeg(a));
    case LaneAction::FSqrt: return unary(llvm::Intrinsic::sqrt);
    case LaneAction::FCeil: return unary(llvm::Intrinsic::ceil);
    case LaneAction::FFloor: return unary(llvm::Intrinsic::floor);
    case LaneAction::FTrunc: return unary(llvm::Intrinsic::trunc);
    case LaneAction::FNearest: return unary(llvm::Intrinsic::roundeven);
    case LaneAction::FAdd: return pack(arithmetic(llvm::Instruction::FAdd));
    case LaneAction::FSub: return pack(arithmetic(llvm::Instruction::FSub));
    case LaneAction::FMul: return pack(arithmetic(llvm::Instruction::FMul));
    case LaneAction::FDiv: return pack(arithmetic(llvm::Instruction::FDiv));
    case LaneAction::FMin: return pack(minimum(a, b, false));
    case LaneAction::FMax: return pack(minimum(a, b, true));
    case LaneAction::FPmin: return pack(builder_.CreateSelect(builder_.CreateFCmpOLT(b, a), b, a));
    case LaneAction::FPmax: return pack(builder_.CreateSelect(builder_.CreateFCmpOLT(a, b), b, a));
    case LaneAction::FMadd:
    case LaneAction::FNmadd: {
      if (rule.action == LaneAction::FNmadd) a = builder_.CreateFNeg(a);
      // Not fused, on every machine.
      Value* const product = arithmetic(llvm::Instruction::FMul);
      return pack(builder_.CreateFAdd(product, lanes(operands[2], lane)));
    }
    case LaneAction::TruncSatS: return pack(saturated(true));
    case LaneAction::TruncSatU: return pack(saturated(false));
    case LaneAction::TruncSatZeroS: return withZeros(saturated(true));
    case LaneAction::TruncSatZeroU: return withZeros(saturated(false));
    case LaneAction::ConvertS: return pack(builder_.CreateSIToFP(words(), a->getType()));
    case LaneAction::ConvertU: return pack(builder_.CreateUIToFP(words(), a->getType()));
    case LaneAction::ConvertLowS: return pack(builder_.CreateSIToFP(lowHalf(words()), doubles));
    case LaneAction::ConvertLowU: return pack(builder_.CreateUIToFP(lowHalf(words()), doubles));
    case LaneAction::DemoteZero:
      return withZeros(
          builder_.CreateFPTrunc(opaque(a), llvm::FixedVectorType::get(builder_.getFloatTy(), 2)));
    case LaneAction::PromoteLow: return pack(builder_.CreateFPExt(lowHalf(a), doubles));
    default: return nullptr;
  }
}

}  // namespace wald::codegen
