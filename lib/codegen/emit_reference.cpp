#include "codegen/function_emitter.h"

// The irregular instructions: tables, references, and what the runtime does for compiled code.

namespace wald::codegen {

namespace native = wasm::native;
using llvm::Value;

Value* FunctionEmitter::isNull(Value* ref) {
  return builder_.CreateICmpEQ(ref, llvm::ConstantInt::get(ref->getType(), 0));
}

void FunctionEmitter::trapIfNull(Value* ref, TrapKind kind) { trapIf(isNull(ref), kind); }

/// The place of a table's element; `kind` is the trap beyond its end.
Value* FunctionEmitter::tableCell(std::uint32_t table, Value* index, TrapKind kind) {
  Value* const object = entryOf(native::context::tables, table);
  Value* const size =
      builder_.CreateLoad(builder_.getInt64Ty(), pointerAt(object, native::table::size));
  Value* const wide = builder_.CreateZExt(index, builder_.getInt64Ty());
  Value* const isBeyond = builder_.CreateICmpUGE(wide, size);
  if (kind == TrapKind::UndefinedElement) {
    raiseElementIf(isBeyond, kind, wide);
  } else {
    trapIf(isBeyond, kind);
  }
  Value* const elements =
      builder_.CreateLoad(builder_.getPtrTy(), pointerAt(object, native::table::elements));
  return builder_.CreateGEP(builder_.getInt64Ty(), elements, wide);
}

Value* FunctionEmitter::castTest(const Node& node, Value* ref) {
  at(node);
  const auto op =
      node.op == Opcode::RefTest || node.op == Opcode::RefTestNull ? node.op : Opcode::RefTest;
  const auto target = wasm::ValType::fromBits(static_cast<std::uint32_t>(node.value));
  Value* const result =
      callOut(static_cast<std::uint32_t>(op), {ref}, word(target.bits()), word(0));
  return builder_.CreateIsNotNull(result);
}

Value* FunctionEmitter::i31(const Node& node) {
  Value* const operand = value(*node.kids[0]);
  at(node);
  if (node.op == Opcode::RefI31) {
    Value* const tagged = builder_.CreateOr(builder_.CreateShl(operand, 1), 1);
    return builder_.CreateZExt(tagged, builder_.getInt64Ty());
  }
  trapIfNull(operand, TrapKind::NullI31Reference);
  Value* const bits = builder_.CreateTrunc(operand, builder_.getInt32Ty());
  return node.op == Opcode::I31GetS ? builder_.CreateAShr(bits, 1) : builder_.CreateLShr(bits, 1);
}

Value* FunctionEmitter::reference(const Node& node) {
  const auto boolean = [&](Value* bit) { return builder_.CreateZExt(bit, builder_.getInt32Ty()); };
  switch (node.op) {
    case Opcode::RefNull: return word(0);
    case Opcode::RefIsNull: return boolean(isNull(value(*node.kids[0])));
    case Opcode::RefEq: {
      Value* const a = value(*node.kids[0]);
      Value* const b = value(*node.kids[1]);
      return boolean(builder_.CreateICmpEQ(a, b));
    }
    case Opcode::RefAsNonNull: {
      Value* const ref = value(*node.kids[0]);
      at(node);
      trapIfNull(ref, TrapKind::NullReference);
      return ref;
    }
    case Opcode::RefTest:
    case Opcode::RefTestNull: {
      Value* const ref = value(*node.kids[0]);
      return boolean(castTest(node, ref));
    }
    case Opcode::RefCast:
    case Opcode::RefCastNull: {
      Value* const ref = value(*node.kids[0]);
      Value* const passes = castTest(node, ref);
      trapIf(builder_.CreateNot(passes), TrapKind::CastFailure);
      return ref;
    }
    case Opcode::RefI31:
    case Opcode::I31GetS:
    case Opcode::I31GetU: return i31(node);
    case Opcode::StructGet:
    case Opcode::StructGetS:
    case Opcode::StructGetU:
    case Opcode::ArrayGet:
    case Opcode::ArrayGetS:
    case Opcode::ArrayGetU: return getField(node);
    case Opcode::ArrayLen: {
      Value* const array = value(*node.kids[0]);
      at(node);
      trapIfNull(array, TrapKind::NullArrayReference);
      Value* const object = builder_.CreateIntToPtr(array, builder_.getPtrTy());
      return builder_.CreateLoad(builder_.getInt32Ty(), pointerAt(object, native::object::length));
    }
    case Opcode::TableGet: {
      Value* const index = value(*node.kids[0]);
      at(node);
      return builder_.CreateLoad(builder_.getInt64Ty(),
                                 tableCell(node.a, index, TrapKind::TableOutOfBounds));
    }
    case Opcode::TableSet: {
      Value* const index = value(*node.kids[0]);
      Value* const ref = value(*node.kids[1]);
      at(node);
      builder_.CreateStore(ref, tableCell(node.a, index, TrapKind::TableOutOfBounds));
      return nullptr;
    }
    case Opcode::TableSize: {
      Value* const object = entryOf(native::context::tables, node.a);
      Value* const size =
          builder_.CreateLoad(builder_.getInt64Ty(), pointerAt(object, native::table::size));
      return builder_.CreateTrunc(size, module_.typeOf(node.type));
    }
    case Opcode::MemorySize: {
      const auto& type = wasm_.memories[node.a].type;
      Value* const pages = builder_.CreateLShr(memorySize(node.a), type.pageSizeLog2);
      return builder_.CreateTrunc(pages, module_.typeOf(node.type));
    }
    case Opcode::I8x16Shuffle: {
      Value* const a = value(*node.kids[0]);
      Value* const b = value(*node.kids[1]);
      return shuffle(node, a, b);
    }
    case Opcode::AtomicFence: fence(); return nullptr;
    case Opcode::MemoryAtomicNotify:
    case Opcode::MemoryAtomicWait32:
    case Opcode::MemoryAtomicWait64: return callOut(node, word(node.a), word(node.value));
    default: return callOut(node, word(node.a), word(node.b));
  }
}

}  // namespace wald::codegen
