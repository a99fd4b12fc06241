#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "binary/instruction_decoder.h"
#include "ir/tree.h"
#include "ir/valid_module.h"
#include "valid/tree_workspace.h"

namespace wald::valid {

/// Turns stack code into trees in one pass, with a stack whose entries are trees.
///
/// An entry stays pending, so that it becomes an operand of what consumes it, until something would change what it reads or
/// the order of what can be seen; then it is assigned to the temporary of its height.
class TreeBuilder {
public:
  TreeBuilder(const ir::ValidModule& module, std::uint32_t definedFunction, Arena arena,
              TreeWorkspace& workspace);
  Result<std::unique_ptr<ir::Function>> build();

private:
  using Entry = TreeEntry;
  using Frame = TreeFrame;

  // tree_builder.cpp: the pass, control and calls.
  void instruction(const wasm::Instruction& in);
  bool skipDead(wasm::Opcode op);
  void openBlock(const wasm::Instruction& in);
  void elseArm(const wasm::Instruction& in);
  void closeBlock(const wasm::Instruction& in);
  ir::Node* makeBranch(const wasm::Instruction& in, unsigned kids);
  std::size_t branchValues(std::uint32_t depth) const;
  void branch(const wasm::Instruction& in);
  void branchIf(const wasm::Instruction& in);
  void branchOnNull(const wasm::Instruction& in);
  void branchTable(const wasm::Instruction& in);
  void returnValues(const wasm::Instruction& in);
  void call(const wasm::Instruction& in);
  void setLocal(const wasm::Instruction& in, bool tee);
  void special(const wasm::Instruction& in);
  ir::Node* operation(const wasm::Instruction& in, wasm::Kind type, unsigned operands,
                      std::uint8_t effects);
  void effect(const wasm::Instruction& in, unsigned operands);
  void charge(std::uint32_t offset);

  // tree_exceptions.cpp
  ir::LabelId handlerFrom(std::uint32_t depth) const;
  void describeTry(const wasm::Instruction& in, ir::Node* node);
  void endArm();
  void catchArm(const wasm::Instruction& in);
  void throwException(const wasm::Instruction& in);

  // tree_objects.cpp
  bool object(const wasm::Instruction& in);
  void branchOnCast(const wasm::Instruction& in);

  // tree_stack.cpp: the stack of trees.
  ir::Node* makeNode(const wasm::Instruction& in, wasm::Kind type, unsigned kids,
                     std::uint8_t effects);
  ir::Node* makeStatement(const wasm::Instruction& in, wasm::Kind type, unsigned operands,
                          std::uint8_t effects);
  ir::Node* makeLocalGet(ir::Var var, wasm::Kind type);
  ir::Node* makeSet(ir::Var var, ir::Node* value, std::uint32_t offset);
  TreeReads takeKids(ir::Node* node);
  void giveKid(ir::Node* node, ir::Node* kid);
  TreeReads readsOf(ir::Var var, wasm::Kind type) const;
  void push(ir::Node* node, const TreeReads& reads);
  void pushVar(ir::Var var, wasm::Kind type);
  void pushTemp(wasm::Kind type);
  ir::Node* pop();
  void statement(ir::Node* node);
  void materialise(std::size_t entry);
  void materialiseTop(std::size_t count);
  void materialiseAll();
  template <typename Predicate>
  void flush(Predicate predicate) {
    for (std::size_t i = firstPending_; i < stack_.size(); ++i) {
      if (stack_[i].isPending && predicate(stack_[i])) materialise(i);
    }
  }
  void noteTemps(std::size_t from);
  void flushForEffects(std::uint8_t effects);
  void resetTo(std::uint32_t height);

  /// More pending entries than this are never kept: it bounds the search for those that must be assigned.
  static constexpr std::size_t maxPending = 64;

  // Which locals are known to be written before they are read.
  void noteRead(std::uint32_t local);
  void noteWrite(std::uint32_t local);
  void forgetWrites(std::size_t mark);
  void finishZeroed();

  ir::Label& labelAt(std::uint32_t depth, ir::LabelId& id);

  const wasm::Module& module_;
  const wasm::Code& code_;
  std::unique_ptr<ir::Function> function_;
  std::vector<Entry>& stack_;
  std::size_t firstPending_ = 0;  ///< no entry below it is pending
  ir::Var top_ = 0;               ///< the temporary of the next entry
  /// What lies below may still have to be read: `top_` before the present instruction took its operands, and the
  /// temporaries of former heights that pending trees read.
  ir::Var floor_ = 0;
  std::vector<Frame>& frames_;
  bool live_ = true;
  std::uint32_t deadDepth_ = 0;
  ir::Node* charge_ = nullptr;
  std::vector<ir::Node*>& localGets_;
  std::vector<std::uint8_t>& isAssigned_;
  std::vector<std::uint8_t>& needsZero_;
  std::vector<std::uint32_t>& assigned_;
  std::optional<wasm::Opcode> unsupported_;  ///< an instruction that has no tree yet
};

// What every instruction does, for all of the builder's files.

inline ir::Node* TreeBuilder::makeNode(const wasm::Instruction& in, wasm::Kind type, unsigned kids,
                                       std::uint8_t effects) {
  ir::Node* node = ir::Node::make(function_->arena, in.op, kids);
  node->type = type;
  node->effects = effects;
  node->offset = in.offset;
  node->a = in.a;
  node->b = in.b;
  node->c = in.c;
  node->value = in.value;
  return node;
}

inline TreeReads TreeBuilder::readsOf(ir::Var var, wasm::Kind type) const {
  if (var < function_->firstTemp) return {.locals = std::uint64_t{1} << (var % 64)};
  return {.tempsBelow = var + wasm::slotsOf(type)};
}

/// Takes a node's operands from the stack, and gives what it reads by them.
inline TreeReads TreeBuilder::takeKids(ir::Node* node) {
  TreeReads reads;
  const std::size_t count = node->kids.size();
  if (count == 0) return reads;
  const Entry* const entries = stack_.data() + stack_.size() - count;
  std::uint8_t effects = node->effects;
  for (std::size_t i = 0; i < count; ++i) {
    node->kids[i] = entries[i].node;
    effects |= entries[i].effects;
    reads.add(entries[i].reads);
  }
  node->effects = effects;
  top_ = entries[0].var;
  stack_.resize(stack_.size() - count);
  firstPending_ = std::min(firstPending_, stack_.size());
  return reads;
}

inline void TreeBuilder::push(ir::Node* node, const TreeReads& reads) {
  const ir::Var below = stack_.empty() ? 0 : stack_.back().tempsBelow;
  stack_.push_back({node, reads, top_, std::max(below, reads.tempsBelow), node->effects, true});
  top_ += wasm::slotsOf(node->type);
  function_->end = std::max(function_->end, top_);
  // Room for the statement that takes it.
  if (reads.depth + 1 >= ir::Node::maxDepth) {
    materialise(stack_.size() - 1);
  } else if (stack_.size() - firstPending_ > maxPending) {
    materialise(firstPending_++);
  }
}

inline void TreeBuilder::pushVar(ir::Var var, wasm::Kind type) {
  push(makeLocalGet(var, type), readsOf(var, type));
}

inline ir::Node* TreeBuilder::pop() {
  const Entry& entry = stack_.back();
  ir::Node* const node = entry.node;
  top_ = entry.var;
  stack_.pop_back();
  firstPending_ = std::min(firstPending_, stack_.size());
  return node;
}

}  // namespace wald::valid
