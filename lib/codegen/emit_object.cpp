#include "codegen/function_emitter.h"

// Fields of structures and elements of arrays. What is made is made by the runtime.

namespace wald::codegen {

namespace native = wasm::native;
using llvm::Value;
using wasm::Storage;

namespace {

llvm::Type* typeOf(ModuleEmitter& module, Storage storage) {
  switch (storage) {
    case Storage::I8: return llvm::Type::getInt8Ty(module.context());
    case Storage::I16: return llvm::Type::getInt16Ty(module.context());
    case Storage::I32: return module.typeOf(Kind::I32);
    case Storage::F32: return module.typeOf(Kind::F32);
    case Storage::F64: return module.typeOf(Kind::F64);
    case Storage::V128: return module.typeOf(Kind::V128);
    default: return module.typeOf(Kind::I64);
  }
}

}  // namespace

/// Where a field or element lies; traps if there is no object or no such element.
Value* FunctionEmitter::fieldAddress(const Node& node, Value* ref, Value* index, Storage& storage) {
  const wasm::TypeInfo& info = module_.infoOf(node.a);
  const bool isArray = info.kind == wasm::CompKind::Array;
  const wasm::TypeInfo::Field& field = info.fields[isArray ? 0 : node.b];
  storage = field.storage;
  trapIfNull(ref, isArray ? TrapKind::NullArrayReference : TrapKind::NullStructReference);
  Value* const object = builder_.CreateIntToPtr(ref, builder_.getPtrTy());
  if (!isArray) return pointerAt(object, field.offset);
  Value* const length =
      builder_.CreateLoad(builder_.getInt32Ty(), pointerAt(object, native::object::length));
  trapIf(builder_.CreateICmpUGE(index, length), TrapKind::ArrayOutOfBounds);
  Value* const distance =
      builder_.CreateShl(builder_.CreateZExt(index, builder_.getInt64Ty()), info.elementLog2);
  return builder_.CreateGEP(builder_.getInt8Ty(), pointerAt(object, field.offset), distance);
}

Value* FunctionEmitter::getField(const Node& node) {
  Value* const ref = value(*node.kids[0]);
  Value* const index = node.kids.size() > 1 ? value(*node.kids[1]) : nullptr;
  at(node);
  Storage storage{};
  Value* const place = fieldAddress(node, ref, index, storage);
  llvm::Type* const type = typeOf(module_, storage);
  Value* const stored = builder_.CreateAlignedLoad(
      type, place, llvm::Align(storage == Storage::V128 ? 8 : type->getScalarSizeInBits() / 8));
  if (!wasm::ValType(storage).isPacked()) return stored;
  const bool isSigned = node.op == Opcode::StructGetS || node.op == Opcode::ArrayGetS;
  return isSigned ? builder_.CreateSExt(stored, builder_.getInt32Ty())
                  : builder_.CreateZExt(stored, builder_.getInt32Ty());
}

void FunctionEmitter::setField(const Node& node) {
  const bool isArray = node.op == Opcode::ArraySet;
  Value* const ref = value(*node.kids[0]);
  Value* const index = isArray ? value(*node.kids[1]) : nullptr;
  Value* stored = value(*node.kids.back());
  at(node);
  Storage storage{};
  Value* const place = fieldAddress(node, ref, index, storage);
  llvm::Type* const type = typeOf(module_, storage);
  if (wasm::ValType(storage).isPacked()) stored = builder_.CreateTrunc(stored, type);
  builder_.CreateAlignedStore(
      stored, place, llvm::Align(storage == Storage::V128 ? 8 : type->getScalarSizeInBits() / 8),
      true);
}

}  // namespace wald::codegen
