#include "codegen/function_emitter.h"
#include "codegen/hide_identities.h"

#include <cmath>

#include <llvm/IR/InlineAsm.h>

// Operators on floats, and conversions from and to them.

namespace wald::codegen {

using llvm::Value;
using llvm::Intrinsic::ID;

/// Whether LLVM would leave out an operation with this operand, or make one on bits of it, and so hand on a signalling NaN that
/// the operation has to quiet.
bool FunctionEmitter::isIdentity(Value* value) {
  const auto* constant = llvm::dyn_cast<llvm::Constant>(value);
  return constant != nullptr && mayBeIdentity(*constant);
}

/// A value of which LLVM knows nothing more.
Value* FunctionEmitter::opaque(Value* value) {
  llvm::Type* const type = value->getType();
  auto* const barrier =
      llvm::InlineAsm::get(llvm::FunctionType::get(type, {type}, false), "", "=x,0", false);
  llvm::CallInst* const call = builder_.CreateCall(barrier, {value});
  call->setDoesNotAccessMemory();
  call->setDoesNotThrow();
  return call;
}

Value* FunctionEmitter::minimum(Value* a, Value* b, bool isMaximum) {
  llvm::Type* const type = a->getType();
  llvm::Type* const scalar = type->getScalarType();
  llvm::Type* bits = builder_.getIntNTy(static_cast<unsigned>(scalar->getPrimitiveSizeInBits()));
  if (auto* lanes = llvm::dyn_cast<llvm::FixedVectorType>(type)) {
    bits = llvm::FixedVectorType::get(bits, lanes->getNumElements());
  }
  Value* const bitsA = builder_.CreateBitCast(a, bits);
  Value* const bitsB = builder_.CreateBitCast(b, bits);
  // Of equal operands only zeros differ: their bits combine to the smaller or larger. A NaN is quieted by the sum.
  Value* const equal = builder_.CreateBitCast(
      isMaximum ? builder_.CreateAnd(bitsA, bitsB) : builder_.CreateOr(bitsA, bitsB), type);
  Value* const isBetter = isMaximum ? builder_.CreateFCmpOGT(a, b) : builder_.CreateFCmpOLT(a, b);
  Value* const chosen = builder_.CreateSelect(isBetter, a, b);
  Value* const ordered = builder_.CreateSelect(builder_.CreateFCmpOEQ(a, b), equal, chosen);
  Value* const sum = builder_.CreateFAdd(a, b);
  return builder_.CreateSelect(builder_.CreateFCmpUNO(a, b), sum, ordered);
}

/// To an integer, with traps. The bounds are the nearest floats outside of what can be converted.
Value* FunctionEmitter::truncate(const wasm::Shape& shape, bool isSigned, Value* value) {
  llvm::Type* const type = value->getType();
  auto* const target = llvm::cast<llvm::IntegerType>(module_.typeOf(shape.type));
  const unsigned bits = target->getBitWidth();
  const llvm::fltSemantics& semantics = type->getFltSemantics();
  const auto number = [&](double power) {
    llvm::APFloat result(power);
    bool isInexact = false;
    result.convert(semantics, llvm::APFloat::rmNearestTiesToEven, &isInexact);
    return result;
  };
  const double power = std::ldexp(1.0, static_cast<int>(isSigned ? bits - 1 : bits));
  const llvm::APFloat upper = number(power);
  llvm::APFloat lower = isSigned ? number(-power) : number(-1.0);
  if (isSigned) {
    // One less than the least integer, or the next float below where that is none.
    llvm::APFloat below = lower;
    below.subtract(number(1.0), llvm::APFloat::rmTowardNegative);
    lower = below;
  }
  trapIf(builder_.CreateFCmpUNO(value, value), TrapKind::InvalidConversion);
  Value* const isAbove = builder_.CreateFCmpOGT(value, llvm::ConstantFP::get(type, lower));
  Value* const isBelow = builder_.CreateFCmpOLT(value, llvm::ConstantFP::get(type, upper));
  Value* const isInside = builder_.CreateAnd(isAbove, isBelow);
  trapIf(builder_.CreateNot(isInside), TrapKind::IntegerOverflow);
  return isSigned ? builder_.CreateFPToSI(value, target) : builder_.CreateFPToUI(value, target);
}

Value* FunctionEmitter::floating(Opcode op, llvm::ArrayRef<Value*> operands) {
  Value* a = operands[0];
  Value* b = operands.size() > 1 ? operands[1] : nullptr;
  const wasm::Shape shape = wasm::shapeOf(op);
  llvm::Type* const result = module_.typeOf(shape.type);
  const auto unary = [&](ID id) { return builder_.CreateUnaryIntrinsic(id, a); };
  const auto compare = [&](llvm::CmpInst::Predicate predicate) {
    return builder_.CreateZExt(builder_.CreateFCmp(predicate, a, b), builder_.getInt32Ty());
  };
  const auto saturated = [&](ID id) {
    return builder_.CreateIntrinsic(id, {result, a->getType()}, {a});
  };
  const auto arithmetic = [&](llvm::Instruction::BinaryOps kind) {
    if (isIdentity(a)) a = opaque(a);
    if (isIdentity(b)) b = opaque(b);
    return builder_.CreateBinOp(kind, a, b);
  };

  using Predicate = llvm::CmpInst::Predicate;
  switch (op) {
    case Opcode::F32Eq:
    case Opcode::F64Eq: return compare(Predicate::FCMP_OEQ);
    case Opcode::F32Ne:
    case Opcode::F64Ne: return compare(Predicate::FCMP_UNE);
    case Opcode::F32Lt:
    case Opcode::F64Lt: return compare(Predicate::FCMP_OLT);
    case Opcode::F32Gt:
    case Opcode::F64Gt: return compare(Predicate::FCMP_OGT);
    case Opcode::F32Le:
    case Opcode::F64Le: return compare(Predicate::FCMP_OLE);
    case Opcode::F32Ge:
    case Opcode::F64Ge: return compare(Predicate::FCMP_OGE);

    case Opcode::F32Abs:
    case Opcode::F64Abs: return unary(llvm::Intrinsic::fabs);
    case Opcode::F32Neg:
    case Opcode::F64Neg: return builder_.CreateFNeg(a);
    case Opcode::F32Ceil:
    case Opcode::F64Ceil: return unary(llvm::Intrinsic::ceil);
    case Opcode::F32Floor:
    case Opcode::F64Floor: return unary(llvm::Intrinsic::floor);
    case Opcode::F32Trunc:
    case Opcode::F64Trunc: return unary(llvm::Intrinsic::trunc);
    case Opcode::F32Nearest:
    case Opcode::F64Nearest: return unary(llvm::Intrinsic::roundeven);
    case Opcode::F32Sqrt:
    case Opcode::F64Sqrt: return unary(llvm::Intrinsic::sqrt);
    case Opcode::F32Add:
    case Opcode::F64Add: return arithmetic(llvm::Instruction::FAdd);
    case Opcode::F32Sub:
    case Opcode::F64Sub: return arithmetic(llvm::Instruction::FSub);
    case Opcode::F32Mul:
    case Opcode::F64Mul: return arithmetic(llvm::Instruction::FMul);
    case Opcode::F32Div:
    case Opcode::F64Div: return arithmetic(llvm::Instruction::FDiv);
    case Opcode::F32Min:
    case Opcode::F64Min: return minimum(a, b, false);
    case Opcode::F32Max:
    case Opcode::F64Max: return minimum(a, b, true);
    case Opcode::F32Copysign:
    case Opcode::F64Copysign:
      return builder_.CreateBinaryIntrinsic(llvm::Intrinsic::copysign, a, b);

    case Opcode::I32TruncF32S:
    case Opcode::I32TruncF64S:
    case Opcode::I64TruncF32S:
    case Opcode::I64TruncF64S: return truncate(shape, true, a);
    case Opcode::I32TruncF32U:
    case Opcode::I32TruncF64U:
    case Opcode::I64TruncF32U:
    case Opcode::I64TruncF64U: return truncate(shape, false, a);
    case Opcode::I32TruncSatF32S:
    case Opcode::I32TruncSatF64S:
    case Opcode::I64TruncSatF32S:
    case Opcode::I64TruncSatF64S: return saturated(llvm::Intrinsic::fptosi_sat);
    case Opcode::I32TruncSatF32U:
    case Opcode::I32TruncSatF64U:
    case Opcode::I64TruncSatF32U:
    case Opcode::I64TruncSatF64U: return saturated(llvm::Intrinsic::fptoui_sat);
    case Opcode::F32ConvertI32S:
    case Opcode::F32ConvertI64S:
    case Opcode::F64ConvertI32S:
    case Opcode::F64ConvertI64S: return builder_.CreateSIToFP(a, result);
    case Opcode::F32ConvertI32U:
    case Opcode::F32ConvertI64U:
    case Opcode::F64ConvertI32U:
    case Opcode::F64ConvertI64U: return builder_.CreateUIToFP(a, result);
    // A promoted number that is demoted again is not left as it is: a signalling NaN becomes quiet.
    case Opcode::F32DemoteF64: return builder_.CreateFPTrunc(opaque(a), result);
    case Opcode::F64PromoteF32: return builder_.CreateFPExt(a, result);
    default: return builder_.CreateBitCast(a, result);
  }
}

}  // namespace wald::codegen
