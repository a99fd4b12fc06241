#include "text/print_instruction.h"

#include "text/immediate_parser.h"
#include "text/print_values.h"

namespace wald::text {

using wasm::Instruction;
using wasm::Opcode;

namespace {

/// Longer names of labels are not repeated where the label is used.
constexpr std::size_t longestLabel = 100;

}  // namespace

void InstructionPrinter::append(std::string& out, const Instruction& in,
                                std::string_view label) const {
  out += wasm::infoOf(in.op).mnemonic();
  if (!label.empty()) {
    out += ' ';
    appendId(out, label);
  }
  immediates(out, in);
}

void InstructionPrinter::use(std::string& out, Space space, std::uint32_t index) const {
  out += ' ';
  names_.of(space).appendUse(out, index);
}

void InstructionPrinter::number(std::string& out, std::uint64_t value) const {
  out += ' ';
  appendUnsigned(out, value);
}

void InstructionPrinter::label(std::string& out, std::uint32_t depth) const {
  out += ' ';
  // The body of the function is the last, and has no name.
  const std::string_view name = depth < labels_.depth() ? labels_.at(depth) : std::string_view();
  const bool isShort = !name.empty() && name.size() <= longestLabel;
  if (isShort && labels_.find(name) == depth) return appendId(out, name);
  appendUnsigned(out, depth);
  if (depth >= labels_.depth()) return;
  out += " (;@";
  appendUnsigned(out, labels_.depth() - 1 - depth);
  out += ";)";
}

void InstructionPrinter::immediates(std::string& out, const Instruction& in) const {
  using enum wasm::Immediates;
  switch (wasm::infoOf(in.op).immediates) {
    case None:
    case Fence: return;
    case I32: out += ' '; return appendSigned(out, static_cast<std::int32_t>(in.value));
    case I64: out += ' '; return appendSigned(out, static_cast<std::int64_t>(in.value));
    case F32: out += ' '; return appendF32(out, static_cast<std::uint32_t>(in.value));
    case F64: out += ' '; return appendF64(out, in.value);
    case V128: out += ' '; return appendVector(out, in.value, in.high);
    case Block: return types_.blockType(out, in.block);
    case Label: return label(out, in.a);
    case LabelTable:
      for (const std::uint32_t target : in.labels) label(out, target);
      return label(out, in.a);
    case Local:
      out += ' ';
      return locals_ == nullptr ? appendUnsigned(out, in.a) : locals_->appendUse(out, in.a);
    case Global: return use(out, Space::Global, in.a);
    case Func: return use(out, Space::Func, in.a);
    case Type: return use(out, Space::Type, in.a);
    case TypeTable: optionalUse(out, Space::Table, in.b); return types_.typeIndex(out, in.a);
    case TypeField: return field(out, in);
    case TypeCount: use(out, Space::Type, in.a); return number(out, in.b);
    case TypeData: use(out, Space::Type, in.a); return use(out, Space::Data, in.b);
    case TypeElem: use(out, Space::Type, in.a); return use(out, Space::Elem, in.b);
    case TypeType: use(out, Space::Type, in.a); return use(out, Space::Type, in.b);
    case Table: return use(out, Space::Table, in.a);
    case TableTable: use(out, Space::Table, in.a); return use(out, Space::Table, in.b);
    case Elem: return use(out, Space::Elem, in.a);
    case ElemTable: use(out, Space::Table, in.b); return use(out, Space::Elem, in.a);
    case Data: return use(out, Space::Data, in.a);
    case DataMemory: optionalUse(out, Space::Memory, in.b); return use(out, Space::Data, in.a);
    case Memory: return optionalUse(out, Space::Memory, in.a);
    case MemoryMemory:
      if (in.a == 0 && in.b == 0) return;
      use(out, Space::Memory, in.a);
      return use(out, Space::Memory, in.b);
    case Memarg: return memarg(out, in);
    case MemargLane: memarg(out, in); return number(out, in.c);
    case Lane: return number(out, in.a);
    case Shuffle: return shuffle(out, in);
    case HeapType:
      out += ' ';
      if (in.op == Opcode::RefNull) return types_.heapType(out, in.type.heap());
      return types_.valType(out, in.type);
    case SelectTypes:
      if (in.selectTypes.empty()) out += " (result)";
      return types_.valTypes(out, "result", in.selectTypes);
    case BrOnCast:
      label(out, in.a);
      out += ' ';
      types_.valType(out, in.type);
      out += ' ';
      return types_.valType(out, in.target);
    case TryTable: types_.blockType(out, in.block); return catches(out, in);
    case Tag: return use(out, Space::Tag, in.a);
  }
}

void InstructionPrinter::field(std::string& out, const Instruction& in) const {
  use(out, Space::Type, in.a);
  out += ' ';
  names_.fieldsOf(in.a).appendUse(out, in.b);
}

void InstructionPrinter::memarg(std::string& out, const Instruction& in) const {
  optionalUse(out, Space::Memory, in.a);
  if (in.value != 0) {
    out += " offset=";
    appendUnsigned(out, in.value);
  }
  if (in.b == naturalAlignment(in.op)) return;
  out += " align=";
  appendUnsigned(out, std::uint64_t{1} << in.b);
}

void InstructionPrinter::shuffle(std::string& out, const Instruction& in) const {
  for (const std::uint64_t half : {in.value, in.high}) {
    for (unsigned shift = 0; shift < 64; shift += 8) number(out, half >> shift & 0xff);
  }
}

void InstructionPrinter::catches(std::string& out, const Instruction& in) const {
  for (const wasm::CatchClause& clause : in.catches) {
    out += " (";
    out += catchWords[static_cast<std::size_t>(clause.kind)];
    const bool hasTag =
        clause.kind == wasm::CatchKind::Catch || clause.kind == wasm::CatchKind::CatchRef;
    if (hasTag) use(out, Space::Tag, clause.tag);
    label(out, clause.label);
    out += ')';
  }
}

}  // namespace wald::text
