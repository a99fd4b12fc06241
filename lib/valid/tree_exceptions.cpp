#include <algorithm>

#include "valid/tree_builder.h"

namespace wald::valid {

using ir::LabelId;
using ir::Node;
using wasm::Instruction;
using wasm::Kind;
using wasm::Opcode;

/// The innermost block around a label, itself included, whose clauses see exceptions; 0: none, the caller.
LabelId TreeBuilder::handlerFrom(std::uint32_t depth) const {
  for (std::size_t i = frames_.size() - depth; i-- > 0;) {
    const Frame& frame = frames_[i];
    if (frame.kind == Opcode::TryTable) return frame.label;
    if (frame.kind == Opcode::Try && !frame.inCatch) return frame.label;
  }
  return 0;
}

/// What a block that is about to be opened says of exceptions.
void TreeBuilder::describeTry(const Instruction& in, Node* node) {
  if (in.op != Opcode::Try && in.op != Opcode::TryTable) return;
  node->b = handlerFrom(0);
  // Arms come later.
  if (in.op == Opcode::Try) return;
  // The labels of the clauses count from outside of the block.
  const auto labels = function_->arena.makeSpan<LabelId>(in.catches.size());
  const auto catches = function_->arena.makeSpan<wasm::CatchClause>(in.catches.size());
  for (std::size_t i = 0; i < in.catches.size(); ++i) {
    labelAt(in.catches[i].label, labels[i]);
    catches[i] = in.catches[i];
  }
  node->setTargets({labels, catches});
}

/// Ends an arm of a `Try` whose results need not lie where those of the block do.
void TreeBuilder::endArm() {
  const Frame& frame = frames_.back();
  materialiseTop(frame.results.size());
  ir::Label& label = function_->labels[frame.label];
  label.isTargeted = true;
  Node* node = Node::make(function_->arena, Opcode::Br, 0);
  node->a = frame.label;
  node->c = label.slots;
  node->b = top_ - label.slots;
  statement(node);
  live_ = false;
}

void TreeBuilder::catchArm(const Instruction& in) {
  if (live_) endArm();
  Frame& frame = frames_.back();
  frame.inCatch = true;
  resetTo(frame.height);
  // `rethrow` may want the exception.
  frame.exception = top_;
  pushTemp(Kind::Ref);
  const bool hasTag = in.op == Opcode::Catch;
  if (hasTag) {
    const auto& type = module_.types[module_.tags[in.a].type.type].comp;
    for (const auto param : type.params) pushTemp(param.kind());
  }
  forgetWrites(frame.assignedMark);
  Node* node = makeNode(in, Kind::I32, 0, 0);
  node->a = frame.label;
  node->b = frame.exception;
  node->c = hasTag ? in.a : 0;
  statement(node);
  live_ = true;
  charge(in.offset);
}

void TreeBuilder::throwException(const Instruction& in) {
  constexpr std::uint8_t effects = ir::MayTrap | ir::ReadsState | ir::WritesState;
  Node* node = nullptr;
  if (in.op == Opcode::Rethrow) {
    node = makeNode(in, Kind::I32, 1, effects);
    node->op = Opcode::ThrowRef;
    giveKid(node, makeLocalGet(frames_[frames_.size() - 1 - in.a].exception, Kind::Ref));
  } else if (in.op == Opcode::ThrowRef) {
    node = makeStatement(in, Kind::I32, 1, effects);
  } else {
    const auto& type = module_.types[module_.tags[in.a].type.type].comp;
    node = makeStatement(in, Kind::I32, static_cast<unsigned>(type.params.size()), effects);
  }
  statement(node);
  live_ = false;
}

}  // namespace wald::valid
