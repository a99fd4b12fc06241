#include "codegen/function_emitter.h"

// Statements: blocks, branches and returns.

namespace wald::codegen {

using llvm::BasicBlock;
using llvm::Value;

FunctionEmitter::FunctionEmitter(ModuleEmitter& module, const ir::Function& tree,
                                 llvm::Function& function)
    : module_(module), wasm_(module.wasm()), tree_(tree), function_(function),
      builder_(module.context()), labels_(tree.labels.size()), readKinds_(tree.end + 2) {}

void FunctionEmitter::run() {
  enter();
  for (const Node* node : tree_.statements) {
    repeat(*node);
    statement(*node);
  }
  endStretch(nullptr);
  // What the tree leaves open is never reached.
  for (BasicBlock& block : function_) {
    if (block.getTerminator() == nullptr) {
      builder_.SetInsertPoint(&block);
      builder_.CreateUnreachable();
    }
  }
  if (outArea_ != nullptr) outArea_->setOperand(0, builder_.getInt32(outSlots_));
}

BasicBlock* FunctionEmitter::newBlock() {
  return BasicBlock::Create(module_.context(), "", &function_);
}

void FunctionEmitter::startBlock(BasicBlock* block) {
  block->moveAfter(&function_.back());
  builder_.SetInsertPoint(block);
}

void FunctionEmitter::jumpTo(BasicBlock* block) {
  if (isOpen()) builder_.CreateBr(block);
}

void FunctionEmitter::at(const Node& node) {
  builder_.SetCurrentDebugLocation(
      llvm::DILocation::get(module_.context(), node.offset + 1, 0, function_.getSubprogram()));
}

void FunctionEmitter::statement(const Node& node) {
  switch (node.op) {
    case Opcode::Nop: return charge(node);
    case Opcode::LocalSet: {
      Value* const result = value(*node.kids[0]);
      return write(node.a, node.kids[0]->type, result);
    }
    case Opcode::GlobalSet: return globalSet(node);
    case Opcode::Drop: value(*node.kids[0]); return;
    case Opcode::Block:
    case Opcode::Loop:
    case Opcode::If: return openBlock(node);
    case Opcode::Else: return elseArm(node);
    case Opcode::Try:
    case Opcode::TryTable: openBlock(node); return openTry(node);
    case Opcode::Catch:
    case Opcode::CatchAll: return catchArm(node);
    case Opcode::Delegate:
    case Opcode::End: closeTry(node); return closeBlock(node);
    case Opcode::Throw:
    case Opcode::ThrowRef: return throwException(node);
    case Opcode::Br: return branch(node);
    case Opcode::BrIf:
    case Opcode::BrOnNull:
    case Opcode::BrOnNonNull:
    case Opcode::BrOnCast:
    case Opcode::BrOnCastFail: return branchIf(node);
    case Opcode::BrTable: return branchTable(node);
    case Opcode::Return: return returnValues(node);
    case Opcode::Call:
    case Opcode::CallIndirect:
    case Opcode::CallRef:
    case Opcode::ReturnCall:
    case Opcode::ReturnCallIndirect:
    case Opcode::ReturnCallRef: return call(node);
    case Opcode::Unreachable: at(node); return trap(TrapKind::Unreachable);
    case Opcode::I64Add128:
    case Opcode::I64Sub128:
    case Opcode::I64MulWideS:
    case Opcode::I64MulWideU: return wide(node);
    case Opcode::StructSet:
    case Opcode::ArraySet: return setField(node);
    default: break;
  }
  using wasm::ShapeKind;
  const ShapeKind kind = wasm::shapeOf(node.op).kind;
  if (kind == ShapeKind::Store || kind == ShapeKind::StoreLane) return store(node);
  // The rest are values that nobody wants, or effects of the runtime.
  value(node);
}

void FunctionEmitter::openBlock(const Node& node) {
  LabelBlocks& label = labels_[node.a];
  label.target = newBlock();
  if (node.op == Opcode::Loop) {
    jumpTo(label.target);
    startBlock(label.target);
    at(node);
    return checkStop();
  }
  if (node.op != Opcode::If) return;
  label.otherArm = newBlock();
  BasicBlock* const arm = newBlock();
  builder_.CreateCondBr(condition(*node.kids[0]), arm, label.otherArm);
  startBlock(arm);
}

void FunctionEmitter::elseArm(const Node& node) {
  LabelBlocks& label = labels_[node.a];
  jumpTo(label.target);
  startBlock(label.otherArm);
  label.otherArm = nullptr;
}

void FunctionEmitter::closeBlock(const Node& node) {
  LabelBlocks& label = labels_[node.a];
  if (tree_.labels[node.a].kind == Opcode::Loop) return;
  // The function's own label has no statement that opens it.
  if (label.target == nullptr) label.target = newBlock();
  jumpTo(label.target);
  if (label.otherArm != nullptr) {
    startBlock(label.otherArm);
    jumpTo(label.target);
  }
  startBlock(label.target);
}

Value* FunctionEmitter::condition(const Node& node) {
  Value* const result = value(node);
  return builder_.CreateICmpNE(result, llvm::ConstantInt::get(result->getType(), 0));
}

BasicBlock* FunctionEmitter::edgeTo(ir::LabelId id, const Node& node) {
  LabelBlocks& label = labels_[id];
  if (label.target == nullptr) label.target = newBlock();
  const ir::Var to = tree_.labels[id].target;
  if (node.c == 0 || node.b == to) return label.target;
  const llvm::IRBuilderBase::InsertPointGuard guard(builder_);
  BasicBlock* const edge = newBlock();
  builder_.SetInsertPoint(edge);
  copy(node.b, to, node.c);
  builder_.CreateBr(label.target);
  return edge;
}

void FunctionEmitter::branch(const Node& node) { builder_.CreateBr(edgeTo(node.a, node)); }

void FunctionEmitter::branchIf(const Node& node) {
  Value* isTaken = nullptr;
  switch (node.op) {
    case Opcode::BrIf: isTaken = condition(*node.kids[0]); break;
    case Opcode::BrOnNull: isTaken = isNull(value(*node.kids[0])); break;
    case Opcode::BrOnNonNull: isTaken = builder_.CreateNot(isNull(value(*node.kids[0]))); break;
    default:
      isTaken = castTest(node, value(*node.kids[0]));
      if (node.op == Opcode::BrOnCastFail) isTaken = builder_.CreateNot(isTaken);
      break;
  }
  BasicBlock* const next = newBlock();
  builder_.CreateCondBr(isTaken, edgeTo(node.a, node), next);
  startBlock(next);
}

void FunctionEmitter::branchTable(const Node& node) {
  Value* const index = value(*node.kids[0]);
  std::map<ir::LabelId, BasicBlock*> edges;
  const auto edge = [&](ir::LabelId label) {
    BasicBlock*& block = edges[label];
    if (block == nullptr) block = edgeTo(label, node);
    return block;
  };
  llvm::SwitchInst* const table =
      builder_.CreateSwitch(index, edge(node.a), static_cast<unsigned>(node.labels().size()));
  for (std::uint32_t i = 0; i < node.labels().size(); ++i) {
    // The default needs no case.
    if (node.labels()[i] != node.a) table->addCase(builder_.getInt32(i), edge(node.labels()[i]));
  }
}

void FunctionEmitter::returnValues(const Node& node) {
  const auto& results = tree_.type->results;
  llvm::Type* const type = function_.getReturnType();
  Value* returned = type->isVoidTy() ? nullptr : llvm::PoisonValue::get(type);
  const auto giveFirst = [&](Value* first, Kind kind) {
    first = toRegister(first, kind);
    returned = module_.isUniform()
                   ? builder_.CreateInsertValue(returned, first, {isVectorKind(kind) ? 1u : 0u})
                   : first;
  };
  if (results.size() == 1) {
    giveFirst(value(*node.kids[0]), results[0].kind());
  } else if (!results.empty()) {
    ir::Var var = node.b;
    std::uint32_t slot = 0;
    for (std::size_t i = 0; i < results.size(); ++i) {
      const Kind kind = results[i].kind();
      Value* const result = read(var, kind);
      if (i == 0) {
        giveFirst(result, kind);
      } else {
        storeSlot(result, overflowSlot(slot));
      }
      var += wasm::slotsOf(kind);
      slot += wasm::slotsOf(kind);
    }
  }
  returned == nullptr ? builder_.CreateRetVoid() : builder_.CreateRet(returned);
}

}  // namespace wald::codegen
