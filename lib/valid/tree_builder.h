#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "binary/instruction_decoder.h"
#include "ir/tree.h"
#include "ir/valid_module.h"
#include "support/error.h"
#include "valid/tree_entry.h"
#include "valid/tree_rules.h"

namespace wald::valid {

/// Turns stack code into trees in one pass, with a stack whose entries are trees.
///
/// An entry stays pending, so that it becomes an operand of what consumes it, until something would change what it reads or
/// the order of what can be seen; then it is assigned to the temporary of its height.
/// One after another: the memory of its vectors serves all. Not synchronised.
class TreeBuilder {
public:
  explicit TreeBuilder(const wasm::Module& module) : module_(module), decoder_(module, {}) {}

  /// Builds the tree of a defined function (index in the code section) from its stack code, which is valid.
  Result<std::unique_ptr<ir::Function>> build(std::uint32_t definedFunction,
                                              ir::TreeOptions options);

private:
  using Entry = TreeEntry;
  using Frame = TreeFrame;

  // tree_builder.cpp: the pass, control and calls.
  void begin(std::uint32_t definedFunction, Arena arena);
  void beginLocals(const wasm::Code& code);
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
  template <unsigned count>
  void pure(const wasm::Instruction& in, const TreeRule& rule);
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
  ir::Node* makeNode(const wasm::Instruction& in, wasm::Kind type, unsigned kids,
                     std::uint8_t effects, std::size_t behindKids);
  ir::Node* makeStatement(const wasm::Instruction& in, wasm::Kind type, unsigned operands,
                          std::uint8_t effects);
  ir::Node* makeLocalGet(ir::Var var, wasm::Kind type);
  ir::Node* makeConstant(const wasm::Instruction& in, wasm::Kind type);
  ir::Node* makeNewLocalGet(ir::Var var, wasm::Kind type);
  ir::Node* makeSet(ir::Var var, ir::Node* value, std::uint32_t offset);
  TreeReads takeKids(ir::Node* node, unsigned count);
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
  binary::InstructionDecoder decoder_;

