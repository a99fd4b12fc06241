#include "codegen/function_emitter.h"

// Exceptions. A call inside of a `try_table` or `try` unwinds to a landing pad, which leads to the block's dispatch: that compares
// tags, and passes on what no clause takes. Nothing is done where nothing is thrown.

namespace wald::codegen {

namespace native = wasm::native;
using llvm::BasicBlock;
using llvm::Value;

void FunctionEmitter::openTry(const Node& node) { tries_.push_back({&node, node.b, {}}); }

/// The innermost block whose clauses see what is thrown here.
FunctionEmitter::Try* FunctionEmitter::activeTry() {
  for (auto handler = tries_.rbegin(); handler != tries_.rend(); ++handler) {
    if (!handler->isInArm) return &*handler;
  }
  return nullptr;
}

BasicBlock* FunctionEmitter::padOf(Try& handler) {
  if (handler.pad != nullptr) return handler.pad;
  BasicBlock* const dispatch = dispatchOf(handler);
  const llvm::IRBuilderBase::InsertPointGuard guard(builder_);
  handler.pad = newBlock();
  builder_.SetInsertPoint(handler.pad);
  if (!function_.hasPersonalityFn()) function_.setPersonalityFn(module_.personality());
  auto* type = llvm::StructType::get(builder_.getPtrTy(), builder_.getInt32Ty());
  llvm::LandingPadInst* const pad = builder_.CreateLandingPad(type, 1);
  pad->addClause(llvm::ConstantPointerNull::get(builder_.getPtrTy()));
  builder_.CreateStore(builder_.CreateExtractValue(pad, {0u}), exception_);
  builder_.CreateBr(dispatch);
  return handler.pad;
}

BasicBlock* FunctionEmitter::dispatchOf(Try& handler) {
  if (handler.dispatch != nullptr) return handler.dispatch;
  handler.dispatch = newBlock();
  if (exception_ == nullptr) {
    const llvm::IRBuilderBase::InsertPointGuard guard(builder_);
    builder_.SetInsertPoint(entry_, entry_->begin());
    exception_ = builder_.CreateAlloca(builder_.getPtrTy());
  }
  return handler.dispatch;
}

void FunctionEmitter::catchArm(const Node& node) {
  Try& handler = tries_.back();
  // The arm before goes on behind the block: the tree ends it by a branch.
  handler.isInArm = true;
  handler.arms.push_back({&node, newBlock()});
  startBlock(handler.arms.back().block);
}

void FunctionEmitter::closeTry(const Node& node) {
  if (tries_.empty() || tries_.back().node->a != node.a) return;
  Try handler = std::move(tries_.back());
  tries_.pop_back();
  if (node.op == Opcode::Delegate) handler.outer = node.b;
  emitDispatch(handler);
}

void FunctionEmitter::emitDispatch(Try& handler) {
  if (handler.dispatch == nullptr) {
    // Nothing inside can throw, so nothing reaches the arms.
    return;
  }
  const llvm::IRBuilderBase::InsertPointGuard guard(builder_);
  builder_.SetInsertPoint(handler.dispatch);
  Value* const exception = builder_.CreateLoad(builder_.getPtrTy(), exception_);
  if (handler.node->op == Opcode::TryTable) {
    dispatchClauses(handler, exception);
  } else {
    dispatchArms(handler, exception);
  }
  if (isOpen()) passOn(handler.outer, exception);
}

Value* FunctionEmitter::hasTag(Value* exception, std::uint32_t tag) {
  Value* const actual =
      builder_.CreateLoad(builder_.getPtrTy(), pointerAt(exception, native::exception::tag));
  return builder_.CreateICmpEQ(actual, entryOf(native::context::tags, tag));
}

/// The values of an exception of a tag, into variables.
void FunctionEmitter::readValues(Value* exception, std::uint32_t tag, ir::Var var) {
  const auto& type = wasm_.types[wasm_.tags[tag].type.type].comp;
  std::uint32_t slot = 0;
  for (const auto param : type.params) {
    const Kind kind = param.kind();
    write(
        var + slot, kind,
        loadSlot(kind, pointerAt(exception, native::exception::values + std::uint64_t{8} * slot)));
    slot += wasm::slotsOf(kind);
  }
}

void FunctionEmitter::dispatchClauses(const Try& handler, Value* exception) {
  const Node& node = *handler.node;
  for (std::size_t i = 0; i < node.catches().size(); ++i) {
    const wasm::CatchClause& clause = node.catches()[i];
    const ir::Label& label = tree_.labels[node.labels()[i]];
    const bool hasTagToMatch =
        clause.kind == wasm::CatchKind::Catch || clause.kind == wasm::CatchKind::CatchRef;
    const bool wantsException =
        clause.kind == wasm::CatchKind::CatchRef || clause.kind == wasm::CatchKind::CatchAllRef;
    BasicBlock* const next = newBlock();
    if (hasTagToMatch) {
      BasicBlock* const match = newBlock();
      builder_.CreateCondBr(hasTag(exception, clause.tag), match, next);
      builder_.SetInsertPoint(match);
      readValues(exception, clause.tag, label.target);
    }
    if (wantsException) {
      write(label.target + label.slots - 1, Kind::Ref,
            builder_.CreatePtrToInt(exception, builder_.getInt64Ty()));
    }
    LabelBlocks& blocks = labels_[node.labels()[i]];
    if (blocks.target == nullptr) blocks.target = newBlock();
    builder_.CreateBr(blocks.target);
    builder_.SetInsertPoint(next);
  }
}

void FunctionEmitter::dispatchArms(const Try& handler, Value* exception) {
  for (const Arm& arm : handler.arms) {
    const Node& node = *arm.node;
    BasicBlock* const next = newBlock();
    if (node.op == Opcode::Catch) {
      BasicBlock* const match = newBlock();
      builder_.CreateCondBr(hasTag(exception, node.c), match, next);
      builder_.SetInsertPoint(match);
      readValues(exception, node.c, node.b + 1);
    }
    write(node.b, Kind::Ref, builder_.CreatePtrToInt(exception, builder_.getInt64Ty()));
    builder_.CreateBr(arm.block);
    builder_.SetInsertPoint(next);
  }
}

/// What no clause took goes to a block further out, or to the caller.
void FunctionEmitter::passOn(ir::LabelId outer, Value* exception) {
  for (Try& handler : tries_) {
    if (outer == 0 || handler.node->a != outer) continue;
    BasicBlock* const dispatch = dispatchOf(handler);
    builder_.CreateStore(exception, exception_);
    builder_.CreateBr(dispatch);
    return;
  }
  std::vector<Try> around;
  // To the caller: past the handlers around.
  around.swap(tries_);
  callOut(static_cast<std::uint32_t>(native::CallOut::ThrowAgain), {},
          builder_.CreatePtrToInt(exception, builder_.getInt64Ty()), word(0), true);
  builder_.CreateUnreachable();
  around.swap(tries_);
}

void FunctionEmitter::throwException(const Node& node) {
  std::vector<Value*> operands;
  for (const Node* kid : node.kids) operands.push_back(value(*kid));
  at(node);
  if (node.op == Opcode::Throw) {
    callOut(static_cast<std::uint32_t>(native::CallOut::ThrowTag), operands, word(node.a), word(0),
            true);
  } else {
    trapIfNull(operands[0], TrapKind::NullExceptionReference);
    callOut(static_cast<std::uint32_t>(native::CallOut::ThrowAgain), {}, operands[0], word(0),
            true);
  }
  builder_.CreateUnreachable();
}

}  // namespace wald::codegen
