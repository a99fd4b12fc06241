#include "text/stack_effect.h"

namespace wald::text {

using wasm::Module;
using wasm::Opcode;

namespace {

std::uint64_t fieldCount(const Module& module, std::uint32_t type) {
  return type < module.types.size() ? module.types[type].comp.fields.size() : 0;
}

std::uint32_t typeOfFunction(const Module& module, std::uint32_t function) {
  constexpr std::uint32_t none = ~std::uint32_t{0};
  return function < module.functions.size() ? module.functions[function].type : none;
}

std::uint32_t typeOfTag(const Module& module, std::uint32_t tag) {
  constexpr std::uint32_t none = ~std::uint32_t{0};
  return tag < module.tags.size() ? module.tags[tag].type.type : none;
}

/// A call of a function of the type, with `more` operands.
StackEffect callOf(const Module& module, std::uint32_t type, bool returns, std::uint64_t more) {
  const StackEffect effect = stackEffectOfType(module, type);
  return {effect.operands + more, returns ? effect.results : 0};
}

}  // namespace

StackEffect stackEffectOfType(const Module& module, std::uint32_t type) {
  if (type >= module.types.size()) return {};
  const wasm::CompType& comp = module.types[type].comp;
  return {comp.params.size(), comp.results.size()};
}

StackEffect stackEffectOf(const Module& module, const wasm::BlockType& type) {
  switch (type.form) {
    case wasm::BlockType::Form::Empty: return {0, 0};
    case wasm::BlockType::Form::Value: return {0, 1};
    case wasm::BlockType::Form::Type: return stackEffectOfType(module, type.type);
  }
  return {};
}

StackEffect stackEffectOf(const Module& module, const wasm::Instruction& in,
                          std::uint64_t labelArity) {
  switch (in.op) {
#include "wasm/regular_cases.inc"
    return wasm::stackEffectOf(wasm::infoOf(in.op).shape.kind);

    // Those that delimit blocks are not for here.
    case Opcode::Block:
    case Opcode::Loop:
    case Opcode::If:
    case Opcode::Else:
    case Opcode::End:
    case Opcode::Try:
    case Opcode::TryTable:
    case Opcode::Catch:
    case Opcode::CatchAll:
    case Opcode::Delegate:

    case Opcode::Unreachable:
    case Opcode::Nop:
    case Opcode::Rethrow:
    case Opcode::ElemDrop:
    case Opcode::DataDrop:
    case Opcode::AtomicFence: return {0, 0};

    case Opcode::Br:
    case Opcode::Return: return {labelArity, 0};
    case Opcode::BrTable: return {labelArity + 1, 0};
    case Opcode::BrIf: return {labelArity + 1, labelArity};
    case Opcode::BrOnNull: return {labelArity + 1, labelArity + 1};
    case Opcode::BrOnNonNull: return {labelArity, labelArity == 0 ? 0 : labelArity - 1};
    case Opcode::BrOnCast:
    case Opcode::BrOnCastFail: return {labelArity, labelArity};

    case Opcode::Call: return callOf(module, typeOfFunction(module, in.a), true, 0);
    case Opcode::ReturnCall: return callOf(module, typeOfFunction(module, in.a), false, 0);
    case Opcode::CallIndirect:
    case Opcode::CallRef: return callOf(module, in.a, true, 1);
    case Opcode::ReturnCallIndirect:
    case Opcode::ReturnCallRef: return callOf(module, in.a, false, 1);
    case Opcode::Throw: return callOf(module, typeOfTag(module, in.a), false, 0);

    case Opcode::ThrowRef:
    case Opcode::Drop:
    case Opcode::LocalSet:
    case Opcode::GlobalSet: return {1, 0};

    case Opcode::LocalGet:
    case Opcode::GlobalGet:
    case Opcode::MemorySize:
    case Opcode::TableSize:
    case Opcode::RefNull:
    case Opcode::RefFunc:
    case Opcode::StructNewDefault: return {0, 1};

    case Opcode::LocalTee:
    case Opcode::TableGet:
    case Opcode::MemoryGrow:
    case Opcode::RefIsNull:
    case Opcode::RefAsNonNull:
    case Opcode::StructGet:
    case Opcode::StructGetS:
    case Opcode::StructGetU:
    case Opcode::ArrayNewDefault:
    case Opcode::ArrayLen:
    case Opcode::RefTest:
    case Opcode::RefTestNull:
    case Opcode::RefCast:
    case Opcode::RefCastNull:
    case Opcode::AnyConvertExtern:
    case Opcode::ExternConvertAny:
    case Opcode::RefI31:
    case Opcode::I31GetS:
    case Opcode::I31GetU: return {1, 1};

    case Opcode::RefEq:
    case Opcode::ArrayNew:
    case Opcode::ArrayNewData:
    case Opcode::ArrayNewElem:
    case Opcode::ArrayGet:
    case Opcode::ArrayGetS:
    case Opcode::ArrayGetU:
    case Opcode::TableGrow:
    case Opcode::I8x16Shuffle:
    case Opcode::MemoryAtomicNotify: return {2, 1};

    case Opcode::TableSet:
    case Opcode::StructSet: return {2, 0};

    case Opcode::Select:
    case Opcode::SelectTyped:
    case Opcode::MemoryAtomicWait32:
    case Opcode::MemoryAtomicWait64: return {3, 1};

    case Opcode::ArraySet:
    case Opcode::MemoryInit:
    case Opcode::MemoryCopy:
    case Opcode::MemoryFill:
    case Opcode::TableInit:
    case Opcode::TableCopy:
    case Opcode::TableFill: return {3, 0};

    case Opcode::ArrayFill:
    case Opcode::ArrayInitData:
    case Opcode::ArrayInitElem: return {4, 0};
    case Opcode::ArrayCopy: return {5, 0};

    case Opcode::StructNew: return {fieldCount(module, in.a), 1};
    case Opcode::ArrayNewFixed: return {in.b, 1};

    case Opcode::I64Add128:
    case Opcode::I64Sub128: return {4, 2};
    case Opcode::I64MulWideS:
    case Opcode::I64MulWideU: return {2, 2};
  }
  return {};
}

}  // namespace wald::text
