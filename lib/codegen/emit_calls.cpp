#include "codegen/function_emitter.h"

// Calls: the convention of `ModuleEmitter::prototype`, see the README.

namespace wald::codegen {

namespace native = wasm::native;
using llvm::Value;

/// A scalar in an integer register.
Value* FunctionEmitter::toIntegerRegister(Value* value) {
  llvm::Type* const type = value->getType();
  if (type->isFloatTy()) value = builder_.CreateBitCast(value, builder_.getInt32Ty());
  if (type->isDoubleTy()) value = builder_.CreateBitCast(value, builder_.getInt64Ty());
  return builder_.CreateZExt(value, builder_.getInt64Ty());
}

Value* FunctionEmitter::toVectorRegister(Value* value) {
  llvm::Type* const type = value->getType();
  if (type->isVectorTy()) return value;
  auto* lanes = llvm::FixedVectorType::get(type, type->isFloatTy() ? 4 : 2);
  Value* const vector =
      builder_.CreateInsertElement(llvm::PoisonValue::get(lanes), value, std::uint64_t{0});
  return builder_.CreateBitCast(vector, module_.typeOf(Kind::V128));
}

/// A value as functions take and return it.
Value* FunctionEmitter::toRegister(Value* value, Kind kind) {
  if (!module_.isUniform()) return value;
  return native::isVectorKind(kind) ? toVectorRegister(value) : toIntegerRegister(value);
}

/// From an integer register, or of floats and vectors a vector register.
Value* FunctionEmitter::fromRegister(Value* value, Kind kind) {
  llvm::Type* const type = module_.typeOf(kind);
  if (value->getType()->isVectorTy()) {
    if (kind == Kind::V128) return value;
    auto* lanes = llvm::FixedVectorType::get(type, kind == Kind::F32 ? 4 : 2);
    return builder_.CreateExtractElement(builder_.CreateBitCast(value, lanes), std::uint64_t{0});
  }
  switch (kind) {
    case Kind::I32: return builder_.CreateTrunc(value, type);
    case Kind::F32:
      return builder_.CreateBitCast(builder_.CreateTrunc(value, builder_.getInt32Ty()), type);
    case Kind::F64: return builder_.CreateBitCast(value, type);
    default: return value;
  }
}

/// A call that unwinds to the innermost handler, if it can throw and there is one.
llvm::CallBase* FunctionEmitter::emitCall(llvm::FunctionType* type, Value* callee,
                                          llvm::ArrayRef<Value*> values, bool mayThrow) {
  Try* const handler = mayThrow ? activeTry() : nullptr;
  llvm::CallBase* result = nullptr;
  if (handler != nullptr) {
    llvm::BasicBlock* const pad = padOf(*handler);
    llvm::BasicBlock* const next = newBlock();
    result = builder_.CreateInvoke(type, callee, next, pad, values);
    startBlock(next);
  } else {
    result = builder_.CreateCall(type, callee, values);
    if (!mayThrow) result->addFnAttr(llvm::Attribute::NoUnwind);
  }
  // Its place in the code says which call a frame stands in.
  result->addFnAttr(llvm::Attribute::NoMerge);
  return result;
}

FunctionEmitter::Callee FunctionEmitter::directCallee(std::uint32_t function) {
  if (wasm_.isImportedFunction(function)) {
    return foreignCallee(entryOf(native::context::functions, function));
  }
  return {module_.function(function - wasm_.importedFunctions), context_, base_,
          llvm::PoisonValue::get(builder_.getPtrTy())};
}

FunctionEmitter::Callee FunctionEmitter::foreignCallee(Value* function) {
  const auto field = [&](unsigned offset) {
    return invariantLoad(builder_.getPtrTy(), pointerAt(function, offset));
  };
  return {field(native::function::entry), field(native::function::nativeContext),
          field(native::function::nativeBase), context_};
}

Value* FunctionEmitter::indirectFunction(const Node& node, Value* index) {
  Value* const cell = tableCell(node.b, index, TrapKind::UndefinedElement);
  Value* const function = builder_.CreateLoad(builder_.getInt64Ty(), cell);
  raiseElementIf(isNull(function), TrapKind::UninitializedElement, index);
  Value* const pointer = builder_.CreateIntToPtr(function, builder_.getPtrTy());
  checkType(node, pointer);
  return pointer;
}

/// Traps unless a function has the type that an indirect call expects.
void FunctionEmitter::checkType(const Node& node, Value* function) {
  Value* const types = contextField(native::context::types, builder_.getPtrTy());
  Value* const expected =
      invariantLoad(builder_.getInt32Ty(), pointerAt(types, std::uint64_t{4} * node.a));
  Value* const actual =
      invariantLoad(builder_.getInt32Ty(), pointerAt(function, native::function::type));
  Value* const differs = builder_.CreateICmpNE(actual, expected);
  if (wasm_.types[node.a].isFinal) return trapIf(differs, TrapKind::IndirectCallType);

  llvm::BasicBlock* const other = newBlock();
  llvm::BasicBlock* const next = newBlock();
  builder_.CreateCondBr(differs, other, next);
  startBlock(other);
  Value* const asked = builder_.CreatePtrToInt(function, builder_.getInt64Ty());
  Value* const wanted = toIntegerRegister(expected);
  Value* const isSubtype =
      callOut(static_cast<std::uint32_t>(native::CallOut::CheckSubtype), {}, asked, wanted);
  trapIf(isNull(isSubtype), TrapKind::IndirectCallType);
  builder_.CreateBr(next);
  startBlock(next);
}

/// The arguments in registers; the others go into the overflow area.
std::vector<Value*> FunctionEmitter::arguments(const Callee& callee, const wasm::CompType& type,
                                               llvm::ArrayRef<Value*> values) {
  const auto prototype = module_.prototype(type)->params();
  std::vector<Value*> result = {callee.context, callee.base, callee.caller};
  for (llvm::Type* const unused : prototype.drop_front(result.size())) {
    result.push_back(llvm::PoisonValue::get(unused));
  }
  ParameterPlaces places(module_.isUniform());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Kind kind = type.params[i].kind();
    const auto place = places.next(kind);
    if (place.parameter) {
      result[*place.parameter] = toRegister(values[i], kind);
    } else {
      storeSlot(values[i], overflowSlot(place.slot));
    }
  }
  return result;
}

