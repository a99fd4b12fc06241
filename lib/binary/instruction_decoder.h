#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "support/byte_reader.h"
#include "wasm/instruction.h"
#include "wasm/module.h"

namespace wald::binary {

namespace detail {

/// What decoding needs of a row of `ops.def`, packed into four bytes.
struct DecodeEntry {
  std::uint16_t op;  ///< `noOpcode`: not an instruction by itself
  wasm::Immediates immediates;
  wasm::Feature feature;
};
inline constexpr std::uint16_t noOpcode = 0xffff;

/// The instructions without prefix, by code.
extern const std::array<DecodeEntry, 256> plainEntries;

}  // namespace detail

/// Reads instructions one after another, driven by the table `ops.def`.
///
/// Used by the validator, the tree builder, the decoder of constant expressions and the printer. Allocates only for
/// the vectors of `br_table`, `select` and `try_table`, which it reuses. Not synchronised.
class InstructionDecoder {
public:
  /// Reads a range of `module`'s bytes; the module must outlive the decoder.
  InstructionDecoder(const wasm::Module& module, wasm::ByteRange range);

  /// Goes on with another range of the same module.
  void restart(wasm::ByteRange range);

  /// Whether there are no more bytes.
  bool atEnd() const { return reader_.cursor() >= end_; }
  std::uint32_t offset() const { return static_cast<std::uint32_t>(reader_.offset()); }

  /// Decodes the next instruction into `out`, whose fields without meaning for it keep what they held. False
  /// on failure, whose error is `takeError()`: an unknown opcode, an immediate that does not fit, a
  /// feature that is off, or the end of the bytes.
  bool next(wasm::Instruction& out);

  Error takeError() { return reader_.takeError(); }

private:
  bool finish(const wasm::Instruction& out) {
    if (reader_.ok() && reader_.cursor() <= end_) [[likely]]
      return true;
    return failOverrun(out);
  }
  bool failOverrun(const wasm::Instruction& out);
  bool failAtEnd();
  bool failFeature(wasm::Feature feature, std::uint64_t offset);
  /// An instruction with a prefix; nothing but the prefix was read.
  bool nextPrefixed(wasm::Instruction& out, std::uint8_t prefix);
  bool immediates(wasm::Instruction& out, wasm::Immediates immediates);
  /// The flags of a memarg that are not just a small alignment.
  void memargFlags(wasm::Instruction& out, std::uint32_t flags, std::uint64_t offset);
  void memarg(wasm::Instruction& out);
  void labelTable(wasm::Instruction& out);
  void selectTypes(wasm::Instruction& out);
  void tryTable(wasm::Instruction& out);
  void brOnCast(wasm::Instruction& out);
  /// A vector's length, which is at most that of the bytes left.
  std::uint32_t count();

  // The reader goes to the end of the module: an immediate that crosses the end of the range is reported as what
  // it is, as the specification's suite expects, and the range's end is checked after each instruction.
  ByteReader reader_;
  const std::uint8_t* end_;
  const wasm::Module& module_;
  wasm::Features features_;
  std::vector<std::uint32_t> labels_;
  std::vector<wasm::ValType> selectTypes_;
  std::vector<wasm::CatchClause> catches_;
};

// Here for the loops of validation and tree building, which spend a good part of their time in it.
inline bool InstructionDecoder::next(wasm::Instruction& out) {
  using enum wasm::Immediates;
  if (atEnd()) [[unlikely]]
    return failAtEnd();
  out.offset = offset();
  const std::uint8_t byte = reader_.u8();
  const detail::DecodeEntry entry = detail::plainEntries[byte];
  if (entry.op == detail::noOpcode) [[unlikely]]
    return nextPrefixed(out, byte);
  if (!features_.has(entry.feature)) [[unlikely]]
    return failFeature(entry.feature, out.offset);
  out.op = static_cast<wasm::Opcode>(entry.op);
  switch (entry.immediates) {
    case None: return true;
    case Label:
    case Local:
    case Global:
    case Func: out.a = reader_.leb32(); return finish(out);
    case I32: out.value = static_cast<std::uint32_t>(reader_.sleb32()); return finish(out);
    case I64: out.value = static_cast<std::uint64_t>(reader_.sleb64()); return finish(out);
    case Memarg: memarg(out); return finish(out);
    default: return immediates(out, entry.immediates);
  }
}

inline void InstructionDecoder::memarg(wasm::Instruction& out) {
  const std::uint64_t flagsOffset = reader_.offset();
  const std::uint32_t flags = reader_.leb32();
  out.a = 0;
  out.b = flags;
  if (flags >= 0x40) [[unlikely]]
    memargFlags(out, flags, flagsOffset);
  out.value = features_.has(wasm::Feature::Memory64) ? reader_.leb64() : reader_.leb32();
}

}  // namespace wald::binary
