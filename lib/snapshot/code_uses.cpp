#include "snapshot/code_uses.h"

#include "binary/instruction_decoder.h"

namespace wald::snapshot {

using wasm::Immediates;

namespace {

void note(const wasm::Instruction& instruction, CodeUses& uses) {
  switch (wasm::infoOf(instruction.op).immediates) {
    case Immediates::Data:
    case Immediates::DataMemory:
    case Immediates::TypeData: uses.dataSegments = true; return;
    case Immediates::Elem:
    case Immediates::ElemTable:
    case Immediates::TypeElem: uses.elemSegments = true; return;
    default: break;
  }
  if (instruction.op == wasm::Opcode::RefFunc) uses.functions.insert(instruction.a);
}

}  // namespace

CodeUses usesOf(const wasm::Module& module) {
  CodeUses uses;
  for (const wasm::Code& code : module.codes) {
    binary::InstructionDecoder decoder(module, code.body);
    wasm::Instruction instruction;
    while (!decoder.atEnd() && decoder.next(instruction)) note(instruction, uses);
  }
  return uses;
}

std::set<std::uint32_t> declaredFunctions(const wasm::Module& module) {
  std::set<std::uint32_t> functions;
  for (const wasm::Export& item : module.exports) {
    if (item.kind == wasm::ExternKind::Func) functions.insert(item.index);
  }
  for (const wasm::ElemSegment& segment : module.elems) {
    functions.insert(segment.functions.begin(), segment.functions.end());
  }
  for (const wasm::ConstInstruction& instruction : module.constants) {
    if (instruction.op == wasm::Opcode::RefFunc) functions.insert(instruction.a);
  }
  return functions;
}

}  // namespace wald::snapshot
