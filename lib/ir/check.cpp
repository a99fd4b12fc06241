#include "ir/check.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "ir/printer.h"

namespace wald::ir {

using wasm::Kind;
using wasm::Opcode;
using wasm::Shape;
using wasm::ShapeKind;

namespace {

/// Whether an instruction stands for itself and is nobody's operand.
bool isStatement(Opcode op) {
  switch (wasm::infoOf(op).shape.kind) {
    case ShapeKind::Store:
    case ShapeKind::StoreLane:
    case ShapeKind::AtomicStore: return true;
    case ShapeKind::Special: break;
    default: return false;
  }
  switch (op) {
    case Opcode::LocalGet:
    case Opcode::GlobalGet:
    case Opcode::TableGet:
    case Opcode::TableSize:
    case Opcode::TableGrow:
    case Opcode::MemorySize:
    case Opcode::MemoryGrow:
    case Opcode::RefNull:
    case Opcode::RefFunc:
    case Opcode::RefIsNull:
    case Opcode::RefEq:
    case Opcode::RefAsNonNull:
    case Opcode::Select:
    case Opcode::SelectTyped:
    case Opcode::MemoryAtomicNotify:
    case Opcode::MemoryAtomicWait32:
    case Opcode::MemoryAtomicWait64:
    case Opcode::I8x16Shuffle: return false;
    case Opcode::StructSet:
    case Opcode::ArraySet:
    case Opcode::ArrayFill:
    case Opcode::ArrayCopy:
    case Opcode::ArrayInitData:
    case Opcode::ArrayInitElem:
    case Opcode::BrOnCast:
    case Opcode::BrOnCastFail: return true;
    // What else is irregular has several results, or none.
    default: return wasm::infoOf(op).feature != wasm::Feature::Gc;
  }
}

bool isBranch(Opcode op) {
  return op == Opcode::Br || op == Opcode::BrIf || op == Opcode::BrTable ||
         op == Opcode::BrOnNull || op == Opcode::BrOnNonNull || op == Opcode::BrOnCast ||
         op == Opcode::BrOnCastFail;
}

bool opensBlock(Opcode op) {
  return op == Opcode::Block || op == Opcode::Loop || op == Opcode::If || op == Opcode::TryTable ||
         op == Opcode::Try;
}

bool isCatch(Opcode op) { return op == Opcode::Catch || op == Opcode::CatchAll; }

class Checker {
public:
  explicit Checker(const Function& function)
      : function_(function), state_(function.labels.size()) {}

  std::string run();

private:
  enum class State : std::uint8_t { Unseen, Open, OpenElse, Closed };

  /// Notes the first failure.
  void require(bool holds, const char* text) {
    if (!holds && wrong_.empty()) wrong_ = text;
  }
  void statement(const Node& node);
  void structure(const Node& node);
  void branch(const Node& node);
  void branchTo(const Node& node, LabelId label);
  void exceptions(const Node& node);
  void handler(LabelId id);
  Var tree(const Node& node, const Node* parent, unsigned depth);
  void effects(const Node& node);
  void operands(const Node& node);
  void operandTypes(const Node& node, std::initializer_list<Kind> kinds);
  void variable(Var var, std::uint32_t slots) {
    require(var < function_.end && slots <= function_.end - var,
            "a variable beyond the frame's end");
  }

