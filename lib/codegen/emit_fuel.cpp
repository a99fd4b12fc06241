#include <llvm/IR/MDBuilder.h>

#include "codegen/function_emitter.h"
#include "ir/stretch.h"

// Counting fuel: a stretch of statements is paid as a whole when it is entered. If there is not enough for it, its second copy pays each
// statement before it is done, and ends where the fuel does.

namespace wald::codegen {

namespace native = wasm::native;
using llvm::BasicBlock;
using llvm::Value;

/// Goes to `poor` if there is not fuel for so many instructions. Volatile: what is paid before a trap is paid.
void FunctionEmitter::pay(std::uint64_t count, BasicBlock* poor) {
  Value* const store = contextField(native::context::store, builder_.getPtrTy());
  Value* const fuel = pointerAt(store, native::store::fuel);
  Value* const left = builder_.CreateAlignedLoad(builder_.getInt64Ty(), fuel, llvm::Align(8), true);
  BasicBlock* const next = newBlock();
  llvm::MDBuilder metadata(module_.context());
  builder_.CreateCondBr(builder_.CreateICmpULT(left, word(count)), poor, next,
                        metadata.createUnlikelyBranchWeights());
  startBlock(next);
  builder_.CreateAlignedStore(builder_.CreateSub(left, word(count)), fuel, llvm::Align(8), true);
}

/// Takes the rest of the fuel.
void FunctionEmitter::runOut() {
  Value* const store = contextField(native::context::store, builder_.getPtrTy());
  builder_.CreateAlignedStore(word(0), pointerAt(store, native::store::fuel), llvm::Align(8), true);
  trap(TrapKind::OutOfFuel);
}

void FunctionEmitter::charge(const Node& node) {
  endStretch(nullptr);
  if (!module_.options().countFuel || node.value == 0) return;
  stretch_ = {newBlock(), 0, &node};
  at(node);
  BasicBlock* const poor = newBlock();
  BasicBlock* const again = newBlock();
  builder_.CreateBr(again);
  startBlock(again);
  pay(node.value, poor);
  const llvm::IRBuilderBase::InsertPointGuard guard(builder_);
  builder_.SetInsertPoint(poor);
  Value* const isEnough =
      callOut(static_cast<std::uint32_t>(native::CallOut::Refuel), {}, word(node.value), word(0));
  builder_.CreateCondBr(builder_.CreateICmpNE(isEnough, word(0)), again, stretch_.exact);
}

/// Puts a statement, which is yet to be emitted, into the second copy of its stretch too.
void FunctionEmitter::repeat(const Node& node) {
  if (stretch_.exact == nullptr || ir::isBracket(node.op)) return;
  if (!ir::isStraight(node.op)) return endStretch(&node);
  const llvm::IRBuilderBase::InsertPointGuard guard(builder_);
  builder_.SetInsertPoint(stretch_.exact);
  at(node);
  if (node.charged != stretch_.paid) {
    BasicBlock* const poor = newBlock();
    pay(node.charged - stretch_.paid, poor);
    const llvm::IRBuilderBase::InsertPointGuard inner(builder_);
    builder_.SetInsertPoint(poor);
    runOut();
  }
  stretch_.paid = node.charged;
  stretch_.last = &node;
  statement(node);
  stretch_.exact = builder_.GetInsertBlock();
}

/// At the statement that ends the stretch, or behind its last one.
void FunctionEmitter::endStretch(const Node* node) {
  if (stretch_.exact == nullptr) return;
  const llvm::IRBuilderBase::InsertPointGuard guard(builder_);
  builder_.SetInsertPoint(stretch_.exact);
  at(node != nullptr ? *node : *stretch_.last);
  // What is left to pay is more than there is.
  runOut();
  stretch_ = {};
}

}  // namespace wald::codegen
