#include "interp/lowering_impl.h"
#include "runtime/cast.h"

namespace wald::interp {

using ir::Node;
using runtime::TypeInfo;

/// Instructions on objects and references that have nodes of their own; what is left is slow.
void Lowering::object(const Node& node, Place to) {
  switch (node.op) {
    case Opcode::StructGet:
    case Opcode::StructGetS:
    case Opcode::StructGetU:
    case Opcode::ArrayGet:
    case Opcode::ArrayGetS:
    case Opcode::ArrayGetU: return getField(node, to);
    case Opcode::ArrayLen:
    case Opcode::RefI31:
    case Opcode::I31GetS:
    case Opcode::I31GetU:
    case Opcode::RefTest:
    case Opcode::RefTestNull:
    case Opcode::RefCast:
    case Opcode::RefCastNull: return reference(node, to);
    default: return slow(node, to);
  }
}

void Lowering::getField(const Node& node, Place to) {
  const TypeInfo& info = module_.engine().infoOf(module_.typeId(node.a));
  const bool isArray = info.kind == wasm::CompKind::Array;
  const bool isSigned = node.op == Opcode::StructGetS || node.op == Opcode::ArrayGetS;
  const TypeInfo::Field& field = info.fields[isArray ? 0 : node.b];
  if (isArray) {
    const Operand array = toSlot(*node.kids[0]);
    const Operand index = operand(*node.kids[1]);
    emitter_.begin(getFieldHandler(true, field.storage, isSigned, index.src, to.dst));
    emitOperand(array);
    emitOperand(index);
  } else {
    const Operand reference = notConst(operand(*node.kids[0]));
    emitter_.begin(getFieldHandler(false, field.storage, isSigned, reference.src, to.dst));
    emitOperand(reference);
    emitter_.append(field.offset);
  }
  emitPlace(to);
  emitter_.place(node.offset);
  emitter_.end();
}

void Lowering::setField(const Node& node) {
  const TypeInfo& info = module_.engine().infoOf(module_.typeId(node.a));
  const bool isArray = info.kind == wasm::CompKind::Array;
  const TypeInfo::Field& field = info.fields[isArray ? 0 : node.b];
  const Operand reference = toSlot(*node.kids[0]);
  const Operand index = isArray ? toSlot(*node.kids[1]) : Operand{};
  const Operand value = operand(*node.kids.back());
  emitter_.begin(setFieldHandler(isArray, field.storage, value.src));
  emitOperand(reference);
  if (isArray) emitOperand(index);
  emitOperand(value);
  if (!isArray) emitter_.append(field.offset);
  emitter_.place(node.offset);
  emitter_.end();
}

void Lowering::emitCastTest(const Node& node) {
  const auto target = wasm::ValType::fromBits(static_cast<std::uint32_t>(node.value));
  emitter_.append(makeCastTest(module_.engine(), wasm::toIds(target, module_.types())));
}

void Lowering::reference(const Node& node, Place to) {
  const Operand value = notConst(operand(*node.kids[0]));
  emitter_.begin(referenceHandler(node.op, value.src, to.dst));
  emitOperand(value);
  const auto immediates = wasm::infoOf(node.op).immediates;
  if (immediates == wasm::Immediates::HeapType) emitCastTest(node);
  emitPlace(to);
  emitter_.place(node.offset);
  emitter_.end();
}

void Lowering::branchOnCast(const Node& node, bool sense, Emitter::Label& label) {
  const bool onFail = (node.op == Opcode::BrOnCastFail) == sense;
  const Operand value = operand(*node.kids[0]);
  emitter_.begin(onFail ? handlers::branchOnCastFail : handlers::branchOnCast);
  emitOperand(value);
  emitCastTest(node);
  emitter_.appendTarget(label);
  emitter_.end();
}

}  // namespace wald::interp