  const Function& function_;
  std::vector<State> state_;
  std::vector<LabelId> open_;
  std::string wrong_;
};

std::string Checker::run() {
  require(!function_.labels.empty(), "no label for the body");
  require(function_.firstTemp <= function_.end, "temporaries begin beyond the frame's end");
  require(function_.paramSlots <= function_.firstTemp, "parameters end beyond the locals");
  for (const VarRange& range : function_.zeroed) {
    require(range.first >= function_.paramSlots && range.first + range.count <= function_.firstTemp,
            "zeroed variables that are no locals");
  }
  if (!wrong_.empty()) return wrong_;
  open_.push_back(0);
  state_[0] = State::Open;
  for (const Node* node : function_.statements) {
    statement(*node);
    if (!wrong_.empty()) return fmt::format("{}: {}", wrong_, print(function_, *node));
  }
  require(open_.empty(), "a block is not closed");
  return wrong_;
}

void Checker::statement(const Node& node) {
  require(isStatement(node.op), "an operator that is no statement");
  require(node.scratch <= function_.end, "scratch beyond the frame's end");
  if (!open_.empty()) {
    structure(node);
  } else {
    require(node.op == Opcode::Return && &node == function_.statements.back(),
            "a statement behind the body's end");
  }
  if (node.op == Opcode::LocalSet) {
    variable(node.a, slotsOf(node.type));
    require(node.kids.size() == 1 && node.kids[0]->type == node.type, "a set of another type");
  }
  require(node.scratch >= tree(node, nullptr, 1), "scratch over temporaries that are read");
}

void Checker::structure(const Node& node) {
  const bool opens = opensBlock(node.op);
  const bool closes = node.op == Opcode::End || node.op == Opcode::Delegate;
  if (opens || closes || node.op == Opcode::Else || isCatch(node.op)) {
    require(node.a < function_.labels.size(), "a label out of range");
    if (!wrong_.empty()) return;
  }
  if (opens) {
    require(state_[node.a] == State::Unseen, "a label that is used twice");
    require(function_.labels[node.a].kind == node.op, "a label of another kind");
    exceptions(node);
    state_[node.a] = State::Open;
    open_.push_back(node.a);
  } else if (node.op == Opcode::Else) {
    require(open_.back() == node.a && state_[node.a] == State::Open, "an else without its if");
    require(function_.labels[node.a].kind == Opcode::If, "an else of no if");
    state_[node.a] = State::OpenElse;
  } else if (isCatch(node.op)) {
    require(open_.back() == node.a, "a catch without its try");
    require(function_.labels[node.a].kind == Opcode::Try, "a catch of no try");
    state_[node.a] = State::OpenElse;
    variable(node.b, 1);
  } else if (closes) {
    require(open_.back() == node.a, "an end of another block");
    state_[node.a] = State::Closed;
    open_.pop_back();
    if (node.op == Opcode::Delegate) {
      require(function_.labels[node.a].kind == Opcode::Try, "a delegate of no try");
      handler(node.b);
    }
  } else if (isBranch(node.op)) {
    branch(node);
  }
}

/// What a block that is opened says of exceptions.
void Checker::exceptions(const Node& node) {
  if (node.op != Opcode::TryTable && node.op != Opcode::Try) return;
  handler(node.b);
  require(node.labels().size() == node.catches().size(), "clauses without labels");
  for (const LabelId label : node.labels()) {
    require(label < function_.labels.size() && state_[label] != State::Unseen &&
                state_[label] != State::Closed && function_.labels[label].isTargeted,
            "a clause to a block that is not open");
  }
}

void Checker::handler(LabelId id) {
  if (id == 0) return;
  require(id < function_.labels.size() && state_[id] == State::Open &&
              (function_.labels[id].kind == Opcode::TryTable ||
               function_.labels[id].kind == Opcode::Try),
          "exceptions go to a block that is no open try");
}

void Checker::branch(const Node& node) {
  branchTo(node, node.a);
  for (const LabelId label : node.labels()) branchTo(node, label);
  if (node.c != 0) variable(node.b, node.c);
}

void Checker::branchTo(const Node& node, LabelId id) {
  require(id < function_.labels.size(), "a branch to a label out of range");
  if (!wrong_.empty()) return;
  const Label& label = function_.labels[id];
  require(state_[id] == State::Open || state_[id] == State::OpenElse,
          "a branch to a block that is not open");
  require(label.isTargeted, "a branch to a label that knows of none");
  require(label.slots == node.c, "a branch with another number of values");
  require(node.c == 0 || label.target <= node.b, "a branch with values from below their target");
}

/// Gives one more than the highest temporary that is read, or 0.
Var Checker::tree(const Node& node, const Node* parent, unsigned depth) {
  if (!wrong_.empty()) return 0;
  require(depth <= Node::maxDepth, "a tree that is too high");
  if (parent) {
    require(!isStatement(node.op), "a statement as an operand");
    const bool mayWrite =
        depth == 2 && (parent->op == Opcode::LocalSet || parent->op == Opcode::Return);
    require(!(node.effects & WritesState) || mayWrite, "a write within a tree");
  }
  effects(node);
  operands(node);
  if (node.op == Opcode::LocalGet) {
    variable(node.a, slotsOf(node.type));
    return node.a < function_.firstTemp ? 0 : node.a + slotsOf(node.type);
  }
  Var temps = 0;
  for (const Node* kid : node.kids) temps = std::max(temps, tree(*kid, &node, depth + 1));
  return temps;
}

/// What a node says of itself, against its operands.
void Checker::effects(const Node& node) {
  for (const Node* kid : node.kids) {
    require((node.effects & kid->effects) == kid->effects,
            "effects of an operand that are not its operator's");
  }
  const bool isControl =
      node.op == Opcode::LocalSet || node.op == Opcode::Return || isBranch(node.op);
  require(isControl || !wasm::infoOf(node.op).traps || (node.effects & MayTrap),
          "a trap that is not among the effects");
}

void Checker::operandTypes(const Node& node, std::initializer_list<Kind> kinds) {
  require(node.kids.size() == kinds.size(), "a wrong number of operands");
  if (!wrong_.empty()) return;
  require(std::equal(kinds.begin(), kinds.end(), node.kids.begin(),
                     [](Kind kind, const Node* kid) { return kid->type == kind; }),
          "an operand of the wrong type");
}

void Checker::operands(const Node& node) {
  const Shape shape = wasm::infoOf(node.op).shape;
  switch (shape.kind) {
    case ShapeKind::Const: return operandTypes(node, {});
    case ShapeKind::Unary:
    case ShapeKind::Test: return operandTypes(node, {shape.type});
    case ShapeKind::Convert: return operandTypes(node, {shape.from});
    case ShapeKind::Binary:
    case ShapeKind::Compare: return operandTypes(node, {shape.type, shape.type});
    case ShapeKind::Load:
    case ShapeKind::AtomicLoad: return require(node.kids.size() == 1, "a load without its address");
    case ShapeKind::AtomicCmpxchg:
      require(node.kids.size() == 3 && node.kids[1]->type == shape.type &&
                  node.kids[2]->type == shape.type,
              "a comparison and exchange without its values");
      return;
    case ShapeKind::AtomicRmw:
    case ShapeKind::AtomicStore:
    case ShapeKind::Store:
      require(node.kids.size() == 2 && node.kids[1]->type == shape.type,
              "a store without its value");
      return;
    default: break;
  }
  switch (node.op) {
    case Opcode::If:
    case Opcode::BrIf:
    case Opcode::BrTable: return operandTypes(node, {Kind::I32});
    case Opcode::Block:
    case Opcode::Loop:
    case Opcode::Else:
    case Opcode::End:
    case Opcode::TryTable:
    case Opcode::Try:
    case Opcode::Catch:
    case Opcode::CatchAll:
    case Opcode::Delegate:
    case Opcode::Br:
    case Opcode::Nop:
    case Opcode::LocalGet: return operandTypes(node, {});
    case Opcode::Select:
    case Opcode::SelectTyped: return operandTypes(node, {node.type, node.type, Kind::I32});
    case Opcode::BrOnNull:
    case Opcode::BrOnNonNull:
    case Opcode::BrOnCast:
    case Opcode::BrOnCastFail:
    case Opcode::ThrowRef:
    case Opcode::RefTest:
    case Opcode::RefTestNull:
    case Opcode::RefCast:
    case Opcode::RefCastNull:
    case Opcode::StructGet:
    case Opcode::StructGetS:
    case Opcode::StructGetU:
    case Opcode::ArrayLen:
    case Opcode::I31GetS:
    case Opcode::I31GetU: return operandTypes(node, {Kind::Ref});
    case Opcode::RefI31: return operandTypes(node, {Kind::I32});
    case Opcode::ArrayGet:
    case Opcode::ArrayGetS:
    case Opcode::ArrayGetU: return operandTypes(node, {Kind::Ref, Kind::I32});
    case Opcode::MemoryAtomicNotify:
      return require(node.kids.size() == 2 && node.kids[1]->type == Kind::I32,
                     "a notification without its count");
    case Opcode::MemoryAtomicWait32:
    case Opcode::MemoryAtomicWait64:
      require(node.kids.size() == 3 &&
                  node.kids[1]->type ==
                      (node.op == Opcode::MemoryAtomicWait32 ? Kind::I32 : Kind::I64) &&
                  node.kids[2]->type == Kind::I64,
              "a wait without its values");
      return;
    default: return;
  }
}

}  // namespace

std::string check(const Function& function) { return Checker(function).run(); }

}  // namespace wald::ir