  // Of the present function:
  std::unique_ptr<ir::Function> function_;
  std::vector<Entry> stack_;
  std::size_t firstPending_ = 0;  ///< no entry below it is pending
  ir::Var top_ = 0;               ///< the temporary of the next entry
  ir::Var end_ = 0;               ///< the highest that it was
  /// What lies below may still have to be read: `top_` before the present instruction took its operands, and the
  /// temporaries of former heights that pending trees read.
  ir::Var floor_ = 0;
  std::vector<Frame> frames_;
  bool live_ = true;
  std::uint32_t deadDepth_ = 0;
  bool countsFuel_ = true;
  ir::Node* charge_ = nullptr;
  std::vector<ir::Node*> localGets_;       ///< by variable: one leaf for all trees that read it
  std::array<ir::Node*, 64> constants_{};  ///< by value
  std::vector<std::uint8_t> isAssigned_;   ///< by local
  std::vector<std::uint8_t> needsZero_;    ///< by local
  std::vector<std::uint32_t> assigned_;
  std::optional<wasm::Opcode> unsupported_;  ///< an instruction that has no tree yet
};

// What every instruction does, for all of the builder's files.

/// A number that is loaded on its own: together with its neighbours, it would have to wait until all that the decoder just wrote is stored.
inline std::uint32_t alone(std::uint32_t number) {
  asm("" : "+r"(number));
  return number;
}

inline ir::Node* TreeBuilder::makeNode(const wasm::Instruction& in, wasm::Kind type, unsigned kids,
                                       std::uint8_t effects, std::size_t behindKids) {
  const std::size_t more = kids * sizeof(ir::Node*) + behindKids;
  return new (function_->arena.makeRoom<ir::Node>(more)) ir::Node{.op = in.op,
                                                                  .type = type,
                                                                  .effects = effects,
                                                                  .offset = alone(in.offset),
                                                                  .a = alone(in.a),
                                                                  .b = alone(in.b),
                                                                  .c = alone(in.c),
                                                                  .value = in.value,
                                                                  .kids = ir::Kids(kids)};
}

inline ir::Node* TreeBuilder::makeNode(const wasm::Instruction& in, wasm::Kind type, unsigned kids,
                                       std::uint8_t effects) {
  return makeNode(in, type, kids, effects, ir::Node::bytesBehindKids(in.op));
}

inline TreeReads TreeBuilder::readsOf(ir::Var var, wasm::Kind type) const {
  if (var < function_->firstTemp) return {.locals = std::uint64_t{1} << (var % 64)};
  return {.tempsBelow = var + wasm::slotsOf(type)};
}

/// Takes a node's operands from the stack, `count` of them, and gives what it reads by them.
inline TreeReads TreeBuilder::takeKids(ir::Node* node, unsigned count) {
  TreeReads reads;
  if (count == 0) return reads;
  const Entry* const entries = stack_.data() + stack_.size() - count;
  std::uint8_t effects = node->effects;
  for (unsigned i = 0; i < count; ++i) {
    const Entry& entry = entries[i];
    node->kids[i] = entry.node;
    effects |= entry.effects;
    reads.locals |= entry.readsLocals;
    reads.tempsBelow = std::max(reads.tempsBelow, entry.readsTempsBelow);
    reads.depth = std::max(reads.depth, entry.depth + 1u);
  }
  node->effects = effects;
  top_ = entries[0].var;
  stack_.resize(stack_.size() - count);
  firstPending_ = std::min(firstPending_, stack_.size());
  return reads;
}

inline void TreeBuilder::push(ir::Node* node, const TreeReads& reads) {
  const ir::Var floor = stack_.empty() ? 0 : stack_.back().floor;
  stack_.push_back({.node = node,
                    .readsLocals = reads.locals,
                    .readsTempsBelow = reads.tempsBelow,
                    .floor = std::max(floor, reads.tempsBelow),
                    .var = top_,
                    .depth = static_cast<std::uint8_t>(reads.depth),
                    .effects = node->effects,
                    .isPending = true});
  top_ += wasm::slotsOf(node->type);
  end_ = std::max(end_, top_);
  // Room for the statement that takes it.
  if (reads.depth + 1 >= ir::Node::maxDepth) {
    materialise(stack_.size() - 1);
  } else if (stack_.size() - firstPending_ > maxPending) {
    materialise(firstPending_++);
  }
}

/// An operator with `count` operands and a result that nobody but its reader sees.
template <unsigned count>
void TreeBuilder::pure(const wasm::Instruction& in, const TreeRule& rule) {
  if constexpr (count == 0) {
    if (in.op >= wasm::Opcode::I32Const && in.op <= wasm::Opcode::F64Const)
      return push(makeConstant(in, rule.type), {});
  }
  ir::Node* const node = makeNode(in, rule.type, count, rule.effects, 0);
  push(node, takeKids(node, count));
}

/// One that has been made before, mostly: functions have few constants, and those often.
inline ir::Node* TreeBuilder::makeConstant(const wasm::Instruction& in, wasm::Kind type) {
  ir::Node*& known =
      constants_[(in.value ^ (in.value >> 6) ^ (in.value >> 52)) % constants_.size()];
  if (known == nullptr || known->op != in.op || known->value != in.value)
    known = makeNode(in, type, 0, 0, 0);
  return known;
}

inline ir::Node* TreeBuilder::makeLocalGet(ir::Var var, wasm::Kind type) {
  if (var < localGets_.size()) {
    ir::Node* const node = localGets_[var];
    // A temporary's type changes.
    if (node != nullptr && node->type == type) return node;
  }
  return makeNewLocalGet(var, type);
}

inline void TreeBuilder::pushVar(ir::Var var, wasm::Kind type) {
  push(makeLocalGet(var, type), readsOf(var, type));
}

inline void TreeBuilder::noteRead(std::uint32_t local) {
  if (!isAssigned_[local]) needsZero_[local] = 1;
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
