#include "valid/tree_builder.h"
#include "valid/tree_rules.h"

namespace wald::valid {

using ir::Node;
using ir::Var;
using wasm::Instruction;
using wasm::Kind;
using wasm::Opcode;

namespace {

/// With the trap that an instruction may end in.
std::uint8_t withTrap(Opcode op, std::uint8_t effects) {
  return static_cast<std::uint8_t>(effects | treeRuleOf(op).effects);
}

}  // namespace

/// An operator with fixed operands and a result, as all regular instructions and most of the others are.
Node* TreeBuilder::operation(const Instruction& in, Kind type, unsigned operands,
                             std::uint8_t effects) {
  const std::uint8_t all = withTrap(in.op, effects);
  Node* node = makeNode(in, type, operands, all);
  push(node, takeKids(node, operands));
  if (all & ir::WritesState) {
    flushForEffects(all);  // assigns the new entry too, last
  }
  return node;
}

namespace {

bool isBulk(Opcode op) {
  switch (op) {
    case Opcode::TableFill:
    case Opcode::TableCopy:
    case Opcode::TableInit:
    case Opcode::MemoryFill:
    case Opcode::MemoryCopy:
    case Opcode::MemoryInit:
    case Opcode::ArrayFill:
    case Opcode::ArrayCopy:
    case Opcode::ArrayInitData:
    case Opcode::ArrayInitElem: return true;
    default: return false;
  }
}

}  // namespace

/// The others: one without a result, which changes something.
void TreeBuilder::effect(const Instruction& in, unsigned operands) {
  statement(
      makeStatement(in, Kind::I32, operands, withTrap(in.op, ir::WritesState | ir::ReadsState)));
  // It pays for its length: before that, nothing behind it may have been paid.
  if (isBulk(in.op)) charge(in.offset);
}

void TreeBuilder::special(const Instruction& in) {
  const auto value = [&](Kind type, unsigned operands, std::uint8_t effects) {
    operation(in, type, operands, effects);
  };
  const auto addressKind = [](wasm::AddressType type) {
    return type == wasm::AddressType::I64 ? Kind::I64 : Kind::I32;
  };
  constexpr std::uint8_t reads = ir::ReadsState;
  constexpr std::uint8_t writes = ir::ReadsState | ir::WritesState;

  switch (in.op) {
    case Opcode::GlobalGet: return value(module_.globals[in.a].type.type.kind(), 0, reads);
    case Opcode::GlobalSet: return effect(in, 1);
    case Opcode::TableGet: return value(Kind::Ref, 1, reads);
    case Opcode::TableSet: return effect(in, 2);
    case Opcode::TableSize: return value(addressKind(module_.tables[in.a].type.address), 0, reads);
    case Opcode::TableGrow: return value(addressKind(module_.tables[in.a].type.address), 2, writes);
    case Opcode::MemorySize:
      return value(addressKind(module_.memories[in.a].type.address), 0, reads);
    case Opcode::MemoryGrow:
      return value(addressKind(module_.memories[in.a].type.address), 1, writes);
    case Opcode::TableFill:
    case Opcode::TableCopy:
    case Opcode::TableInit:
    case Opcode::MemoryFill:
    case Opcode::MemoryCopy:
    case Opcode::MemoryInit: return effect(in, 3);
    case Opcode::DataDrop:
    case Opcode::ElemDrop: return effect(in, 0);
    case Opcode::RefNull:
    case Opcode::RefFunc: return value(Kind::Ref, 0, 0);
    case Opcode::RefIsNull: return value(Kind::I32, 1, 0);
    case Opcode::RefEq: return value(Kind::I32, 2, 0);
    case Opcode::RefAsNonNull: return value(Kind::Ref, 1, 0);
    case Opcode::V128Const: operation(in, Kind::V128, 0, 0)->setHigh(in.high); return;
    case Opcode::I8x16Shuffle: operation(in, Kind::V128, 2, 0)->setHigh(in.high); return;
    case Opcode::Select:
    case Opcode::SelectTyped: {
      const Kind type = stack_[stack_.size() - 2].node->type;
      return value(type, 3, 0);
    }
    case Opcode::MemoryAtomicNotify: return value(Kind::I32, 2, writes);
    case Opcode::MemoryAtomicWait32:
    case Opcode::MemoryAtomicWait64: return value(Kind::I32, 3, writes);
    case Opcode::AtomicFence: return effect(in, 0);
    case Opcode::I64Add128:
    case Opcode::I64Sub128:
    case Opcode::I64MulWideS:
    case Opcode::I64MulWideU: {
      // Two results: like a call, it has its first variable in `c`.
      const unsigned operands = in.op == Opcode::I64Add128 || in.op == Opcode::I64Sub128 ? 4 : 2;
      const Var base = stack_[stack_.size() - operands].var;
      for (std::size_t i = firstPending_; i < stack_.size() - operands; ++i) {
        if (stack_[i].isPending && stack_[i].readsTempsBelow > base) materialise(i);
      }
      Node* node = makeStatement(in, Kind::I64, operands, 0);
      node->c = base;
      statement(node);
      pushTemp(Kind::I64);
      pushTemp(Kind::I64);
      return;
    }
    default:
      if (!object(in)) unsupported_ = in.op;
      return;
  }
}

void TreeBuilder::instruction(const Instruction& in) {
  switch (in.op) {
    case Opcode::Nop: return;
    case Opcode::Unreachable:
      flushForEffects(ir::MayTrap);
      statement(makeNode(in, Kind::I32, 0, ir::MayTrap));
      live_ = false;
      return;
    case Opcode::Block:
    case Opcode::Loop:
    case Opcode::If:
    case Opcode::Try:
    case Opcode::TryTable: return openBlock(in);
    case Opcode::Else: return elseArm(in);
    case Opcode::Catch:
    case Opcode::CatchAll: return catchArm(in);
    case Opcode::End:
    case Opcode::Delegate: return closeBlock(in);
    case Opcode::Throw:
    case Opcode::ThrowRef:
    case Opcode::Rethrow: return throwException(in);
    case Opcode::Br: return branch(in);
    case Opcode::BrIf: return branchIf(in);
    case Opcode::BrOnNull:
    case Opcode::BrOnNonNull: return branchOnNull(in);
    case Opcode::BrOnCast:
    case Opcode::BrOnCastFail: return branchOnCast(in);
    case Opcode::BrTable: return branchTable(in);
    case Opcode::Return: return returnValues(in);
    case Opcode::Call:
    case Opcode::CallIndirect:
    case Opcode::CallRef:
    case Opcode::ReturnCall:
    case Opcode::ReturnCallIndirect:
    case Opcode::ReturnCallRef: return call(in);
    case Opcode::Drop: {
      if (!(stack_.back().effects & ir::MayTrap)) {
        pop();
        return;
      }
      // The value is not wanted, its trap is.
      return statement(makeStatement(in, stack_.back().node->type, 1, 0));
    }
    case Opcode::LocalSet: return setLocal(in, false);
    case Opcode::LocalTee: return setLocal(in, true);
    default: return special(in);
  }
}

}  // namespace wald::valid
