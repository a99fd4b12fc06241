#include "interp/handlers_vector.h"
#include "interp/lowering_impl.h"

namespace wald::interp {

using ir::Node;
using wasm::ShapeKind;
using wasm::shapeOf;

// Vector instructions that are not lowered as the scalar ones of their shape are.

void Lowering::vector(const Node& node, Place to) {
  switch (shapeOf(node.op).kind) {
    case ShapeKind::Const: return moveTo({Src::Const, Kind::V128, 0, node.value, node.high()}, to);
    case ShapeKind::ExtractLane: return extractLane(node, to);
    case ShapeKind::Shift:
    case ShapeKind::ReplaceLane: return vectorScalar(node, to);
    case ShapeKind::Ternary: return ternary(node, to);
    case ShapeKind::LoadLane: return accessLane(node, to);
    default: return node.op == Opcode::I8x16Shuffle ? shuffle(node, to) : unsupported(node);
  }
}

void Lowering::extractLane(const Node& node, Place to) {
  const Operand value = operand(*node.kids[0]);
  emitter_.begin(extractLaneHandler(node.op, value.src, to.dst));
  emitOperand(value);
  emitter_.append(node.a);
  emitPlace(to);
  emitter_.end();
}

void Lowering::vectorScalar(const Node& node, Place to) {
  const auto [a, b] = operands(*node.kids[0], *node.kids[1]);
  emitter_.begin(vectorScalarHandler(node.op, a.src, b.src, to.dst));
  emitOperand(a);
  emitOperand(b);
  if (shapeOf(node.op).kind == ShapeKind::ReplaceLane) emitter_.append(node.a);
  emitPlace(to);
  emitter_.end();
}

void Lowering::ternary(const Node& node, Place to) {
  const Operand a = toSlotOrConst(*node.kids[0]);
  const Operand b = toSlotOrConst(*node.kids[1]);
  const Operand c = operand(*node.kids[2]);
  emitter_.begin(vectorTernaryHandler(node.op, c.src, to.dst));
  emitOperand(a);
  emitOperand(b);
  emitOperand(c);
  emitPlace(to);
  emitter_.end();
}

void Lowering::shuffle(const Node& node, Place to) {
  const auto [a, b] = operands(*node.kids[0], *node.kids[1]);
  emitter_.begin(shuffleHandler(a.src, b.src, to.dst));
  emitOperand(a);
  emitOperand(b);
  emitter_.append(node.value);
  emitter_.append(node.high());
  emitPlace(to);
  emitter_.end();
}

/// A load or store of one lane; of a store, `to` is the accumulator.
void Lowering::accessLane(const Node& node, Place to) {
  const bool isLoad = shapeOf(node.op).kind == ShapeKind::LoadLane;
  if (!accessesGuardedly(node)) {
    const Place address = scratch(Kind::I64);
    evaluate(*node.kids[0], address);
    evaluate(*node.kids[1], {});
    emitter_.begin(laneAnyHandler(node.op));
    emitter_.append(node.a);
    emitter_.append(address.slot);
    emitter_.append(node.value);
    emitter_.append(node.c);
    emitter_.place(node.offset);
    emitter_.end();
    if (isLoad) moveTo({Src::Acc, Kind::V128}, to);
    return;
  }
  auto [address, vector] = operands(*node.kids[0], *node.kids[1]);
  if (address.src == Src::Const) {
    // The vector may be in its accumulator: that is another one.
    moveTo(address, {});
    address = {Src::Acc, Kind::I32};
  }
  emitter_.begin(isLoad ? loadLaneHandler(node.op, mode_, address.src, vector.src, to.dst)
                        : storeLaneHandler(node.op, mode_, address.src, vector.src));
  emitOperand(address);
  emitOperand(vector);
  emitter_.append(static_cast<std::uint32_t>(node.value));
  emitter_.append(node.c);
  if (isLoad) emitPlace(to);
  emitter_.place(node.offset);
  emitter_.end();
}

}  // namespace wald::interp
