#include "runtime/const_eval.h"

#include <vector>

#include <fmt/format.h>

#include "runtime/instance.h"

namespace wald::runtime {

namespace {

using wasm::ConstInstruction;
using wasm::Opcode;

Error unsupported(const ConstInstruction& instruction) {
  return Error(ErrorKind::Unsupported,
               fmt::format("{} in a constant expression", infoOf(instruction.op).mnemonic))
      .at(instruction.offset);
}

/// An instruction that takes no operands.
Result<ConstValue> evaluateLeaf(const ConstInstruction& instruction, Instance& instance) {
  switch (instruction.op) {
    case Opcode::I32Const:
    case Opcode::I64Const:
    case Opcode::F32Const:
    case Opcode::F64Const: return ConstValue{instruction.value};
    case Opcode::V128Const: return ConstValue{instruction.value, instruction.high};
    case Opcode::RefNull: return ConstValue{};
    case Opcode::RefFunc: return ConstValue{toRef(instance.function(instruction.a))};
    case Opcode::GlobalGet: {
      const Global& global = *instance.global(instruction.a);
      return ConstValue{global.slots[0], global.slots[1]};
    }
    default: return unsupported(instruction);
  }
}

bool isBinary(Opcode op) { return wasm::infoOf(op).shape.kind == wasm::ShapeKind::Binary; }

Result<ConstValue> evaluateBinary(const ConstInstruction& instruction, Slot left, Slot right) {
  switch (instruction.op) {
    case Opcode::I32Add: return ConstValue{static_cast<std::uint32_t>(left + right)};
    case Opcode::I32Sub: return ConstValue{static_cast<std::uint32_t>(left - right)};
    case Opcode::I32Mul: return ConstValue{static_cast<std::uint32_t>(left * right)};
    case Opcode::I64Add: return ConstValue{left + right};
    case Opcode::I64Sub: return ConstValue{left - right};
    case Opcode::I64Mul: return ConstValue{left * right};
    default: return unsupported(instruction);
  }
}

}  // namespace

Result<ConstValue> evaluate(const wasm::ConstExpr& expr, Instance& instance) {
  const auto& module = instance.module().wasm;
  const auto instructions = module.instructionsOf(expr);
  // Nearly all are one constant, and element segments have many of them.
  if (instructions.size() == 1) return evaluateLeaf(instructions[0], instance);
  std::vector<ConstValue> stack;
  for (const auto& instruction : instructions) {
    if (isBinary(instruction.op)) {
      const Slot right = stack.back().low;
      stack.pop_back();
      WALD_TRY_ASSIGN(value, evaluateBinary(instruction, stack.back().low, right));
      stack.back() = value;
    } else {
      WALD_TRY_ASSIGN(value, evaluateLeaf(instruction, instance));
      stack.push_back(value);
    }
  }
  if (stack.size() != 1) {
    return Error(ErrorKind::Internal, "a constant expression does not yield one value");
  }
  return stack.back();
}

}  // namespace wald::runtime
