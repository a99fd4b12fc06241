#include "codegen/function_emitter.h"
#include "wasm/nan.h"

// Operators: a tree's value, operands first and in order.

namespace wald::codegen {

namespace native = wasm::native;
using llvm::Value;
using wasm::ShapeKind;
using wasm::shapeOf;

Value* FunctionEmitter::constant(const Node& node) {
  switch (node.type) {
    case Kind::I32: return builder_.getInt32(static_cast<std::uint32_t>(node.value));
    case Kind::V128: {
      const std::uint64_t words[] = {node.value, node.high()};
      return llvm::ConstantDataVector::get(module_.context(), llvm::ArrayRef(words));
    }
    case Kind::F32:
      return llvm::ConstantExpr::getBitCast(
          builder_.getInt32(static_cast<std::uint32_t>(node.value)), builder_.getFloatTy());
    case Kind::F64:
      return llvm::ConstantExpr::getBitCast(builder_.getInt64(node.value), builder_.getDoubleTy());
    default: return builder_.getInt64(node.value);
  }
}

Value* FunctionEmitter::value(const Node& node) {
  switch (node.op) {
    case Opcode::LocalGet: return read(node.a, node.type);
    case Opcode::Select:
    case Opcode::SelectTyped: return select(node);
    case Opcode::GlobalGet: return globalGet(node);
    default: break;
  }
  const wasm::Shape shape = shapeOf(node.op);
  switch (shape.kind) {
    case ShapeKind::Special: return reference(node);
    case ShapeKind::Const: return constant(node);
    case ShapeKind::Load:
    case ShapeKind::LoadExtend:
    case ShapeKind::LoadSplat:
    case ShapeKind::LoadZero:
    case ShapeKind::LoadLane: return load(node);
    case ShapeKind::AtomicLoad:
    case ShapeKind::AtomicStore:
    case ShapeKind::AtomicRmw:
    case ShapeKind::AtomicCmpxchg: return atomic(node);
    default: break;
  }
  std::vector<Value*> operands;
  for (const Node* kid : node.kids) operands.push_back(value(*kid));
  at(node);
  const bool isVector = shape.type == Kind::V128 || shape.from == Kind::V128;
  Value* const result = isVector ? vector(node, operands) : numeric(node.op, operands);
  return module_.options().deterministic ? canonicalNan(node.op, result) : result;
}

Value* FunctionEmitter::numeric(Opcode op, llvm::ArrayRef<Value*> operands) {
  const bool hasFloat = operands[0]->getType()->isFloatingPointTy() ||
                        shapeOf(op).type == Kind::F32 || shapeOf(op).type == Kind::F64;
  return hasFloat ? floating(op, operands) : integer(op, operands);
}

Value* FunctionEmitter::select(const Node& node) {
  Value* const a = value(*node.kids[0]);
  Value* const b = value(*node.kids[1]);
  return builder_.CreateSelect(condition(*node.kids[2]), a, b);
}

Value* FunctionEmitter::globalCell(std::uint32_t index) {
  return entryOf(native::context::globals, index);
}

Value* FunctionEmitter::globalGet(const Node& node) {
  Value* const cell = globalCell(node.a);
  if (!wasm_.globals[node.a].type.isMutable) {
    auto* const load = llvm::cast<llvm::LoadInst>(invariantLoad(module_.typeOf(node.type), cell));
    load->setAlignment(llvm::Align(8));
    return load;
  }
  // A load never traps, so that it is free to go where no store or call is passed.
  return builder_.CreateAlignedLoad(module_.typeOf(node.type), cell, llvm::Align(8));
}

void FunctionEmitter::globalSet(const Node& node) {
  Value* const result = value(*node.kids[0]);
  Value* const bits = result->getType()->isVectorTy() ? result : toIntegerRegister(result);
  builder_.CreateAlignedStore(bits, globalCell(node.a), llvm::Align(8), true);
}

/// The instructions of wide arithmetic: two results.
void FunctionEmitter::wide(const Node& node) {
  std::vector<Value*> operands;
  for (const Node* kid : node.kids) operands.push_back(value(*kid));
  llvm::Type* const type = builder_.getInt128Ty();
  const auto joined = [&](Value* low, Value* high) {
    Value* const lower = builder_.CreateZExt(low, type);
    return builder_.CreateOr(lower, builder_.CreateShl(builder_.CreateZExt(high, type), 64));
  };
  Value* result = nullptr;
  if (node.op == Opcode::I64Add128 || node.op == Opcode::I64Sub128) {
    Value* const a = joined(operands[0], operands[1]);
    Value* const b = joined(operands[2], operands[3]);
    result = node.op == Opcode::I64Add128 ? builder_.CreateAdd(a, b) : builder_.CreateSub(a, b);
  } else {
    const bool isSigned = node.op == Opcode::I64MulWideS;
    Value* const a = builder_.CreateIntCast(operands[0], type, isSigned);
    Value* const b = builder_.CreateIntCast(operands[1], type, isSigned);
    result = builder_.CreateMul(a, b);
  }
  write(node.c, Kind::I64, builder_.CreateTrunc(result, builder_.getInt64Ty()));
  write(node.c + 1, Kind::I64,
        builder_.CreateTrunc(builder_.CreateLShr(result, 64), builder_.getInt64Ty()));
}

/// Of the deterministic profile: NaNs are positive and canonical.
Value* FunctionEmitter::canonicalNan(Opcode op, Value* value) {
  llvm::Type* type = nullptr;
  switch (wasm::nanLanesOf(op)) {
    case wasm::NanLanes::None: return value;
    case wasm::NanLanes::F32: type = builder_.getFloatTy(); break;
    case wasm::NanLanes::F64: type = builder_.getDoubleTy(); break;
    case wasm::NanLanes::F32x4: type = llvm::FixedVectorType::get(builder_.getFloatTy(), 4); break;
    case wasm::NanLanes::F64x2: type = llvm::FixedVectorType::get(builder_.getDoubleTy(), 2); break;
  }
  Value* const floats = builder_.CreateBitCast(value, type);
  Value* const isNan = builder_.CreateFCmpUNO(floats, floats);
  Value* const result = builder_.CreateSelect(isNan, llvm::ConstantFP::getQNaN(type), floats);
  return builder_.CreateBitCast(result, value->getType());
}

}  // namespace wald::codegen
