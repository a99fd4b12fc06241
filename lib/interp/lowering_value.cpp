#include <fmt/format.h>

#include "interp/lowering_impl.h"

namespace wald::interp {

using ir::Node;
using wasm::ShapeKind;
using wasm::shapeOf;

namespace {

bool isLoadShape(ShapeKind kind) {
  return kind == ShapeKind::Load || kind == ShapeKind::LoadExtend || kind == ShapeKind::LoadSplat ||
         kind == ShapeKind::LoadZero;
}

/// Whether a load or store is one of 16 bytes.
bool accessesVector(const wasm::Shape& shape) { return shape.bits == 128; }

/// References are compared as the 64-bit integers that they are.
Opcode numericOpcode(Opcode op) {
  if (op == Opcode::RefIsNull) return Opcode::I64Eqz;
  if (op == Opcode::RefEq) return Opcode::I64Eq;
  return op;
}

}  // namespace

void Lowering::unsupported(const Node& node) {
  if (error_) return;
  const std::string text =
      fmt::format("the interpreter does not run {} yet", wasm::infoOf(node.op).mnemonic());
  error_.emplace(Error(ErrorKind::Unsupported, text).at(node.offset).in("code", function_.index));
}

Lowering::Place Lowering::scratch(Kind kind) {
  const Place place{Dst::Slot, slotOf(nextScratch_)};
  nextScratch_ += runtime::slotsOf(kind);
  end_ = std::max(end_, nextScratch_);
  return place;
}

std::optional<Lowering::Operand> Lowering::leaf(const Node& node) const {
  if (node.op == Opcode::LocalGet) return Operand{Src::Slot, node.type, slotOf(node.a), 0};
  if (shapeOf(node.op).kind == ShapeKind::Const && node.type != Kind::V128)
    return Operand{Src::Const, node.type, 0, node.value};
  if (node.op == Opcode::RefNull) return Operand{Src::Const, Kind::Ref, 0, 0};
  return std::nullopt;
}

void Lowering::emitOperand(Operand value) {
  if (value.src == Src::Slot) {
    emitter_.append(value.slot);
  } else if (value.src == Src::Const) {
    if (isWide(value.kind)) {
      emitter_.append(value.bits);
      if (value.kind == Kind::V128) emitter_.append(value.high);
    } else {
      emitter_.append(static_cast<std::uint32_t>(value.bits));
    }
  }
}

void Lowering::moveTo(Operand value, Place to) {
  if (value.src == Src::Acc && to.dst == Dst::Acc) return;
  emitter_.begin(moveHandler(value.kind, value.src, to.dst));
  emitOperand(value);
  emitPlace(to);
  emitter_.end();
}

/// A leaf as it is, anything else in its accumulator.
Lowering::Operand Lowering::operand(const Node& node) {
  if (const auto value = leaf(node)) return *value;
  evaluate(node, {});
  return {Src::Acc, node.type};
}

/// Both operands of an operator, evaluated in order: at most one is in an accumulator, at most one constant.
std::pair<Lowering::Operand, Lowering::Operand> Lowering::operands(const Node& a, const Node& b) {
  const auto leafA = leaf(a);
  const auto leafB = leaf(b);
  if (leafA && leafB && leafA->src == Src::Const && leafB->src == Src::Const) {
    moveTo(*leafA, {});
    return {{Src::Acc, a.type}, *leafB};
  }
  if (leafA) return {*leafA, operand(b)};
  if (leafB) return {operand(a), *leafB};
  const Place first = scratch(a.type);
  evaluate(a, first);
  evaluate(b, {});
  return {{Src::Slot, a.type, first.slot}, {Src::Acc, b.type}};
}

/// A value that stays while others are evaluated.
Lowering::Operand Lowering::toSlotOrConst(const Node& node) {
  if (const auto value = leaf(node)) return *value;
  const Place place = scratch(node.type);
  evaluate(node, place);
  return {Src::Slot, node.type, place.slot};
}

/// The same in a slot of its own or of a variable.
Lowering::Operand Lowering::toSlot(const Node& node) {
  const Operand value = toSlotOrConst(node);
  if (value.src != Src::Const) return value;
  const Place place = scratch(value.kind);
  moveTo(value, place);
  return {Src::Slot, value.kind, place.slot};
}

/// A constant in its accumulator, for nodes that have no room for one.
Lowering::Operand Lowering::notConst(Operand value) {
  if (value.src != Src::Const) return value;
  moveTo(value, {});
  return {Src::Acc, value.kind};
}

void Lowering::evaluate(const Node& node, Place to) {
  const auto lanes = isDeterministic_ ? wasm::nanLanesOf(node.op) : wasm::NanLanes::None;
  if (lanes == wasm::NanLanes::None) return compute(node, to);
  compute(node, {});
  emitter_.begin(canonicalNanHandler(lanes, to.dst));
  emitPlace(to);
  emitter_.end();
}

void Lowering::compute(const Node& node, Place to) {
  if (const auto value = leaf(node)) return moveTo(*value, to);
  if (tile(node, to)) return;
  const ShapeKind kind = shapeOf(numericOpcode(node.op)).kind;
  if (wasm::isUnaryShape(kind)) return unary(node, to);
  if (wasm::isBinaryShape(kind)) return binary(node, to);
  if (isLoadShape(kind)) return load(node, to);
  if (atomicHandler(node.op)) return atomic(node, to);
  if (kind != ShapeKind::Special) return vector(node, to);
  switch (node.op) {
    case Opcode::I8x16Shuffle: return vector(node, to);
    case Opcode::Select:
    case Opcode::SelectTyped: return select(node, to);
    case Opcode::GlobalGet:
      emitter_.begin(globalGetHandler(node.type, to.dst));
      emitter_.append(node.a);
      emitPlace(to);
      return emitter_.end();
    default: return object(node, to);
  }
}

void Lowering::unary(const Node& node, Place to) {
  const Opcode op = numericOpcode(node.op);
  const Operand value = notConst(operand(*node.kids[0]));
  const Handler handler = operatorHandler(op, value.src, Src::Slot, to.dst);
  if (!handler) return unsupported(node);
  emitter_.begin(handler);
  emitOperand(value);
  emitPlace(to);
  if (wasm::infoOf(op).traps) emitter_.place(node.offset);
  emitter_.end();
}

void Lowering::binary(const Node& node, Place to) {
  const Opcode op = numericOpcode(node.op);
  const auto [a, b] = operands(*node.kids[0], *node.kids[1]);
  const Handler handler = operatorHandler(op, a.src, b.src, to.dst);
  if (!handler) return unsupported(node);
  emitter_.begin(handler);
  emitOperand(a);
  emitOperand(b);
  emitPlace(to);
  if (wasm::infoOf(op).traps) emitter_.place(node.offset);
  emitter_.end();
}

void Lowering::select(const Node& node, Place to) {
  const Operand a = toSlotOrConst(*node.kids[0]);
  const Operand b = toSlotOrConst(*node.kids[1]);
  const Operand condition = notConst(operand(*node.kids[2]));
  emitter_.begin(selectHandler(node.type, a.src, b.src, condition.src, to.dst));
  emitOperand(a);
  emitOperand(b);
  emitOperand(condition);
  emitPlace(to);
  emitter_.end();
}

/// Whether an access is one to memory 0 that the short nodes can make.
bool Lowering::accessesGuardedly(const Node& node) const {
  const auto& type = wasm_.memories[node.a].type;
  // The handlers for any memory know how to access vectors while other threads do.
  if (type.shared && accessesVector(shapeOf(node.op))) return false;
  return node.a == 0 && type.address == wasm::AddressType::I32 && node.value <= 0xffffffffu;
}

void Lowering::load(const Node& node, Place to) {
  if (!accessesGuardedly(node)) {
    evaluate(*node.kids[0], {});
    emitter_.begin(loadAnyHandler(node.op));
    emitter_.append(node.a);
    emitter_.append(std::uint32_t{0});
    emitter_.append(node.value);
    emitter_.place(node.offset);
    emitter_.end();
    return moveTo({Src::Acc, node.type}, to);
  }
  const Operand address = operand(*node.kids[0]);
  emitter_.begin(loadHandler(node.op, mode_, address.src, to.dst));
  emitOperand(address);
  emitter_.append(static_cast<std::uint32_t>(node.value));
  emitPlace(to);
  emitter_.place(node.offset);
  emitter_.end();
}

void Lowering::store(const Node& node) {
  if (!accessesGuardedly(node)) {
    const Place address = scratch(Kind::I64);
    evaluate(*node.kids[0], address);
    evaluate(*node.kids[1], {});
    emitter_.begin(storeAnyHandler(node.op));
    emitter_.append(node.a);
    emitter_.append(address.slot);
    emitter_.append(node.value);
    emitter_.place(node.offset);
    return emitter_.end();
  }
  const auto leafA = leaf(*node.kids[0]);
  const auto leafV = leaf(*node.kids[1]);
  Operand address;
  Operand value;
  if (leafA) {
    address = *leafA;
    value = operand(*node.kids[1]);
  } else if (leafV) {
    address = operand(*node.kids[0]);
    value = *leafV;
  } else {
    address = toSlotOrConst(*node.kids[0]);
    value = operand(*node.kids[1]);
  }
  emitter_.begin(storeHandler(node.op, mode_, address.src, value.src));
  emitOperand(address);
  emitOperand(value);
  emitter_.append(static_cast<std::uint32_t>(node.value));
  emitter_.place(node.offset);
  emitter_.end();
}

/// Operands into variables from one on, unless they lie there; gives the one behind them.
ir::Var Lowering::operandsTo(ir::Var var, std::span<Node* const> operands) {
  for (const Node* operand : operands) {
    if (operand->op != Opcode::LocalGet || operand->a != var) {
      evaluate(*operand, {Dst::Slot, slotOf(var)});
    }
    var += runtime::slotsOf(operand->type);
  }
  return var;
}

/// Operands into consecutive slots of their own.
ir::VarRange Lowering::operandsToScratch(const Node& node) {
  const ir::Var first = nextScratch_;
  for (const Node* kid : node.kids) scratch(kid->type);
  return {first, operandsTo(first, node.kids) - first};
}

void Lowering::emitSlow(Handler handler, const Node& node) {
  const ir::VarRange operands = operandsToScratch(node);
  emitter_.begin(handler);
  emitter_.append(slotOf(operands.first));
  emitter_.append(node.a);
  emitter_.append(node.b);
  emitter_.append(slotOf(operands.first + operands.count));
  emitter_.place(node.offset);
  emitter_.end();
}

/// One that leaves its result in the accumulator.
void Lowering::slow(const Node& node, Place to) {
  const Handler handler = slowHandler(node.op);
  if (!handler) return unsupported(node);
  emitSlow(handler, node);
  moveTo({Src::Acc, node.type}, to);
}

/// Two results in the place of the operands.
void Lowering::wide(const Node& node) {
  operandsTo(node.c, node.kids);
  emitter_.begin(slowHandler(node.op));
  emitter_.append(slotOf(node.c));
  emitter_.append(std::uint64_t{0});
  emitter_.append(std::uint32_t{0});
  emitter_.end();
}

/// A branch that is taken if a condition is (`sense`) or is not true.
void Lowering::branchOn(const Node& condition, bool sense, Target target) {
  if (condition.op == Opcode::I32Eqz) return branchOn(*condition.kids[0], !sense, target);
  const Opcode op = numericOpcode(condition.op);
  const bool isMetered = target.cost != 0;
  if (shapeOf(op).kind == ShapeKind::Compare) {
    const auto [a, b] = operands(*condition.kids[0], *condition.kids[1]);
    emitter_.begin(compareBranchHandler(op, a.src, b.src, sense, isMetered));
    emitOperand(a);
    emitOperand(b);
  } else {
    const bool wide = op == Opcode::I64Eqz;
    const Operand value = notConst(operand(wide ? *condition.kids[0] : condition));
    emitter_.begin(branchHandler(wide, value.src, wide ? !sense : sense, isMetered));
    emitOperand(value);
  }
  emitTarget(target);
  emitter_.end();
}

}  // namespace wald::interp
