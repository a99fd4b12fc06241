#include <fmt/format.h>

#include "valid/function_validator.h"

namespace wald::valid {

using wasm::AbsHeap;
using wasm::Kind;
using wasm::Opcode;
using wasm::ValType;

namespace {

constexpr ValType nullable(AbsHeap heap) { return ValType::ref(heap, true); }

}  // namespace

// The most frequent ones stand beside the switch, into which they are inlined.

bool FunctionValidator::regular(const Signature& signature) {
  if (signature.lanes != 0 && in_.a >= signature.lanes) {
    return fail(ErrorCode::InvalidLaneIndex, fmt::format("{} of {}", in_.a, signature.lanes));
  }
  if (!popAll({signature.operands.data(), signature.operandCount})) return false;
  return push(signature.result);
}

bool FunctionValidator::memoryAccess(const Signature& signature) {
  ValType address;
  if (!memarg(signature.alignLog2, signature.isAtomic, address)) return false;
  if (signature.lanes != 0 && in_.c >= signature.lanes) {
    return fail(ErrorCode::InvalidLaneIndex, fmt::format("{} of {}", in_.c, signature.lanes));
  }
  auto operands = signature.operands;
  operands[0] = address;
  if (!popAll({operands.data(), signature.operandCount})) return false;
  if (signature.hasResult) operands_.push(signature.result);
  return true;
}

bool FunctionValidator::localAt(ValType& type) {
  if (in_.a >= locals_.count()) return failUnknown(ErrorCode::UnknownLocal, in_.a);
  type = locals_[in_.a];
  return true;
}

bool FunctionValidator::localGet() {
  ValType type;
  if (!localAt(type)) return false;
  if (!locals_.isSet(in_.a, type)) {
    return fail(ErrorCode::UninitializedLocal, fmt::format("local {}", in_.a));
  }
  return push(type);
}

bool FunctionValidator::localSet() {
  ValType type;
  if (!localAt(type) || !pop(type)) return false;
  locals_.markSet(in_.a, type);
  return true;
}

bool FunctionValidator::localTee() {
  ValType type;
  if (!localAt(type) || !pop(type)) return false;
  locals_.markSet(in_.a, type);
  return push(type);
}

bool FunctionValidator::instruction() {
  const wasm::CompType* callee = nullptr;
  switch (in_.op) {
#include "wasm/regular_cases.inc"
    {
      const Signature& signature = signatureOf(in_.op);
      return signature.accessesMemory ? memoryAccess(signature) : regular(signature);
    }

    case Opcode::Unreachable: setUnreachable(); return true;
    case Opcode::Nop: return true;
    case Opcode::Block: return enterBlock(BlockKind::Block);
    case Opcode::Loop: return enterBlock(BlockKind::Loop);
    case Opcode::If: return enterBlock(BlockKind::If);
    case Opcode::Else: return elseBlock();
    case Opcode::End: return endBlock();
    case Opcode::Br: return branch();
    case Opcode::BrIf: return branchIf();
    case Opcode::BrTable: return branchTable();
    case Opcode::BrOnNull: return branchOnNull();
    case Opcode::BrOnNonNull: return branchOnNonNull();
    case Opcode::BrOnCast:
    case Opcode::BrOnCastFail: return branchOnCast();
    case Opcode::Return: return returnResults();
    case Opcode::Call: return directCallee(callee) && call(*callee);
    case Opcode::CallIndirect: return indirectCallee(callee) && call(*callee);
    case Opcode::CallRef: return referenceCallee(callee) && call(*callee);
    case Opcode::ReturnCall: return directCallee(callee) && returnCall(*callee);
    case Opcode::ReturnCallIndirect: return indirectCallee(callee) && returnCall(*callee);
    case Opcode::ReturnCallRef: return referenceCallee(callee) && returnCall(*callee);

    case Opcode::TryTable: return tryTable();
    case Opcode::Throw: return throwTag();
    case Opcode::ThrowRef:
      if (!pop(wasm::types::exnref)) return false;
      setUnreachable();
      return true;
    case Opcode::Try: return enterBlock(BlockKind::Try);
    case Opcode::Catch: return legacyCatch();
    case Opcode::CatchAll: return legacyCatchAll();
    case Opcode::Delegate: return delegate();
    case Opcode::Rethrow: return rethrow();

    case Opcode::Drop: return drop();
    case Opcode::Select: return select();
    case Opcode::SelectTyped: return selectTyped();
    case Opcode::LocalGet: return localGet();
    case Opcode::LocalSet: return localSet();
    case Opcode::LocalTee: return localTee();
    case Opcode::GlobalGet: return globalGet();
    case Opcode::GlobalSet: return globalSet();

    case Opcode::TableGet: return tableGet();
    case Opcode::TableSet: return tableSet();
    case Opcode::TableInit: return tableInit();
    case Opcode::ElemDrop: {
      ValType element;
      return elemAt(in_.a, element);
    }
    case Opcode::TableCopy: return tableCopy();
    case Opcode::TableGrow: return tableGrow();
    case Opcode::TableSize: return tableSize();
    case Opcode::TableFill: return tableFill();
    case Opcode::MemorySize: return memorySize();
    case Opcode::MemoryGrow: return memoryGrow();
    case Opcode::MemoryInit: return memoryInit();
    case Opcode::DataDrop: return dataAt(in_.a);
    case Opcode::MemoryCopy: return memoryCopy();
    case Opcode::MemoryFill: return memoryFill();
    case Opcode::MemoryAtomicNotify: return atomicNotify();
    case Opcode::MemoryAtomicWait32: return atomicWait(Kind::I32);
    case Opcode::MemoryAtomicWait64: return atomicWait(Kind::I64);
    case Opcode::AtomicFence: return true;

    case Opcode::RefNull: return refNull();
    case Opcode::RefIsNull: return refIsNull();
    case Opcode::RefFunc: return refFunc();
    case Opcode::RefEq:
      return popAll({nullable(AbsHeap::Eq), nullable(AbsHeap::Eq)}) && push(Kind::I32);
    case Opcode::RefAsNonNull: return refAsNonNull();
    case Opcode::RefTest: return refTest(false);
    case Opcode::RefTestNull: return refTest(true);
    case Opcode::RefCast: return refCast(false);
    case Opcode::RefCastNull: return refCast(true);
    case Opcode::AnyConvertExtern: return convertReference(AbsHeap::Extern, AbsHeap::Any);
    case Opcode::ExternConvertAny: return convertReference(AbsHeap::Any, AbsHeap::Extern);
    case Opcode::RefI31: return pop(Kind::I32) && push(ValType::ref(AbsHeap::I31, false));
    case Opcode::I31GetS:
    case Opcode::I31GetU: return pop(nullable(AbsHeap::I31)) && push(Kind::I32);

    case Opcode::StructNew: return structNew();
    case Opcode::StructNewDefault: return structNewDefault();
    case Opcode::StructGet: return structGet(false);
    case Opcode::StructGetS:
    case Opcode::StructGetU: return structGet(true);
    case Opcode::StructSet: return structSet();
    case Opcode::ArrayNew: return arrayNew();
    case Opcode::ArrayNewDefault: return arrayNewDefault();
    case Opcode::ArrayNewFixed: return arrayNewFixed();
    case Opcode::ArrayNewData: return arrayNewData();
    case Opcode::ArrayNewElem: return arrayNewElem();
    case Opcode::ArrayGet: return arrayGet(false);
    case Opcode::ArrayGetS:
    case Opcode::ArrayGetU: return arrayGet(true);
    case Opcode::ArraySet: return arraySet();
    case Opcode::ArrayLen: return pop(nullable(AbsHeap::Array)) && push(Kind::I32);
    case Opcode::ArrayFill: return arrayFill();
    case Opcode::ArrayCopy: return arrayCopy();
    case Opcode::ArrayInitData: return arrayInitData();
    case Opcode::ArrayInitElem: return arrayInitElem();

    case Opcode::I64Add128:
    case Opcode::I64Sub128:
      return popAll({Kind::I64, Kind::I64, Kind::I64, Kind::I64}) && push(Kind::I64) &&
             push(Kind::I64);
    case Opcode::I64MulWideS:
    case Opcode::I64MulWideU:
      return popAll({Kind::I64, Kind::I64}) && push(Kind::I64) && push(Kind::I64);
    case Opcode::I8x16Shuffle: return shuffle();
  }
  return fail(ErrorCode::IllegalOpcode);
}

}  // namespace wald::valid
