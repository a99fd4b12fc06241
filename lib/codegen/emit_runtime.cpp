#include "codegen/function_emitter.h"

#include <llvm/IR/MDBuilder.h>

// What the runtime's objects give, and the way out to the runtime.

namespace wald::codegen {

namespace native = wasm::native;
using llvm::Value;

Value* FunctionEmitter::pointerAt(Value* base, std::uint64_t offset) {
  return offset == 0 ? base : builder_.CreateConstGEP1_64(builder_.getInt8Ty(), base, offset);
}

/// Of what never changes while an instance lives.
Value* FunctionEmitter::invariantLoad(llvm::Type* type, Value* at) {
  llvm::LoadInst* const load = builder_.CreateLoad(type, at);
  load->setMetadata(llvm::LLVMContext::MD_invariant_load, llvm::MDNode::get(module_.context(), {}));
  return load;
}

Value* FunctionEmitter::contextField(unsigned offset, llvm::Type* type) {
  return invariantLoad(type, pointerAt(context_, offset));
}

/// An entry of one of the context's arrays of pointers.
Value* FunctionEmitter::entryOf(unsigned field, std::uint32_t index) {
  Value* const array = contextField(field, builder_.getPtrTy());
  return invariantLoad(builder_.getPtrTy(), pointerAt(array, std::uint64_t{8} * index));
}

Value* FunctionEmitter::overflowSlot(std::uint32_t slot) {
  Value* const area = contextField(native::context::overflow, builder_.getPtrTy());
  return pointerAt(area, std::uint64_t{8} * slot);
}

void FunctionEmitter::storeSlot(Value* value, Value* at) {
  llvm::Type* const type = value->getType();
  if (type->isVectorTy()) {
    builder_.CreateAlignedStore(value, at, llvm::Align(8));
  } else {
    builder_.CreateAlignedStore(toIntegerRegister(value), at, llvm::Align(8));
  }
}

Value* FunctionEmitter::loadSlot(Kind kind, Value* at) {
  // A smaller value stands in the lower bytes.
  return builder_.CreateAlignedLoad(module_.typeOf(kind), at, llvm::Align(8));
}

/// An instruction (by its opcode) or another service (`CallOut`) of the runtime.
Value* FunctionEmitter::callOut(std::uint32_t index, llvm::ArrayRef<Value*> operands, Value* a,
                                Value* b, bool mayThrow) {
  Value* area = llvm::ConstantPointerNull::get(builder_.getPtrTy());
  if (outArea_ == nullptr) {
    const llvm::IRBuilderBase::InsertPointGuard guard(builder_);
    builder_.SetInsertPoint(entry_, entry_->begin());
    outArea_ = builder_.CreateAlloca(builder_.getInt64Ty(), builder_.getInt32(1));
    outArea_->setAlignment(llvm::Align(16));
  }
  area = outArea_;
  std::uint32_t slot = 0;
  for (Value* const operand : operands) {
    storeSlot(operand, pointerAt(area, std::uint64_t{8} * slot));
    slot += operand->getType()->isVectorTy() ? 2 : 1;
  }
  // Results come there too: of at most two slots.
  outSlots_ = std::max({outSlots_, slot, 2u});
  Value* const code = contextField(native::context::callOut, builder_.getPtrTy());
  return emitCall(module_.callOutType(), code, {context_, word(index), area, a, b}, mayThrow);
}

/// An instruction whose operands are the node's.
Value* FunctionEmitter::callOut(const Node& node, Value* a, Value* b) {
  std::vector<Value*> operands;
  for (const Node* kid : node.kids) operands.push_back(value(*kid));
  at(node);
  const wasm::Shape shape = wasm::shapeOf(node.op);
  Value* const result = callOut(static_cast<std::uint32_t>(node.op), operands, a, b);
  const bool hasVector = shape.kind != wasm::ShapeKind::Special ? node.type == Kind::V128 : false;
  if (hasVector) return loadSlot(Kind::V128, outArea_);
  return fromRegister(result, node.type);
}

/// Ends the block.
void FunctionEmitter::trap(TrapKind kind) {
  if (!module_.options().useSignals) {
    callOut(static_cast<std::uint32_t>(native::CallOut::RaiseTrap), {},
            word(static_cast<std::uint64_t>(kind)), word(0));
    builder_.CreateUnreachable();
    return;
  }
  llvm::CallInst* const call =
      builder_.CreateIntrinsic(builder_.getVoidTy(), llvm::Intrinsic::ubsantrap,
                               {builder_.getInt8(static_cast<std::uint8_t>(kind))});
  // Each place is its own: it says where the trap was.
  call->addFnAttr(llvm::Attribute::NoMerge);
  builder_.CreateUnreachable();
}

void FunctionEmitter::trapIf(Value* condition, TrapKind kind) {
  llvm::BasicBlock* const trapping = newBlock();
  llvm::BasicBlock* const next = newBlock();
  llvm::MDBuilder metadata(module_.context());
  builder_.CreateCondBr(condition, trapping, next, metadata.createUnlikelyBranchWeights());
  builder_.SetInsertPoint(trapping);
  trap(kind);
  startBlock(next);
}

/// Whether the frame, which is there already, is still on the stack. What it has there is not lost if it is not: below the limit there is
/// room for one.
void FunctionEmitter::checkStack() {
  if (module_.options().useSignals) return;
  Value* const state = contextField(native::context::native, builder_.getPtrTy());
  Value* const limit =
      invariantLoad(builder_.getPtrTy(), pointerAt(state, native::state::stackLimit));
  Value* const sp = builder_.CreateIntrinsic(llvm::Intrinsic::stacksave, {builder_.getPtrTy()}, {});
  trapIf(builder_.CreateICmpULT(sp, limit), TrapKind::StackOverflow);
}

/// Where code would go on for ever: whether it is to stop. Volatile: somebody else says so.
void FunctionEmitter::checkStop() {
  if (module_.options().useSignals) return;
  Value* const state = contextField(native::context::native, builder_.getPtrTy());
  Value* const flag =
      builder_.CreateLoad(builder_.getPtrTy(), pointerAt(state, native::state::stopped));
  Value* const isStopped = builder_.CreateLoad(builder_.getInt8Ty(), flag, /*isVolatile=*/true);
  trapIf(builder_.CreateICmpNE(isStopped, builder_.getInt8(0)), TrapKind::Interrupted);
}

/// A trap that tells the index of the table element.
void FunctionEmitter::raiseElementIf(Value* condition, TrapKind kind, Value* index) {
  llvm::BasicBlock* const trapping = newBlock();
  llvm::BasicBlock* const next = newBlock();
  llvm::MDBuilder metadata(module_.context());
  builder_.CreateCondBr(condition, trapping, next, metadata.createUnlikelyBranchWeights());
  builder_.SetInsertPoint(trapping);
  callOut(static_cast<std::uint32_t>(native::CallOut::RaiseElement), {},
          word(static_cast<std::uint64_t>(kind)), toIntegerRegister(index));
  builder_.CreateUnreachable();
  startBlock(next);
}

}  // namespace wald::codegen
