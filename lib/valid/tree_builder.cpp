#include "valid/tree_builder.h"

#include <algorithm>

#include <fmt/format.h>

#include "valid/tree_builder_impl.h"

namespace wald::valid {

using ir::LabelId;
using ir::Node;
using ir::Var;
using wasm::Instruction;
using wasm::Kind;
using wasm::Opcode;

namespace {

std::uint32_t slotsOf(const std::vector<Kind>& kinds) {
  std::uint32_t slots = 0;
  for (const Kind kind : kinds) slots += kind == Kind::V128 ? 2 : 1;
  return slots;
}

}  // namespace

TreeBuilder::TreeBuilder(const ir::ValidModule& module, std::uint32_t definedFunction, Arena arena)
    : valid_(module), module_(module.module()), code_(module_.codes[definedFunction]),
      function_(std::make_unique<ir::Function>()) {
  auto& function = *function_;
  function.arena = std::move(arena);
  function.index = module_.importedFunctions + definedFunction;
  function.type = &module_.functionType(function.index);
  function.resultSlots = slotsOf(kindsOf(function.type->results));
  Var next = 0;
  const auto addLocal = [&](wasm::ValType type) {
    function.locals.push_back({next, type});
    next += type.kind() == Kind::V128 ? 2 : 1;
  };
  std::size_t locals = function.type->params.size();
  for (const auto& run : module_.localsOf(code_)) locals += run.count;
  function.locals.reserve(locals);
  for (const auto type : function.type->params) addLocal(type);
  function.paramSlots = next;
  for (const auto& run : module_.localsOf(code_)) {
    for (std::uint32_t i = 0; i < run.count; ++i) addLocal(run.type);
  }
  function.firstTemp = function.end = top_ = next;
  needsZero_.resize(function.locals.size());
  isAssigned_.resize(function.locals.size());
  std::fill_n(isAssigned_.begin(), function.type->params.size(), true);
  // Most functions need no more.
  constexpr std::size_t usual = 16;
  stack_.reserve(usual);
  frames_.reserve(usual / 4);
  function.labels.reserve(usual);
  assigned_.reserve(usual);
  localGets_.reserve(next + usual);
}

Result<std::unique_ptr<ir::Function>> TreeBuilder::build() {
  auto& function = *function_;
  function.statements.reserve(code_.body.size / 4 + 4);
  function.labels.push_back({Opcode::Block, function.firstTemp, function.resultSlots});
  Frame frame{Opcode::Block, 0, 0, function.firstTemp};
  frame.results = kindsOf(function.type->results);
  frames_.push_back(std::move(frame));
  charge(code_.body.offset);

  binary::InstructionDecoder decoder(module_, code_.body);
  Instruction in;
  while (!frames_.empty()) {
    if (!decoder.next(in)) return decoder.takeError();
    if (!live_ && skipDead(in.op)) continue;
    if (live_) ++charge_->value;
    raiseFloor();
    instruction(in);
    if (unsupported_) {
      return Error(ErrorKind::Unsupported,
                   fmt::format("no engine runs {} yet", wasm::infoOf(*unsupported_).mnemonic))
          .at(in.offset)
          .in("code", function.index);
    }
  }
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

std::vector<Kind> TreeBuilder::kindsOf(const std::vector<wasm::ValType>& types) const {
  std::vector<Kind> kinds(types.size());
  std::transform(types.begin(), types.end(), kinds.begin(),
                 [](wasm::ValType type) { return type.kind(); });
  return kinds;
}

/// Begins a stretch of code that is entered only at its start.
void TreeBuilder::charge(std::uint32_t offset) {
  charge_ = function_->arena.make<Node>();
  charge_->op = Opcode::Nop;
  charge_->offset = offset;
  function_->statements.push_back(charge_);
}

void TreeBuilder::openBlock(const Instruction& in) {
  Node* condition = in.op == Opcode::If ? pop() : nullptr;
  Frame frame{};
  frame.kind = in.op;
  switch (in.block.form) {
    case wasm::BlockType::Form::Empty: break;
    case wasm::BlockType::Form::Value: frame.results = {in.block.value.kind()}; break;
    case wasm::BlockType::Form::Type: {
      const auto& type = module_.types[in.block.type].comp;
      frame.params = kindsOf(type.params);
      frame.results = kindsOf(type.results);
      break;
    }
  }
  // Inside, anything may be assigned, on one path and not on another.
  materialiseAll();

  frame.height = static_cast<std::uint32_t>(stack_.size() - frame.params.size());
  frame.base = frame.params.empty() ? top_ : stack_[frame.height].var;
  frame.label = static_cast<LabelId>(function_->labels.size());
  frame.assignedMark = assigned_.size();
  const bool isLoop = in.op == Opcode::Loop;
  function_->labels.push_back({in.op, frame.base, slotsOf(isLoop ? frame.params : frame.results)});

  Node* node = makeNode(in, Kind::I32, 0, 0);
  node->a = frame.label;
  if (condition) giveKid(node, condition);
  describeTry(in, node);
  statement(node);
  frames_.push_back(std::move(frame));
  if (in.op == Opcode::Loop || in.op == Opcode::If) charge(in.offset);
}

void TreeBuilder::elseArm(const Instruction& in) {
  Frame& frame = frames_.back();
  if (live_) materialiseTop(frame.results.size());
  frame.otherArmLive = live_;
  frame.isElse = true;
  resetTo(frame.height);
  for (const Kind kind : frame.params) pushTemp(kind);
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
  const Frame frame = std::move(frames_.back());
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
  for (const Kind kind : frame.results) pushTemp(kind);

  if (frames_.empty()) {
    if (!live_) return;
    // The results lie where branches to the function's label put them.
    Node* node = function_->arena.make<Node>();
    node->op = Opcode::Return;
    node->offset = in.offset;
    node->b = frame.base;
    node->c = label.slots;
    if (frame.results.size() == 1 && !label.isTargeted && fallsThrough) {
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
      giveKid(node, set ? set->kids[0] : makeLocalGet(frame.base, frame.results[0]));
    } else if (frame.results.size() == 1) {
      giveKid(node, makeLocalGet(frame.base, frame.results[0]));
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

/// The kinds of the values that a branch takes along.
const std::vector<Kind>& TreeBuilder::branchKinds(std::uint32_t depth) const {
  const Frame& frame = frames_[frames_.size() - 1 - depth];
  return frame.kind == Opcode::Loop ? frame.params : frame.results;
}

/// A branch whose values are what lies uppermost, and have been assigned.
Node* TreeBuilder::makeBranch(const Instruction& in) {
  Node* node = makeNode(in, Kind::I32, 0, 0);
  const ir::Label& label = labelAt(in.a, node->a);
  node->c = label.slots;
  node->b = top_ - label.slots;
  return node;
}

void TreeBuilder::branch(const Instruction& in) {
  if (in.a == frames_.size() - 1) return returnValues(in);
  flushForEffects(ir::MayTrap);
  materialiseTop(branchKinds(in.a).size());
  statement(makeBranch(in));
  live_ = false;
}

void TreeBuilder::branchIf(const Instruction& in) {
  Node* condition = pop();
  // Entries that are left behind when the branch is taken must have trapped by then.
  flushForEffects(ir::MayTrap);
  materialiseTop(branchKinds(in.a).size());
  Node* node = makeBranch(in);
  giveKid(node, condition);
  statement(node);
  charge(in.offset);
}

/// `br_on_null` and `br_on_non_null`: the reference is assigned to its temporary, which the branch then tests.
void TreeBuilder::branchOnNull(const Instruction& in) {
  const bool onNull = in.op == Opcode::BrOnNull;
  flushForEffects(ir::MayTrap);
  materialiseTop(branchKinds(in.a).size() + (onNull ? 1 : 0));
  Node* reference = makeLocalGet(stack_.back().var, Kind::Ref);
  // The reference goes along if it is not null.
  if (onNull) pop();
  Node* node = makeBranch(in);
  if (!onNull) pop();
  giveKid(node, reference);
  statement(node);
  if (onNull) pushTemp(Kind::Ref);
  charge(in.offset);
}

void TreeBuilder::branchTable(const Instruction& in) {
  Node* index = pop();
  flushForEffects(ir::MayTrap);
  materialiseTop(branchKinds(in.a).size());
  Node* node = makeBranch(in);
  const auto labels = function_->arena.makeSpan<LabelId>(in.labels.size());
  for (std::size_t i = 0; i < in.labels.size(); ++i) labelAt(in.labels[i], labels[i]);
  node->targets = function_->arena.make<ir::Targets>(labels);
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
    node = makeNode(in, value->type, 0, 0);
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
    const Node& node = *stack_[i].node;
    if (stack_[i].isPending &&
        (node.readsTempsBelow > base || (node.effects & (ir::MayTrap | ir::ReadsState)) != 0)) {
      materialise(i);
    }
  }
  Node* node = makeNode(in, Kind::I32, operands, ir::MayTrap | ir::ReadsState | ir::WritesState);
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

Result<std::unique_ptr<ir::Function>>
buildFunctionTree(const ir::ValidModule& module, std::uint32_t definedFunction, Arena arena) {
  return TreeBuilder(module, definedFunction, std::move(arena)).build();
}

}  // namespace wald::valid
