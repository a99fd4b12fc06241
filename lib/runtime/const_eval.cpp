#include "runtime/const_eval.h"

#include <fmt/format.h>

#include "runtime/instance.h"
#include "runtime/objects.h"
#include "runtime/store.h"

namespace wald::runtime {

namespace {

using wasm::ConstInstruction;
using wasm::Opcode;

bool isBinary(Opcode op) { return wasm::infoOf(op).shape.kind == wasm::ShapeKind::Binary; }

/// A stack machine over slots, so that the collector sees what lies on the stack.
class ConstEvaluator {
public:
  explicit ConstEvaluator(Instance& instance)
      : instance_(instance), heap_(instance.store().heap()), roots_(heap_, stack_) {}

  Result<void> execute(const ConstInstruction& instruction);
  Result<ConstValue> take();

private:
  void push(Slot low) { stack_.push_back(low); }
  Slot pop() {
    const Slot value = stack_.back();
    stack_.pop_back();
    return value;
  }
  const TypeInfo& infoOf(std::uint32_t type) const {
    return heap_.infoOf(instance_.module().types[type]);
  }
  Result<void> binary(Opcode op);
  Result<void> finishObject(const ConstInstruction& instruction, std::size_t operands,
                            const Object* object);
  Result<void> object(const ConstInstruction& instruction);

  Instance& instance_;
  Heap& heap_;
  Slots stack_;
  TemporaryRoots roots_;
};

Result<void> ConstEvaluator::execute(const ConstInstruction& instruction) {
  if (isBinary(instruction.op)) return binary(instruction.op);
  switch (instruction.op) {
    case Opcode::I32Const:
    case Opcode::I64Const:
    case Opcode::F32Const:
    case Opcode::F64Const: push(instruction.value); return {};
    case Opcode::V128Const:
      push(instruction.value);
      push(instruction.high);
      return {};
    case Opcode::RefNull: push(0); return {};
    case Opcode::RefFunc: push(toRef(instance_.function(instruction.a))); return {};
    case Opcode::GlobalGet: {
      const Global& global = *instance_.global(instruction.a);
      push(global.slots[0]);
      if (global.type.type.isVec()) push(global.slots[1]);
      return {};
    }
    case Opcode::RefI31: push(i31Ref(static_cast<std::uint32_t>(pop()))); return {};
    // References to data have one form in both hierarchies.
    case Opcode::AnyConvertExtern:
    case Opcode::ExternConvertAny: return {};
    default: return object(instruction);
  }
}

Result<void> ConstEvaluator::binary(Opcode op) {
  const Slot right = pop();
  const Slot left = pop();
  switch (op) {
    case Opcode::I32Add: push(static_cast<std::uint32_t>(left + right)); return {};
    case Opcode::I32Sub: push(static_cast<std::uint32_t>(left - right)); return {};
    case Opcode::I32Mul: push(static_cast<std::uint32_t>(left * right)); return {};
    case Opcode::I64Add: push(left + right); return {};
    case Opcode::I64Sub: push(left - right); return {};
    case Opcode::I64Mul: push(left * right); return {};
    default: return Error(ErrorKind::Internal, "an operator that is not constant");
  }
}

/// An instruction that makes an object of the operands on top of the stack.
Result<void> ConstEvaluator::object(const ConstInstruction& instruction) {
  const auto operands = [this](std::size_t count) { return stack_.data() + stack_.size() - count; };
  const TypeInfo& info = infoOf(instruction.a);
  switch (instruction.op) {
    case Opcode::StructNew:
      return finishObject(instruction, info.slots, newStruct(heap_, info, operands(info.slots)));
    case Opcode::StructNewDefault:
      return finishObject(instruction, 0, newStructDefault(heap_, info));
    case Opcode::ArrayNew: {
      const auto length = static_cast<std::uint32_t>(stack_.back());
      const std::size_t count = info.slots + 1;
      return finishObject(instruction, count, newArray(heap_, info, length, operands(count)));
    }
    case Opcode::ArrayNewDefault: {
      const auto length = static_cast<std::uint32_t>(stack_.back());
      return finishObject(instruction, 1, newArrayDefault(heap_, info, length));
    }
    case Opcode::ArrayNewFixed: {
      const std::size_t count = std::size_t{instruction.b} * info.slots;
      return finishObject(instruction, count,
                          newArrayFixed(heap_, info, instruction.b, operands(count)));
    }
    default:
      return Error(ErrorKind::Internal, fmt::format("{} in a constant expression",
                                                    wasm::infoOf(instruction.op).mnemonic()));
  }
}

Result<void> ConstEvaluator::finishObject(const ConstInstruction& instruction, std::size_t operands,
                                          const Object* object) {
  if (object == nullptr) {
    return Error(ErrorCode::LimitExceeded, fmt::format("no room on the heap for a constant's {}",
                                                       wasm::infoOf(instruction.op).mnemonic()))
        .at(instruction.offset);
  }
  stack_.resize(stack_.size() - operands);
  push(toRef(object));
  return {};
}

Result<ConstValue> ConstEvaluator::take() {
  if (stack_.empty() || stack_.size() > 2) {
    return Error(ErrorKind::Internal, "a constant expression does not yield one value");
  }
  return ConstValue{stack_[0], stack_.size() == 2 ? stack_[1] : 0};
}

}  // namespace

Result<ConstValue> evaluate(const wasm::ConstExpr& expr, Instance& instance) {
  const auto& module = instance.module().wasm;
  const auto instructions = module.instructionsOf(expr);
  // Element segments have many of these.
  if (instructions.size() == 1 && instructions[0].op == Opcode::RefFunc) {
    return ConstValue{toRef(instance.function(instructions[0].a))};
  }
  if (instructions.size() == 1 && instructions[0].op == Opcode::I32Const) {
    return ConstValue{instructions[0].value};
  }
  ConstEvaluator evaluator(instance);
  for (const auto& instruction : instructions) WALD_TRY(evaluator.execute(instruction));
  return evaluator.take();
}

}  // namespace wald::runtime
