#include "valid/tree_builder.h"

#include <algorithm>

#include <fmt/format.h>

namespace wald::valid {

using ir::LabelId;
using ir::Node;
using ir::Var;
using wasm::Instruction;
using wasm::Kind;
using wasm::Opcode;

void TreeBuilder::begin(std::uint32_t definedFunction, Arena arena) {
  function_ = std::make_unique<ir::Function>();
  auto& function = *function_;
  function.arena = std::move(arena);
  function.index = module_.importedFunctions + definedFunction;
  function.type = &module_.functionType(function.index);
  function.resultSlots = TypeList(function.type->results).slots();
  const wasm::Code& code = module_.codes[definedFunction];
  beginLocals(code);
  stack_.clear();
  frames_.clear();
  firstPending_ = 0;
  live_ = true;
  deadDepth_ = 0;
  unsupported_.reset();

  // Most functions need no more.
  constexpr std::size_t usual = 16;
  function.labels.reserve(usual);
  function.labels.push_back(
      {.kind = Opcode::Block, .target = function.firstTemp, .slots = function.resultSlots});
  frames_.push_back({.kind = Opcode::Block,
                     .label = 0,
                     .height = 0,
                     .base = function.firstTemp,
                     .params = {},
                     .results = TypeList(function.type->results)});
  function.statements.reserve(code.body.size / 4 + 4);
  charge_ = nullptr;
  charge(code.body.offset);
  decoder_.restart(code.body);
}

void TreeBuilder::beginLocals(const wasm::Code& code) {
  auto& function = *function_;
  Var next = 0;
  const auto addLocal = [&](wasm::ValType type) {
    function.locals.push_back({next, type});
    next += wasm::slotsOf(type);
  };
  std::size_t locals = function.type->params.size();
  for (const auto& run : module_.localsOf(code)) locals += run.count;
  function.locals.reserve(locals);
  for (const auto type : function.type->params) addLocal(type);
  function.paramSlots = next;
  for (const auto& run : module_.localsOf(code)) {
    for (std::uint32_t i = 0; i < run.count; ++i) addLocal(run.type);
  }
  function.firstTemp = end_ = top_ = next;
  needsZero_.assign(locals, 0);
  isAssigned_.assign(locals, 0);
  std::fill_n(isAssigned_.begin(), function.type->params.size(), std::uint8_t{1});
  assigned_.clear();
  localGets_.assign(next, nullptr);
  constants_.fill(nullptr);
}

Result<std::unique_ptr<ir::Function>> TreeBuilder::build(std::uint32_t definedFunction,
                                                         ir::TreeOptions options) {
  countsFuel_ = options.countsFuel;
  begin(definedFunction, std::move(options.arena));
  auto& function = *function_;
  Instruction in;
  while (!frames_.empty()) {
    if (!decoder_.next(in)) return decoder_.takeError();
    if (!live_ && skipDead(in.op)) continue;
    if (live_) ++charge_->value;
    floor_ = stack_.empty() ? top_ : std::max(top_, stack_.back().floor);
    const TreeRule& rule = treeRuleOf(in.op);
    switch (rule.form) {
      case TreeRule::Form::Pure0: pure<0>(in, rule); continue;
      case TreeRule::Form::Pure1: pure<1>(in, rule); continue;
      case TreeRule::Form::Pure2: pure<2>(in, rule); continue;
      case TreeRule::Form::LocalGet: {
        noteRead(in.a);
        const ir::Local& local = function.locals[in.a];
        pushVar(local.var, local.type.kind());
        continue;
      }
      case TreeRule::Form::Value: operation(in, rule.type, rule.operands, rule.effects); continue;
      case TreeRule::Form::Effect:
        statement(makeStatement(in, rule.type, rule.operands, rule.effects));
        continue;
      case TreeRule::Form::Special: break;
    }
    instruction(in);
    if (unsupported_) {
      return Error(ErrorKind::Unsupported,
                   fmt::format("no engine runs {} yet", wasm::infoOf(*unsupported_).mnemonic()))
          .at(in.offset)
          .in("code", function.index);
    }
  }
  function.end = end_;
  finishZeroed();
  return std::move(function_);
}

/// Code that cannot be reached is left out. True if the instruction was skipped.
bool TreeBuilder::skipDead(Opcode op) {
  switch (op) {
    case Opcode::Block:
    case Opcode::Loop:
    case Opcode::If:
    case Opcode::Try:
    case Opcode::TryTable: ++deadDepth_; return true;
    case Opcode::Else:
    case Opcode::Catch:
    case Opcode::CatchAll: return deadDepth_ != 0;
    case Opcode::End:
    case Opcode::Delegate:
      if (deadDepth_ == 0) return false;
      --deadDepth_;
      return true;
    default: return true;
  }
}

/// Begins a stretch of code that is entered only at its start.
void TreeBuilder::charge(std::uint32_t offset) {
  // Instructions are counted all the same: by one node of which nobody knows.
  if (!countsFuel_ && charge_ != nullptr) return;
  charge_ = Node::make(function_->arena, Opcode::Nop, 0);
  if (!countsFuel_) return;
  charge_->offset = offset;
  function_->statements.push_back(charge_);
}

void TreeBuilder::openBlock(const Instruction& in) {
  Node* condition = in.op == Opcode::If ? pop() : nullptr;
  Frame frame{};
  frame.kind = in.op;
  switch (in.block.form) {
    case wasm::BlockType::Form::Empty: break;
    case wasm::BlockType::Form::Value: frame.results = TypeList(in.block.value); break;
    case wasm::BlockType::Form::Type: {
      const auto& type = module_.types[in.block.type].comp;
      frame.params = TypeList(type.params);
      frame.results = TypeList(type.results);
      break;
    }
  }
  // Inside, anything may be assigned, on one path and not on another.
  materialiseAll();

  frame.height = static_cast<std::uint32_t>(stack_.size() - frame.params.size());
  frame.base = frame.params.size() == 0 ? top_ : stack_[frame.height].var;
  frame.label = static_cast<LabelId>(function_->labels.size());
  frame.assignedMark = assigned_.size();
  const bool isLoop = in.op == Opcode::Loop;
  const std::uint32_t slots = (isLoop ? frame.params : frame.results).slots();
  function_->labels.push_back({.kind = in.op, .target = frame.base, .slots = slots});

  Node* node = makeNode(in, Kind::I32, condition ? 1 : 0, 0);
  node->a = frame.label;
  if (condition) giveKid(node, condition);
  describeTry(in, node);
  statement(node);
  frames_.push_back(frame);
  if (in.op == Opcode::Loop || in.op == Opcode::If) charge(in.offset);
}

void TreeBuilder::elseArm(const Instruction& in) {
  Frame& frame = frames_.back();
  if (live_) materialiseTop(frame.results.size());
  frame.otherArmLive = live_;
  frame.isElse = true;
  resetTo(frame.height);
  for (const wasm::ValType type : frame.params) pushTemp(type.kind());
  forgetWrites(frame.assignedMark);
  Node* node = makeNode(in, Kind::I32, 0, 0);
  node->a = frame.label;
  statement(node);
  live_ = true;
  charge(in.offset);
}

void TreeBuilder::closeBlock(const Instruction& in) {
  if (live_ && frames_.back().inCatch) endArm();
  if (live_) materialiseTop(frames_.back().results.size());
  const Frame frame = frames_.back();
  frames_.pop_back();
  const ir::Label& label = function_->labels[frame.label];

  Node* end = makeNode(in, Kind::I32, 0, 0);
  end->a = frame.label;
  if (in.op == Opcode::Delegate) end->b = handlerFrom(in.a);
  function_->statements.push_back(end);

  const bool fallsThrough = live_;
  switch (frame.kind) {
    case Opcode::Loop: live_ = fallsThrough; break;
    case Opcode::If:
      live_ = fallsThrough || label.isTargeted || frame.otherArmLive || !frame.isElse;
      break;
    default: live_ = fallsThrough || label.isTargeted; break;
  }
  if (frame.kind == Opcode::If || (frame.kind != Opcode::Loop && label.isTargeted) ||
      !fallsThrough) {
    forgetWrites(frame.assignedMark);
  }
  resetTo(frame.height);
  for (const wasm::ValType type : frame.results) pushTemp(type.kind());

  if (frames_.empty()) {
    if (!live_) return;
    // The results lie where branches to the function's label put them.
    const bool hasOne = frame.results.size() == 1;
    Node* node = Node::make(function_->arena, Opcode::Return, hasOne ? 1 : 0);
    node->offset = in.offset;
    node->b = frame.base;
    node->c = label.slots;
    if (hasOne && !label.isTargeted && fallsThrough) {
      // The value was assigned by the last statement: return it directly.
      Node* set = nullptr;
      auto& statements = function_->statements;
      statements.pop_back();  // the End
      if (!statements.empty() && statements.back()->op == Opcode::LocalSet &&
          statements.back()->a == frame.base) {
        set = statements.back();
        statements.pop_back();
      }
      statements.push_back(end);
      // The set may be of an earlier instruction, at which more was on the stack.
      if (set) floor_ = std::max(floor_, set->scratch);
      giveKid(node, set ? set->kids[0] : makeLocalGet(frame.base, frame.results.begin()->kind()));
    } else if (hasOne) {
      giveKid(node, makeLocalGet(frame.base, frame.results.begin()->kind()));
    }
    statement(node);
    return;
  }
  const bool isJoined = label.isTargeted || frame.kind == Opcode::Loop || frame.kind == Opcode::If;
  if (live_ && isJoined) charge(in.offset);
}

ir::Label& TreeBuilder::labelAt(std::uint32_t depth, LabelId& id) {
  id = frames_[frames_.size() - 1 - depth].label;
  auto& label = function_->labels[id];
  label.isTargeted = true;
  return label;
}

/// The number of values that a branch takes along.
std::size_t TreeBuilder::branchValues(std::uint32_t depth) const {
  const Frame& frame = frames_[frames_.size() - 1 - depth];
  return (frame.kind == Opcode::Loop ? frame.params : frame.results).size();
}

/// A branch whose values are what lies uppermost, and have been assigned.
Node* TreeBuilder::makeBranch(const Instruction& in, unsigned kids) {
  Node* node = makeNode(in, Kind::I32, kids, 0);
  const ir::Label& label = labelAt(in.a, node->a);
  node->c = label.slots;
  node->b = top_ - label.slots;
  return node;
}

void TreeBuilder::branch(const Instruction& in) {
  if (in.a == frames_.size() - 1) return returnValues(in);
  flushForEffects(ir::MayTrap);
  materialiseTop(branchValues(in.a));
  statement(makeBranch(in, 0));
  live_ = false;
}

void TreeBuilder::branchIf(const Instruction& in) {
  Node* condition = pop();
  // Entries that are left behind when the branch is taken must have trapped by then.
  flushForEffects(ir::MayTrap);
  materialiseTop(branchValues(in.a));
  Node* node = makeBranch(in, 1);
  giveKid(node, condition);
  statement(node);
  charge(in.offset);
}

/// `br_on_null` and `br_on_non_null`: the reference is assigned to its temporary, which the branch then tests.
void TreeBuilder::branchOnNull(const Instruction& in) {
  const bool onNull = in.op == Opcode::BrOnNull;
  flushForEffects(ir::MayTrap);
  materialiseTop(branchValues(in.a) + (onNull ? 1 : 0));
  Node* reference = makeLocalGet(stack_.back().var, Kind::Ref);
  // The reference goes along if it is not null.
  if (onNull) pop();
  Node* node = makeBranch(in, 1);
  if (!onNull) pop();
  giveKid(node, reference);
  statement(node);
  if (onNull) pushTemp(Kind::Ref);
  charge(in.offset);
}

void TreeBuilder::branchTable(const Instruction& in) {
  Node* index = pop();
  flushForEffects(ir::MayTrap);
  materialiseTop(branchValues(in.a));
  Node* node = makeBranch(in, 1);
  const auto labels = function_->arena.makeSpan<LabelId>(in.labels.size());
  for (std::size_t i = 0; i < in.labels.size(); ++i) labelAt(in.labels[i], labels[i]);
  node->setTargets({labels, {}});
  giveKid(node, index);
  statement(node);
  live_ = false;
}

void TreeBuilder::returnValues(const Instruction& in) {
  const auto& results = frames_.front().results;
  Node* node = nullptr;
  if (results.size() == 1) {
    Node* value = pop();
    flushForEffects(ir::MayTrap);
    node = makeNode(in, value->type, 1, 0);
    giveKid(node, value);
  } else {
    flushForEffects(ir::MayTrap);
    materialiseTop(results.size());
    node = makeNode(in, Kind::I32, 0, 0);
    node->c = function_->resultSlots;
    node->b = top_ - node->c;
  }
  node->op = Opcode::Return;
  statement(node);
  live_ = false;
}

void TreeBuilder::call(const Instruction& in) {
  const wasm::CompType* type = nullptr;
  bool hasTarget = true;
  bool isTail = false;
  switch (in.op) {
    case Opcode::ReturnCall: isTail = true; [[fallthrough]];
    case Opcode::Call:
      type = &module_.functionType(in.a);
      hasTarget = false;
      break;
    case Opcode::ReturnCallIndirect:
    case Opcode::ReturnCallRef: isTail = true; [[fallthrough]];
    default: type = &module_.types[in.a].comp; break;
  }
  const auto operands = static_cast<unsigned>(type->params.size() + (hasTarget ? 1 : 0));
  // What is below the arguments and reads what the callee's frame will cover is evaluated first.
  const std::size_t firstArgument = stack_.size() - operands;
  const Var base = operands == 0 ? top_ : stack_[firstArgument].var;
  for (std::size_t i = firstPending_; i < firstArgument; ++i) {
    const Entry& entry = stack_[i];
    if (entry.isPending &&
        (entry.readsTempsBelow > base || (entry.effects & (ir::MayTrap | ir::ReadsState)) != 0)) {
      materialise(i);
    }
  }
  Node* node =
      makeStatement(in, Kind::I32, operands, ir::MayTrap | ir::ReadsState | ir::WritesState);
  node->c = base;
  statement(node);
  if (isTail) {
    live_ = false;
    return;
  }
  for (const auto result : type->results) pushTemp(result.kind());
  // What comes after is counted after what the callee does.
  charge(in.offset);
}

}  // namespace wald::valid
