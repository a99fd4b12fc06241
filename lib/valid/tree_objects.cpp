#include "valid/tree_builder.h"

namespace wald::valid {

using ir::Node;
using wasm::Instruction;
using wasm::Kind;
using wasm::Opcode;

/// Instructions on structures, arrays, i31 and casts. False if it is none of them.
bool TreeBuilder::object(const Instruction& in) {
  constexpr std::uint8_t reads = ir::ReadsState;
  const auto fieldKind = [&](std::uint32_t field) {
    return module_.types[in.a].comp.fields[field].type.kind();
  };
  const auto value = [&](Kind type, unsigned operands, std::uint8_t effects) {
    return operation(in, type, operands, effects) != nullptr;
  };
  const auto done = [&](unsigned operands) {
    effect(in, operands);
    return true;
  };
  const auto cast = [&](Kind type) {
    operation(in, type, 1, 0)->value = in.type.bits();
    return true;
  };
  switch (in.op) {
    case Opcode::StructNew: {
      const auto fields = module_.types[in.a].comp.fields.size();
      return value(Kind::Ref, static_cast<unsigned>(fields), 0);
    }
    case Opcode::StructNewDefault: return value(Kind::Ref, 0, 0);
    case Opcode::StructGet:
    case Opcode::StructGetS:
    case Opcode::StructGetU: return value(fieldKind(in.b), 1, reads);
    case Opcode::StructSet: return done(2);
    case Opcode::ArrayNew: return value(Kind::Ref, 2, 0);
    case Opcode::ArrayNewDefault: return value(Kind::Ref, 1, 0);
    case Opcode::ArrayNewFixed: return value(Kind::Ref, in.b, 0);
    case Opcode::ArrayNewData:
    case Opcode::ArrayNewElem: return value(Kind::Ref, 2, reads);
    case Opcode::ArrayGet:
    case Opcode::ArrayGetS:
    case Opcode::ArrayGetU: return value(fieldKind(0), 2, reads);
    case Opcode::ArraySet: return done(3);
    case Opcode::ArrayLen: return value(Kind::I32, 1, 0);
    case Opcode::ArrayFill:
    case Opcode::ArrayInitData:
    case Opcode::ArrayInitElem: return done(4);
    case Opcode::ArrayCopy: return done(5);
    case Opcode::RefI31: return value(Kind::Ref, 1, 0);
    case Opcode::I31GetS:
    case Opcode::I31GetU: return value(Kind::I32, 1, 0);
    case Opcode::RefTest:
    case Opcode::RefTestNull: return cast(Kind::I32);
    case Opcode::RefCast:
    case Opcode::RefCastNull: return cast(Kind::Ref);
    // References to data have one form in both hierarchies (`runtime::Ref`).
    case Opcode::AnyConvertExtern:
    case Opcode::ExternConvertAny: return true;
    default: return false;
  }
}

/// `br_on_cast` and `br_on_cast_fail`: the reference is assigned to its temporary, goes along and stays.
void TreeBuilder::branchOnCast(const Instruction& in) {
  flushForEffects(ir::MayTrap);
  materialiseTop(branchValues(in.a));
  Node* node = makeBranch(in, 1);
  node->value = in.target.bits();
  giveKid(node, makeLocalGet(stack_.back().var, Kind::Ref));
  statement(node);
  charge(in.offset);
}

}  // namespace wald::valid