Value* FunctionEmitter::argument(unsigned parameter, Kind kind) {
  Value* const value = function_.getArg(parameter);
  return module_.isUniform() ? fromRegister(value, kind) : value;
}

Value* FunctionEmitter::firstResult(Value* returned, Kind kind) {
  if (!module_.isUniform()) return returned;
  return fromRegister(builder_.CreateExtractValue(returned, {isVectorKind(kind) ? 1u : 0u}), kind);
}

void FunctionEmitter::takeResults(const wasm::CompType& type, Value* returned, ir::Var var) {
  std::uint32_t slot = 0;
  for (std::size_t i = 0; i < type.results.size(); ++i) {
    const Kind kind = type.results[i].kind();
    Value* const result = i == 0 ? firstResult(returned, kind) : loadSlot(kind, overflowSlot(slot));
    write(var + slot, kind, result);
    slot += wasm::slotsOf(kind);
  }
}

void FunctionEmitter::call(const Node& node) {
  const bool isIndirect = node.op == Opcode::CallIndirect || node.op == Opcode::ReturnCallIndirect;
  const bool isRef = node.op == Opcode::CallRef || node.op == Opcode::ReturnCallRef;
  const bool isTail = node.op == Opcode::ReturnCall || node.op == Opcode::ReturnCallIndirect ||
                      node.op == Opcode::ReturnCallRef;
  const wasm::CompType& type =
      isIndirect || isRef ? wasm_.types[node.a].comp : wasm_.functionType(node.a);
  std::vector<Value*> values;
  for (const Node* kid : node.kids) values.push_back(value(*kid));
  at(node);

  Callee callee{};
  if (isIndirect) {
    callee = indirectCallee(node, values.back());
    values.pop_back();
  } else if (isRef) {
    trapIfNull(values.back(), TrapKind::NullFunctionReference);
    callee = foreignCallee(builder_.CreateIntToPtr(values.back(), builder_.getPtrTy()));
    values.pop_back();
  } else {
    callee = directCallee(node.a);
  }

  const auto registers = arguments(callee, type, values);
  llvm::FunctionType* const prototype = module_.prototype(type);
  if (isTail) {
    // Leaves the frame, and with it the handlers around.
    llvm::CallInst* const call = builder_.CreateCall(prototype, callee.code, registers);
    call->addParamAttr(callerParameter, llvm::Attribute::Nest);
    call->addFnAttr(llvm::Attribute::NoMerge);
    call->setTailCallKind(llvm::CallInst::TCK_MustTail);
    builder_.CreateRet(call);
    return;
  }
  llvm::CallBase* const call = emitCall(prototype, callee.code, registers, true);
  call->addParamAttr(callerParameter, llvm::Attribute::Nest);
  takeResults(type, call, node.c);
}

}  // namespace wald::codegen
