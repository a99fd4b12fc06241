#include <algorithm>

#include "valid/tree_builder.h"
#include "wasm/references.h"

namespace wald::valid {

using ir::Node;
using ir::Var;
using wasm::Instruction;
using wasm::Kind;
using wasm::Opcode;

/// A node that is no operand, with operands from the stack.
Node* TreeBuilder::makeStatement(const Instruction& in, Kind type, unsigned operands,
                                 std::uint8_t effects) {
  Node* node = makeNode(in, type, operands, effects);
  takeKids(node, operands);
  return node;
}

Node* TreeBuilder::makeNewLocalGet(Var var, Kind type) {
  if (var >= localGets_.size()) localGets_.resize(var + 1);
  Node* const node = Node::make(function_->arena, Opcode::LocalGet, 0);
  node->type = type;
  node->a = var;
  localGets_[var] = node;
  return node;
}

Node* TreeBuilder::makeSet(Var var, Node* value, std::uint32_t offset) {
  Node* node = Node::make(function_->arena, Opcode::LocalSet, 1);
  node->type = value->type;
  node->a = var;
  node->offset = offset;
  giveKid(node, value);
  return node;
}

/// Makes a tree the only operand of a node that takes it from elsewhere than the stack.
void TreeBuilder::giveKid(Node* node, Node* kid) {
  node->kids[0] = kid;
  node->effects |= kid->effects;
}

void TreeBuilder::pushTemp(Kind type) {
  pushVar(top_, type);
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
    if (stack_[i].isPending && stack_[i].readsTempsBelow > var) materialise(i);
  }
  // What precedes in evaluation order and can be told apart precedes in the code too.
  const std::uint8_t before = (value->effects & ir::WritesState) ? ir::MayTrap | ir::ReadsState
                                                                 : value->effects & ir::MayTrap;
  if (before != 0) {
    for (std::size_t i = firstPending_; i < index; ++i) {
      if (stack_[i].isPending && (stack_[i].effects & before) != 0) materialise(i);
    }
  }
  Node* set = makeSet(var, value, value->offset);
  set->scratch = std::max(floor_, top_);
  set->charged = static_cast<std::uint32_t>(charge_->value);
  function_->statements.push_back(set);
  Entry& entry = stack_[index];
  entry.node = makeLocalGet(var, value->type);
  entry.readsLocals = 0;
  entry.readsTempsBelow = readsOf(var, value->type).tempsBelow;
  entry.depth = 1;
  entry.effects = 0;
  noteTemps(index);
}

/// Notes what entries read that lie from here on, or below.
void TreeBuilder::noteTemps(std::size_t from) {
  Var floor = from == 0 ? 0 : stack_[from - 1].floor;
  for (std::size_t i = from; i < stack_.size(); ++i) {
    floor = std::max(floor, stack_[i].readsTempsBelow);
    stack_[i].floor = floor;
  }
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
    flush([](const Entry& entry) { return (entry.effects & (ir::MayTrap | ir::ReadsState)) != 0; });
  } else if (effects & ir::MayTrap) {
    flush([](const Entry& entry) { return (entry.effects & ir::MayTrap) != 0; });
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
    flush([bit](const Entry& entry) { return (entry.readsLocals & bit) != 0; });
    statement(makeSet(local.var, value, in.offset));
  }
  if (tee) pushVar(local.var, local.type.kind());
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
