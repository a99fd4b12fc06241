#include "binary/instruction_decoder.h"

#include <fmt/format.h>

#include "binary/types.h"
#include "wasm/limits.h"

namespace wald::binary {

using wasm::CatchClause;
using wasm::CatchKind;
using wasm::Feature;
using wasm::Immediates;
using wasm::Instruction;
using wasm::Opcode;
using wasm::ValType;

namespace detail {

namespace {

constexpr DecodeEntry entryOf(Opcode op, Immediates immediates, Feature feature) {
  DecodeEntry entry{static_cast<std::uint16_t>(op), immediates, feature, 0, 0, 0};
  switch (immediates) {
    case Immediates::None: entry.shortLength = 1; break;
    case Immediates::I32:
    case Immediates::I64:
      entry.shortLength = 2;
      entry.longBits = 0x80;
      break;
    case Immediates::Memarg:
      // The alignment without the flag of a memory index, and the offset.
      entry.shortLength = 3;
      entry.longBits = 0x80c0;
      break;
    case Immediates::Label:
    case Immediates::Local:
    case Immediates::Global:
    case Immediates::Func:
    case Immediates::Type:
    case Immediates::Table:
    case Immediates::Memory:
    case Immediates::Tag:
      entry.shortLength = 2;
      entry.longBits = 0x80;
      entry.indexMask = 0xff;
      break;
    default: break;
  }
  return entry;
}

constexpr std::array<DecodeEntry, 256> makePlainEntries() {
  std::array<DecodeEntry, 256> entries{};
  entries.fill({noOpcode, Immediates::None, Feature::Mvp, 0, 0, 0});
#define WALD_OP(name, mnemonic, prefix, code, immediates, shape, feature, traps, constant) \
  if (prefix == 0) { \
    entries[(code) & 0xff] = entryOf(Opcode::name, Immediates::immediates, Feature::feature); \
  }
#include "wasm/ops.def"
  return entries;
}

}  // namespace

constinit const std::array<DecodeEntry, 256> plainEntries = makePlainEntries();

}  // namespace detail

namespace {

constexpr std::uint32_t maxAlignmentLog2 = 63;
constexpr std::uint32_t memoryIndexFlag = 0x40;

bool isPrefix(std::uint8_t byte) { return byte >= 0xfb && byte <= 0xfe; }

}  // namespace

InstructionDecoder::InstructionDecoder(const wasm::Module& module, wasm::ByteRange range)
    : reader_({}), end_(nullptr), module_(module), features_(module.features) {
  restart(range);
}

void InstructionDecoder::restart(wasm::ByteRange range) {
  const auto bytes = std::span(module_.bytes).subspan(range.offset);
  reader_ = ByteReader(bytes, range.offset, ErrorCode::UnexpectedEndOfSection);
  end_ = bytes.data() + range.size;
}

bool InstructionDecoder::finish(const Instruction& out) {
  if (!reader_.ok()) return false;
  if (reader_.cursor() > end_) reader_.fail(ErrorCode::UnexpectedEndOfSection, out.offset);
  return reader_.ok();
}

bool InstructionDecoder::failAtEnd() {
  if (!reader_.ok()) return false;
  // The specification's decoder, whose phrases these are, does not stop at the end of an expression that lacks
  // its `end`, and trips over what follows: an `else`, or an `end` that belongs to something else.
  auto code = ErrorCode::UnexpectedEndOfSection;
  if (!reader_.atEnd() && reader_.peek() == 0x05) code = ErrorCode::EndExpected;
  if (!reader_.atEnd() && reader_.peek() == 0x0b) code = ErrorCode::SectionSizeMismatch;
  reader_.fail(code, offset());
  return false;
}

bool InstructionDecoder::failFeature(Feature feature, std::uint64_t offset) {
  reader_.fail(ErrorCode::FeatureDisabled, offset, nameOf(feature));
  return false;
}

bool InstructionDecoder::nextLong(Instruction& out) {
  if (atEnd()) return failAtEnd();
  out.offset = offset();
  const std::uint8_t byte = reader_.u8();
  const detail::DecodeEntry& entry = detail::plainEntries[byte];
  if (entry.op == detail::noOpcode) return nextPrefixed(out, byte);
  if (!features_.has(entry.feature)) return failFeature(entry.feature, out.offset);
  out.op = static_cast<Opcode>(entry.op);
  return immediates(out, entry.immediates);
}

bool InstructionDecoder::nextPrefixed(Instruction& out, std::uint8_t prefix) {
  if (!isPrefix(prefix)) {
    reader_.fail(ErrorCode::IllegalOpcode, out.offset, fmt::format("{:02x}", prefix));
    return false;
  }
  const std::uint32_t code = reader_.leb32();
  if (!finish(out)) return false;
  const auto op = wasm::opcodeOf(prefix, code);
  if (!op) {
    reader_.fail(ErrorCode::IllegalOpcode, out.offset, fmt::format("{:02x} {:02x}", prefix, code));
    return false;
  }
  const auto& info = wasm::infoOf(*op);
  if (!features_.has(info.feature)) return failFeature(info.feature, out.offset);
  out.op = *op;
  return immediates(out, info.immediates);
}

bool InstructionDecoder::immediates(Instruction& out, Immediates immediates) {
  switch (immediates) {
    case Immediates::None: break;
    case Immediates::I32: out.value = static_cast<std::uint32_t>(reader_.sleb32()); break;
    case Immediates::I64: out.value = static_cast<std::uint64_t>(reader_.sleb64()); break;
    case Immediates::F32: out.value = reader_.fixed<std::uint32_t>(); break;
    case Immediates::F64: out.value = reader_.fixed<std::uint64_t>(); break;
    case Immediates::V128:
    case Immediates::Shuffle:
      out.value = reader_.fixed<std::uint64_t>();
      out.high = reader_.fixed<std::uint64_t>();
      break;
    case Immediates::Block: out.block = readBlockType(reader_, features_); break;
    case Immediates::LabelTable: labelTable(out); break;
    case Immediates::Label:
    case Immediates::Local:
    case Immediates::Global:
    case Immediates::Func:
    case Immediates::Type:
    case Immediates::Table:
    case Immediates::Elem:
    case Immediates::Data:
    case Immediates::Memory:
    case Immediates::Tag: out.a = reader_.leb32(); break;
    case Immediates::TypeTable:
    case Immediates::TypeField:
    case Immediates::TypeCount:
    case Immediates::TypeData:
    case Immediates::TypeElem:
    case Immediates::TypeType:
    case Immediates::TableTable:
    case Immediates::ElemTable:
    case Immediates::DataMemory:
    case Immediates::MemoryMemory:
      out.a = reader_.leb32();
      out.b = reader_.leb32();
      break;
    case Immediates::Memarg: memarg(out); break;
    case Immediates::MemargLane:
      memarg(out);
      out.c = reader_.u8();
      break;
    case Immediates::Lane: out.a = out.c = reader_.u8(); break;
    case Immediates::Fence: {
      const std::uint64_t offset = reader_.offset();
      if (reader_.u8() != 0) reader_.fail(ErrorCode::ZeroByteExpected, offset);
      break;
    }
    case Immediates::HeapType: {
      const bool nullable = out.op == Opcode::RefNull || out.op == Opcode::RefTestNull ||
                            out.op == Opcode::RefCastNull;
      out.type = ValType::ref(readHeapType(reader_, features_), nullable);
      break;
    }
    case Immediates::SelectTypes: selectTypes(out); break;
    case Immediates::BrOnCast: brOnCast(out); break;
    case Immediates::TryTable: tryTable(out); break;
  }
  return finish(out);
}

void InstructionDecoder::memarg(Instruction& out) {
  const std::uint64_t flagsOffset = reader_.offset();
  const std::uint32_t flags = reader_.leb32();
  out.a = 0;
  out.b = flags & ~memoryIndexFlag;
  if (out.b > maxAlignmentLog2) {
    reader_.fail(ErrorCode::BadMemopFlags, flagsOffset);
    return;
  }
  if (flags & memoryIndexFlag) {
    requireFeature(reader_, features_, Feature::MultiMemory, flagsOffset);
    out.a = reader_.leb32();
  }
  // A 32-bit memory's offset is checked by validation, which knows the memory.
  out.value = features_.has(Feature::Memory64) ? reader_.leb64() : reader_.leb32();
}

std::uint32_t InstructionDecoder::count() {
  const std::uint64_t offset = reader_.offset();
  const std::uint32_t size = reader_.leb32();
  if (size > reader_.remaining()) reader_.fail(ErrorCode::UnexpectedEndOfSection, offset);
  return reader_.ok() ? size : 0;
}

void InstructionDecoder::labelTable(Instruction& out) {
  const std::uint64_t offset = reader_.offset();
  const std::uint32_t size = count();
  if (size > wasm::limits::brTableTargets) {
    reader_.fail(
        ErrorCode::LimitExceeded, offset,
        fmt::format("{} targets of br_table (at most {})", size, wasm::limits::brTableTargets));
    return;
  }
  labels_.clear();
  labels_.reserve(size);
  for (std::uint32_t i = 0; i < size && reader_.ok(); ++i) labels_.push_back(reader_.leb32());
  out.labels = labels_;
  out.a = reader_.leb32();
}

void InstructionDecoder::selectTypes(Instruction& out) {
  const std::uint32_t size = count();
  selectTypes_.clear();
  for (std::uint32_t i = 0; i < size && reader_.ok(); ++i) {
    selectTypes_.push_back(readValType(reader_, features_));
  }
  out.selectTypes = selectTypes_;
}

void InstructionDecoder::tryTable(Instruction& out) {
  out.block = readBlockType(reader_, features_);
  const std::uint32_t size = count();
  catches_.clear();
  for (std::uint32_t i = 0; i < size && reader_.ok(); ++i) {
    const std::uint64_t offset = reader_.offset();
    const std::uint8_t kind = reader_.u8();
    if (kind > static_cast<std::uint8_t>(CatchKind::CatchAllRef)) {
      reader_.fail(ErrorCode::BadCatchKind, offset);
      return;
    }
    CatchClause clause;
    clause.kind = static_cast<CatchKind>(kind);
    if (clause.kind == CatchKind::Catch || clause.kind == CatchKind::CatchRef) {
      clause.tag = reader_.leb32();
    }
    clause.label = reader_.leb32();
    catches_.push_back(clause);
  }
  out.catches = catches_;
}

void InstructionDecoder::brOnCast(Instruction& out) {
  const std::uint64_t offset = reader_.offset();
  const std::uint8_t flags = reader_.u8();
  if (flags > 3) {
    reader_.fail(ErrorCode::BadCastFlags, offset);
    return;
  }
  out.c = flags;
  out.a = reader_.leb32();
  out.type = ValType::ref(readHeapType(reader_, features_), flags & 1);
  out.target = ValType::ref(readHeapType(reader_, features_), flags & 2);
}

}  // namespace wald::binary
