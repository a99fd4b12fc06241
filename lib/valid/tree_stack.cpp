#include <algorithm>

#include "valid/tree_builder_impl.h"
#include "wasm/references.h"

namespace wald::valid {

using ir::Node;
using ir::Var;
using wasm::Instruction;
using wasm::Kind;
using wasm::Opcode;

Node* TreeBuilder::makeNode(const Instruction& in, Kind type, unsigned operands,
                            std::uint8_t effects) {
  Node* node = function_->arena.make<Node>();
  node->op = in.op;
  node->type = type;
  node->effects = effects;
  node->offset = in.offset;
  node->a = in.a;
  node->b = in.b;
  node->c = in.c;
  node->value = in.value;
  node->high = in.high;
  takeKids(node, operands);
  return node;
}

Node* TreeBuilder::makeLocalGet(Var var, Kind type) {
  if (var >= localGets_.size()) localGets_.resize(var + 1);
  Node*& node = localGets_[var];
  // A temporary's type changes.
  if (node != nullptr && node->type == type) return node;
  node = function_->arena.make<Node>();
  node->op = Opcode::LocalGet;
  node->type = type;
  node->a = var;
  if (var < function_->firstTemp) {
    node->readsLocals = std::uint64_t{1} << (var % 64);
  } else {
    node->readsTempsBelow = var + slotsOf(type);
  }
  return node;
}

Node* TreeBuilder::makeSet(Var var, Node* value, std::uint32_t offset) {
  Node* node = function_->arena.make<Node>();
  node->op = Opcode::LocalSet;
  node->type = value->type;
  node->a = var;
  node->offset = offset;
  giveKid(node, value);
  return node;
}

void TreeBuilder::noteKid(Node* node, const Node* kid) {
  node->effects |= kid->effects;
  node->readsLocals |= kid->readsLocals;
  node->readsTempsBelow = std::max(node->readsTempsBelow, kid->readsTempsBelow);
  node->depth = std::max<std::uint8_t>(node->depth, static_cast<std::uint8_t>(kid->depth + 1));
}

void TreeBuilder::takeKids(Node* node, unsigned count) {
  if (count == 0) return;
  node->kids = function_->arena.makeSpan<Node*>(count);
  for (unsigned i = count; i-- > 0;) {
    node->kids[i] = pop();
    noteKid(node, node->kids[i]);
  }
}

/// Makes a tree the only operand of a node that takes it from elsewhere than the stack.
void TreeBuilder::giveKid(Node* node, Node* kid) {
  node->kids = function_->arena.makeSpan<Node*>(1);
  node->kids[0] = kid;
  noteKid(node, kid);
}

void TreeBuilder::pushTemp(Kind type) {
  push(makeLocalGet(top_, type));
  stack_.back().isPending = false;
}

void TreeBuilder::statement(Node* node) {
  flushForEffects(node->effects);
  node->scratch = std::max(floor_, top_);
  node->charged = static_cast<std::uint32_t>(charge_->value);
  function_->statements.push_back(node);
}

/// Assigns an entry's tree to the temporary of its height.
void TreeBuilder::materialise(std::size_t index) {
  if (!stack_[index].isPending) return;
  stack_[index].isPending = false;
  Node* value = stack_[index].node;
  const Var var = stack_[index].var;
  // A tree below may still read what lay at this height before.
  for (std::size_t i = firstPending_; i < index; ++i) {
    if (stack_[i].isPending && stack_[i].node->readsTempsBelow > var) materialise(i);
  }
  // What precedes in evaluation order and can be told apart precedes in the code too.
  const std::uint8_t before = (value->effects & ir::WritesState) ? ir::MayTrap | ir::ReadsState
                                                                 : value->effects & ir::MayTrap;
  if (before != 0) {
    for (std::size_t i = firstPending_; i < index; ++i) {
      if (stack_[i].isPending && (stack_[i].node->effects & before) != 0) materialise(i);
    }
  }
  Node* set = makeSet(var, value, value->offset);
  set->scratch = std::max(floor_, top_);
  set->charged = static_cast<std::uint32_t>(charge_->value);
  function_->statements.push_back(set);
  stack_[index].node = makeLocalGet(var, value->type);
}

void TreeBuilder::materialiseTop(std::size_t count) {
  for (std::size_t i = stack_.size() - count; i < stack_.size(); ++i) materialise(i);
}

void TreeBuilder::materialiseAll() {
  for (std::size_t i = firstPending_; i < stack_.size(); ++i) materialise(i);
  firstPending_ = stack_.size();
}

void TreeBuilder::flushForEffects(std::uint8_t effects) {
  if (effects & ir::WritesState) {
    flush([](const Node& node) { return (node.effects & (ir::MayTrap | ir::ReadsState)) != 0; });
  } else if (effects & ir::MayTrap) {
    flush([](const Node& node) { return (node.effects & ir::MayTrap) != 0; });
  }
}

void TreeBuilder::resetTo(std::uint32_t height) {
  while (stack_.size() > height) pop();
}

void TreeBuilder::setLocal(const Instruction& in, bool tee) {
  const auto& local = function_->locals[in.a];
  Node* value = pop();
  noteWrite(in.a);
  const bool isSelf = value->op == Opcode::LocalGet && value->a == local.var;
  if (!isSelf) {
    const std::uint64_t bit = std::uint64_t{1} << (local.var % 64);
    flush([bit](const Node& node) { return (node.readsLocals & bit) != 0; });
    statement(makeSet(local.var, value, in.offset));
  }
  if (tee) push(makeLocalGet(local.var, local.type.kind()));
}

void TreeBuilder::noteRead(std::uint32_t local) {
  if (!isAssigned_[local]) needsZero_[local] = true;
}

void TreeBuilder::noteWrite(std::uint32_t local) {
  if (isAssigned_[local]) return;
  isAssigned_[local] = true;
  assigned_.push_back(local);
}

/// Control may arrive without what was written since the mark.
void TreeBuilder::forgetWrites(std::size_t mark) {
  while (assigned_.size() > mark) {
    isAssigned_[assigned_.back()] = false;
    assigned_.pop_back();
  }
}

void TreeBuilder::finishZeroed() {
  const std::size_t params = function_->type->params.size();
  for (std::size_t i = 0; i < needsZero_.size(); ++i) {
    // The collector must not take for a reference what another frame left there.
    const bool mayKeepObjects = i >= params && wasm::mayReferToObjects(function_->locals[i].type);
    if (!needsZero_[i] && !mayKeepObjects) continue;
    const auto& local = function_->locals[i];
    const std::uint32_t slots = slotsOf(local.type.kind());
    auto& ranges = function_->zeroed;
    if (!ranges.empty() && ranges.back().first + ranges.back().count == local.var) {
      ranges.back().count += slots;
    } else {
      ranges.push_back({local.var, slots});
    }
  }
}

}  // namespace wald::valid
