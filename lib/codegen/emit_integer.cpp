#include "codegen/function_emitter.h"

// Integer operators, and conversions between integers.

namespace wald::codegen {

using llvm::Value;
using llvm::Intrinsic::ID;

Value* FunctionEmitter::integer(Opcode op, llvm::ArrayRef<Value*> operands) {
  Value* const a = operands[0];
  Value* const b = operands.size() > 1 ? operands[1] : nullptr;
  llvm::Type* const type = a->getType();
  const auto boolean = [&](Value* bit) { return builder_.CreateZExt(bit, builder_.getInt32Ty()); };
  const auto compare = [&](llvm::CmpInst::Predicate predicate) {
    return boolean(builder_.CreateICmp(predicate, a, b));
  };
  // Shifts count modulo the width.
  const auto count = [&] { return builder_.CreateAnd(b, type->getIntegerBitWidth() - 1); };
  const auto extend = [&](unsigned bits) {
    return builder_.CreateSExt(builder_.CreateTrunc(a, builder_.getIntNTy(bits)), type);
  };
  const auto zeros = [&](ID id) {
    return builder_.CreateIntrinsic(id, {type}, {a, builder_.getFalse()});
  };
  const auto rotate = [&](ID id) { return builder_.CreateIntrinsic(id, {type}, {a, a, b}); };

  using Predicate = llvm::CmpInst::Predicate;
  switch (op) {
    case Opcode::I32Eqz:
    case Opcode::I64Eqz: return boolean(builder_.CreateICmpEQ(a, llvm::ConstantInt::get(type, 0)));
    case Opcode::I32Eq:
    case Opcode::I64Eq: return compare(Predicate::ICMP_EQ);
    case Opcode::I32Ne:
    case Opcode::I64Ne: return compare(Predicate::ICMP_NE);
    case Opcode::I32LtS:
    case Opcode::I64LtS: return compare(Predicate::ICMP_SLT);
    case Opcode::I32LtU:
    case Opcode::I64LtU: return compare(Predicate::ICMP_ULT);
    case Opcode::I32GtS:
    case Opcode::I64GtS: return compare(Predicate::ICMP_SGT);
    case Opcode::I32GtU:
    case Opcode::I64GtU: return compare(Predicate::ICMP_UGT);
    case Opcode::I32LeS:
    case Opcode::I64LeS: return compare(Predicate::ICMP_SLE);
    case Opcode::I32LeU:
    case Opcode::I64LeU: return compare(Predicate::ICMP_ULE);
    case Opcode::I32GeS:
    case Opcode::I64GeS: return compare(Predicate::ICMP_SGE);
    case Opcode::I32GeU:
    case Opcode::I64GeU: return compare(Predicate::ICMP_UGE);

    case Opcode::I32Clz:
    case Opcode::I64Clz: return zeros(llvm::Intrinsic::ctlz);
    case Opcode::I32Ctz:
    case Opcode::I64Ctz: return zeros(llvm::Intrinsic::cttz);
    case Opcode::I32Popcnt:
    case Opcode::I64Popcnt: return builder_.CreateUnaryIntrinsic(llvm::Intrinsic::ctpop, a);
    case Opcode::I32Add:
    case Opcode::I64Add: return builder_.CreateAdd(a, b);
    case Opcode::I32Sub:
    case Opcode::I64Sub: return builder_.CreateSub(a, b);
    case Opcode::I32Mul:
    case Opcode::I64Mul: return builder_.CreateMul(a, b);
    case Opcode::I32And:
    case Opcode::I64And: return builder_.CreateAnd(a, b);
    case Opcode::I32Or:
    case Opcode::I64Or: return builder_.CreateOr(a, b);
    case Opcode::I32Xor:
    case Opcode::I64Xor: return builder_.CreateXor(a, b);
    case Opcode::I32Shl:
    case Opcode::I64Shl: return builder_.CreateShl(a, count());
    case Opcode::I32ShrS:
    case Opcode::I64ShrS: return builder_.CreateAShr(a, count());
    case Opcode::I32ShrU:
    case Opcode::I64ShrU: return builder_.CreateLShr(a, count());
    case Opcode::I32Rotl:
    case Opcode::I64Rotl: return rotate(llvm::Intrinsic::fshl);
    case Opcode::I32Rotr:
    case Opcode::I64Rotr: return rotate(llvm::Intrinsic::fshr);

    case Opcode::I32Extend8S:
    case Opcode::I64Extend8S: return extend(8);
    case Opcode::I32Extend16S:
    case Opcode::I64Extend16S: return extend(16);
    case Opcode::I64Extend32S: return extend(32);
    case Opcode::I32WrapI64: return builder_.CreateTrunc(a, builder_.getInt32Ty());
    case Opcode::I64ExtendI32S: return builder_.CreateSExt(a, builder_.getInt64Ty());
    case Opcode::I64ExtendI32U: return builder_.CreateZExt(a, builder_.getInt64Ty());
    default: return divide(op, a, b);
  }
}

Value* FunctionEmitter::divide(Opcode op, Value* a, Value* b) {
  llvm::Type* const type = a->getType();
  const unsigned bits = type->getIntegerBitWidth();
  trapIf(builder_.CreateICmpEQ(b, llvm::ConstantInt::get(type, 0)), TrapKind::IntegerDivideByZero);
  Value* const minusOne = llvm::ConstantInt::getAllOnesValue(type);
  switch (op) {
    case Opcode::I32DivS:
    case Opcode::I64DivS: {
      Value* const least = llvm::ConstantInt::get(type, llvm::APInt::getSignedMinValue(bits));
      Value* const isLeast = builder_.CreateICmpEQ(a, least);
      Value* const isMinusOne = builder_.CreateICmpEQ(b, minusOne);
      trapIf(builder_.CreateAnd(isLeast, isMinusOne), TrapKind::IntegerOverflow);
      return builder_.CreateSDiv(a, b);
    }
    case Opcode::I32DivU:
    case Opcode::I64DivU: return builder_.CreateUDiv(a, b);
    case Opcode::I32RemU:
    case Opcode::I64RemU: return builder_.CreateURem(a, b);
    default: {
      // The least number by -1 overflows in the machine; by 1 it leaves 0 as well.
      Value* const divisor = builder_.CreateSelect(builder_.CreateICmpEQ(b, minusOne),
                                                   llvm::ConstantInt::get(type, 1), b);
      return builder_.CreateSRem(a, divisor);
    }
  }
}

}  // namespace wald::codegen
