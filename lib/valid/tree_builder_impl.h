#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "binary/instruction_decoder.h"
#include "ir/tree.h"
#include "ir/valid_module.h"

namespace wald::valid {

/// Turns stack code into trees in one pass, with a stack whose entries are trees.
///
/// An entry stays pending, so that it becomes an operand of what consumes it, until something would change what it reads or
/// the order of what can be seen; then it is assigned to the temporary of its height.
class TreeBuilder {
public:
  TreeBuilder(const ir::ValidModule& module, std::uint32_t definedFunction, Arena arena);
  Result<std::unique_ptr<ir::Function>> build();

private:
  struct Entry {
    ir::Node* node;
    ir::Var var;     ///< the temporary of its height
    bool isPending;  ///< false: `node` reads `var`
  };

  struct Frame {
    wasm::Opcode kind;
    ir::LabelId label;
    std::uint32_t height;  ///< entries below the block's parameters
    ir::Var base;          ///< the temporary of that height
    std::vector<wasm::Kind> params;
    std::vector<wasm::Kind> results;
    bool isElse = false;
    bool otherArmLive = false;
    bool inCatch = false;          ///< of a `Try`: in an arm behind its body
    ir::Var exception = 0;         ///< the temporary that then holds the exception
    std::size_t assignedMark = 0;  ///< length of `assigned_` at entry
  };

  // tree_builder.cpp: the pass, control and calls.
  void instruction(const wasm::Instruction& in);
  bool skipDead(wasm::Opcode op);
  void openBlock(const wasm::Instruction& in);
  void elseArm(const wasm::Instruction& in);
  void closeBlock(const wasm::Instruction& in);
  ir::Node* makeBranch(const wasm::Instruction& in);
  const std::vector<wasm::Kind>& branchKinds(std::uint32_t depth) const;
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
  void regular(const wasm::Instruction& in, const wasm::Shape& shape);
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
  ir::Node* makeNode(const wasm::Instruction& in, wasm::Kind type, unsigned operands,
                     std::uint8_t effects);
  ir::Node* makeLocalGet(ir::Var var, wasm::Kind type);
  ir::Node* makeSet(ir::Var var, ir::Node* value, std::uint32_t offset);
  void takeKids(ir::Node* node, unsigned count);
  void giveKid(ir::Node* node, ir::Node* kid);
  void noteKid(ir::Node* node, const ir::Node* kid);
  void push(ir::Node* node);
  void pushTemp(wasm::Kind type);
  ir::Node* pop();
  void statement(ir::Node* node);
  void materialise(std::size_t entry);
  void materialiseTop(std::size_t count);
  void materialiseAll();
  template <typename Predicate>
  void flush(Predicate predicate) {
    for (std::size_t i = firstPending_; i < stack_.size(); ++i) {
      if (stack_[i].isPending && predicate(*stack_[i].node)) materialise(i);
    }
  }
  void flushForEffects(std::uint8_t effects);
  void raiseFloor();
  void resetTo(std::uint32_t height);

  /// More pending entries than this are never kept: it bounds the search for those that must be assigned.
  static constexpr std::size_t maxPending = 64;

  // Which locals are known to be written before they are read.
  void noteRead(std::uint32_t local);
  void noteWrite(std::uint32_t local);
  void forgetWrites(std::size_t mark);
  void finishZeroed();

  std::vector<wasm::Kind> kindsOf(const std::vector<wasm::ValType>& types) const;
  ir::Label& labelAt(std::uint32_t depth, ir::LabelId& id);

  const ir::ValidModule& valid_;
  const wasm::Module& module_;
  const wasm::Code& code_;
  std::unique_ptr<ir::Function> function_;
  std::vector<Entry> stack_;
  std::size_t firstPending_ = 0;  ///< no entry below it is pending
  ir::Var top_ = 0;               ///< the temporary of the next entry
  /// What lies below may still have to be read: `top_` before the present instruction took its operands, and the
  /// temporaries of former heights that pending trees read.
  ir::Var floor_ = 0;
  std::vector<Frame> frames_;
  bool live_ = true;
  std::uint32_t deadDepth_ = 0;
  ir::Node* charge_ = nullptr;
  std::vector<ir::Node*> localGets_;  ///< by variable: one leaf for all trees that read it
  std::vector<bool> isAssigned_;
  std::vector<bool> needsZero_;
  std::vector<std::uint32_t> assigned_;
  std::optional<wasm::Opcode> unsupported_;  ///< an instruction that has no tree yet
};

// What every instruction does, for all of the builder's files.

inline void TreeBuilder::push(ir::Node* node) {
  stack_.push_back({node, top_, true});
  top_ += wasm::slotsOf(node->type);
  function_->end = std::max(function_->end, top_);
  // Room for the statement that takes it.
  if (node->depth + 1 >= ir::Node::maxDepth) {
    materialise(stack_.size() - 1);
  } else if (stack_.size() - firstPending_ > maxPending) {
    materialise(firstPending_++);
  }
}

inline ir::Node* TreeBuilder::pop() {
  const Entry entry = stack_.back();
  stack_.pop_back();
  top_ = entry.var;
  firstPending_ = std::min(firstPending_, stack_.size());
  return entry.node;
}

inline void TreeBuilder::raiseFloor() {
  floor_ = top_;
  for (std::size_t i = firstPending_; i < stack_.size(); ++i) {
    if (stack_[i].isPending) floor_ = std::max(floor_, stack_[i].node->readsTempsBelow);
  }
}

}  // namespace wald::valid
