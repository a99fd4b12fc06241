#include "text/immediate_parser.h"

#include <bit>

#include <fmt/format.h>

#include "text/numbers.h"
#include "text/type_parser.h"
#include "text/vector_constant.h"

namespace wald::text {

using wasm::Opcode;

namespace {

bool isNumber(TokenKind kind) {
  return kind == TokenKind::Nat || kind == TokenKind::Int || kind == TokenKind::Float;
}

}  // namespace

unsigned naturalAlignment(Opcode op) {
  const wasm::Shape& shape = wasm::infoOf(op).shape;
  if (op == Opcode::MemoryAtomicWait64) return 3;
  if (shape.kind == wasm::ShapeKind::Special) return 2;
  const unsigned bits = shape.kind == wasm::ShapeKind::LoadExtend ? 64 : shape.bits;
  return static_cast<unsigned>(std::countr_zero(bits / 8));
}

void emitOpcode(Bytes& out, Opcode op) {
  const wasm::OpInfo& info = wasm::infoOf(op);
  if (info.prefix == 0) return emitByte(out, info.code);
  emitByte(out, info.prefix);
  emitUnsigned(out, info.code);
}

std::uint32_t expectLabel(Cursor& cursor, const LabelScope& labels) {
  if (cursor.kind() != TokenKind::Id) return cursor.expectU32();
  const std::uint32_t start = cursor.offset();
  const std::string_view name = cursor.takeId().value_or("");
  if (const auto depth = labels.find(name)) return *depth;
  cursor.failResolution(ErrorCode::TextUnknown, start, fmt::format(" label ${}", name));
  return 0;
}

void ImmediateParser::parse(Opcode op, Bytes& out) {
  switch (op) {
    case Opcode::Select: return select(out);
    case Opcode::RefTest:
    case Opcode::RefCast: return castType(op, out);
    default: emitOpcode(out, op); return immediates(op, out);
  }
}

void ImmediateParser::immediates(Opcode op, Bytes& out) {
  using enum wasm::Immediates;
  switch (wasm::infoOf(op).immediates) {
    case None: return;
    case I32: return integer(32, out);
    case I64: return integer(64, out);
    case F32: return real(32, out);
    case F64: return real(64, out);
    case V128: return vector(out);
    case Block: return emitBlockType(out, parseBlockType(cursor_, context_));
    case Label: return emitUnsigned(out, expectLabel(cursor_, labels_));
    case LabelTable: return labelTable(out);
    case Local: return local(out);
    case Global: return index(Space::Global, out);
    case Func: return index(Space::Func, out);
    case Type: return index(Space::Type, out);
    case TypeTable: {
      const std::uint32_t table = optionalIndex(Space::Table);
      emitUnsigned(out, parseTypeUse(cursor_, context_, nullptr));
      return emitUnsigned(out, table);
    }
    case TypeField: return typeAndField(out);
    case TypeCount: index(Space::Type, out); return emitUnsigned(out, cursor_.expectU32());
    case TypeData: context_.usesDataCount = true; return pair(Space::Type, Space::Data, out);
    case TypeElem: return pair(Space::Type, Space::Elem, out);
    case TypeType: return pair(Space::Type, Space::Type, out);
    case Table: return emitUnsigned(out, optionalIndex(Space::Table));
    case TableTable: return twoOptional(Space::Table, out);
    case Elem: return index(Space::Elem, out);
    case ElemTable: return segmentAndSpace(Space::Elem, Space::Table, out);
    case Data: context_.usesDataCount = true; return index(Space::Data, out);
    case DataMemory:
      context_.usesDataCount = true;
      return segmentAndSpace(Space::Data, Space::Memory, out);
    case Memory: return emitUnsigned(out, optionalIndex(Space::Memory));
    case MemoryMemory: return twoOptional(Space::Memory, out);
    case Memarg: return memarg(op, out);
    case MemargLane: return memargLane(op, out);
    case Lane: return lane(out);
    case Shuffle: return shuffle(out);
    case Fence: return emitByte(out, 0);
    case HeapType: return emitHeapType(out, expectHeapType(cursor_, context_));
    case BrOnCast: return brOnCast(out);
    case TryTable: emitBlockType(out, parseBlockType(cursor_, context_)); return catchClauses(out);
    case Tag: return index(Space::Tag, out);
    case SelectTypes: return;  // `select` finds out by itself whether it has types
  }
}

void ImmediateParser::select(Bytes& out) {
  if (!cursor_.isOpen("result")) return emitOpcode(out, Opcode::Select);
  wasm::CompType type;
  parseSignature(cursor_, context_, type, nullptr);
  emitOpcode(out, Opcode::SelectTyped);
  emitUnsigned(out, type.results.size());
  for (const wasm::ValType result : type.results) emitValType(out, result);
}

void ImmediateParser::castType(Opcode op, Bytes& out) {
  const wasm::ValType type = expectRefType(cursor_, context_);
  if (!cursor_.ok()) return;
  const Opcode nullable = op == Opcode::RefTest ? Opcode::RefTestNull : Opcode::RefCastNull;
  emitOpcode(out, type.isNullable() ? nullable : op);
  emitHeapType(out, type.heap());
}

void ImmediateParser::integer(unsigned bits, Bytes& out) {
  if (!isNumber(cursor_.kind())) return cursor_.unexpected();
  const auto value = parseInteger(cursor_.textOf(cursor_.peek()), bits);
  if (!value) return cursor_.fail(ErrorCode::ConstantOutOfRange, cursor_.offset());
  cursor_.take();
  emitSigned(out,
             bits == 32 ? static_cast<std::int32_t>(*value) : static_cast<std::int64_t>(*value));
}

void ImmediateParser::real(unsigned bits, Bytes& out) {
  if (!isNumber(cursor_.kind())) return cursor_.unexpected();
  const std::string_view text = cursor_.textOf(cursor_.peek());
  std::optional<std::uint64_t> value;
  if (bits == 32) {
    value = parseF32(text);
  } else {
    value = parseF64(text);
  }
  if (!value) return cursor_.fail(ErrorCode::ConstantOutOfRange, cursor_.offset());
  cursor_.take();
  emitFixed(out, *value, bits / 8);
}

void ImmediateParser::vector(Bytes& out) {
  for (const std::uint64_t half : expectVector(cursor_)) emitFixed(out, half, 8);
}

void ImmediateParser::local(Bytes& out) {
  if (cursor_.kind() != TokenKind::Id) return emitUnsigned(out, cursor_.expectU32());
  const std::uint32_t start = cursor_.offset();
  const std::string_view name = cursor_.takeId().value_or("");
  const std::uint32_t* found = locals_ == nullptr ? nullptr : locals_->identifiers.find(name);
  if (found != nullptr) return emitUnsigned(out, *found);
  emitUnsigned(out, 0);
  cursor_.failResolution(ErrorCode::TextUnknown, start, fmt::format(" local ${}", name));
}

void ImmediateParser::labelTable(Bytes& out) {
  std::vector<std::uint32_t> labels;
  do {
    cursor_.checkLimit(labels.size(), wasm::limits::brTableTargets, "targets of br_table");
    labels.push_back(expectLabel(cursor_, labels_));
  } while (isIndex(cursor_));
  emitUnsigned(out, labels.size() - 1);
  for (const std::uint32_t label : labels) emitUnsigned(out, label);
}

void ImmediateParser::typeAndField(Bytes& out) {
  const std::uint32_t type = expectIndex(cursor_, context_, Space::Type);
  emitUnsigned(out, type);
  if (cursor_.kind() != TokenKind::Id) return emitUnsigned(out, cursor_.expectU32());
  const std::uint32_t start = cursor_.offset();
  const std::string_view name = cursor_.takeId().value_or("");
  const auto names = context_.fields.find(type);
  const std::uint32_t* field = names == context_.fields.end() ? nullptr : names->second.find(name);
  if (field != nullptr) return emitUnsigned(out, *field);
  cursor_.failResolution(ErrorCode::TextUnknown, start, fmt::format(" field ${}", name));
}

void ImmediateParser::pair(Space first, Space second, Bytes& out) {
  index(first, out);
  index(second, out);
}

/// Both indices or none; in the order of the text.
void ImmediateParser::twoOptional(Space space, Bytes& out) {
  if (isIndex(cursor_)) return pair(space, space, out);
  emitUnsigned(out, 0);
  emitUnsigned(out, 0);
}

/// The text has the table or memory first, and may leave it out.
void ImmediateParser::segmentAndSpace(Space segment, Space space, Bytes& out) {
  const bool both = isIndex(cursor_) && (cursor_.peekSecond().kind == TokenKind::Nat ||
                                         cursor_.peekSecond().kind == TokenKind::Id);
  const std::uint32_t place = both ? expectIndex(cursor_, context_, space) : 0;
  index(segment, out);
  emitUnsigned(out, place);
}

std::optional<std::uint64_t> ImmediateParser::memargNumber(std::string_view prefix, unsigned bits,
                                                           ErrorCode code) {
  if (cursor_.kind() != TokenKind::Keyword) return std::nullopt;
  const std::string_view word = cursor_.textOf(cursor_.peek());
  if (!word.starts_with(prefix)) return std::nullopt;
  const std::string_view number = word.substr(prefix.size());
  if (classifyNumber(number) != TokenKind::Nat) {
    cursor_.unexpected();
    return std::nullopt;
  }
  const auto value = parseUnsigned(number, bits);
  if (!value) {
    cursor_.fail(code, cursor_.offset());
    return std::nullopt;
  }
  cursor_.take();
  return value;
}

void ImmediateParser::memargFields(Opcode op, std::uint32_t memory, Bytes& out) {
  const bool wide = context_.module.features.has(wasm::Feature::Memory64);
  const std::uint64_t offset =
      memargNumber("offset=", wide ? 64 : 32,
                   wide ? ErrorCode::I64OutOfRange : ErrorCode::I32OutOfRange)
          .value_or(0);
  const std::uint32_t alignmentOffset = cursor_.offset();
  const auto alignment = memargNumber("align=", 64, ErrorCode::I64OutOfRange);
  if (alignment && !std::has_single_bit(*alignment)) {
    return cursor_.fail(ErrorCode::BadAlignment, alignmentOffset);
  }
  const unsigned log2 =
      alignment ? static_cast<unsigned>(std::countr_zero(*alignment)) : naturalAlignment(op);
  emitUnsigned(out, memory == 0 ? log2 : log2 | 0x40);
  if (memory != 0) emitUnsigned(out, memory);
  emitUnsigned(out, offset);
}

void ImmediateParser::memarg(Opcode op, Bytes& out) {
  memargFields(op, optionalIndex(Space::Memory), out);
}

/// A number alone is the lane; it is the memory if something else of the instruction follows it.
void ImmediateParser::memargLane(Opcode op, Bytes& out) {
  std::uint32_t memory = 0;
  if (cursor_.kind() == TokenKind::Id) {
    memory = expectIndex(cursor_, context_, Space::Memory);
  } else if (cursor_.kind() == TokenKind::Nat) {
    const Token& second = cursor_.peekSecond();
    const std::string_view word = cursor_.textOf(second);
    if (second.kind == TokenKind::Nat || word.starts_with("offset=") ||
        word.starts_with("align=")) {
      memory = expectIndex(cursor_, context_, Space::Memory);
    }
  }
  memargFields(op, memory, out);
  lane(out);
}

void ImmediateParser::lane(Bytes& out) {
  emitByte(out, static_cast<unsigned>(cursor_.expectUnsigned(8, ErrorCode::I8OutOfRange)));
}

void ImmediateParser::shuffle(Bytes& out) {
  const std::uint32_t start = cursor_.offset();
  const std::vector<Token> lanes = takeLanes(cursor_, false);
  if (!cursor_.ok()) return;
  if (lanes.size() != 16 && cursor_.isUnknown()) return cursor_.unexpected();
  if (lanes.size() != 16) return cursor_.fail(ErrorCode::BadLaneLength, start);
  for (const Token& lane : lanes) {
    const auto value =
        lane.kind == TokenKind::Nat ? parseUnsigned(cursor_.textOf(lane), 8) : std::nullopt;
    if (!value) return cursor_.fail(ErrorCode::I8OutOfRange, lane.offset);
    emitByte(out, static_cast<unsigned>(*value));
  }
}

void ImmediateParser::brOnCast(Bytes& out) {
  const std::uint32_t label = expectLabel(cursor_, labels_);
  const wasm::ValType from = expectRefType(cursor_, context_);
  const wasm::ValType to = expectRefType(cursor_, context_);
  if (!cursor_.ok()) return;
  emitByte(out, (from.isNullable() ? 1u : 0u) | (to.isNullable() ? 2u : 0u));
  emitUnsigned(out, label);
  emitHeapType(out, from.heap());
  emitHeapType(out, to.heap());
}

void ImmediateParser::catchClauses(Bytes& out) {
  Bytes clauses;
  std::uint32_t count = 0;
  for (unsigned kind = 0; kind < catchWords.size();) {
    if (!cursor_.takeOpen(catchWords[kind])) {
      ++kind;
      continue;
    }
    emitByte(clauses, kind);
    if (kind < 2) index(Space::Tag, clauses);
    emitUnsigned(clauses, expectLabel(cursor_, labels_));
    cursor_.expectRight();
    ++count;
    kind = 0;
  }
  emitUnsigned(out, count);
  out.insert(out.end(), clauses.begin(), clauses.end());
}

}  // namespace wald::text
