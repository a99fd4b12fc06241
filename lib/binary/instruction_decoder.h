#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

#include "support/byte_reader.h"
#include "wasm/instruction.h"
#include "wasm/module.h"

namespace wald::binary {

namespace detail {

/// What decoding needs of a row of `ops.def`, in eight bytes.
struct DecodeEntry {
  std::uint16_t op;  ///< `noOpcode`: not an instruction by itself
  wasm::Immediates immediates;
  wasm::Feature feature;
  /// Code and immediates, where every immediate fits in one byte; 0: never decoded the short way.
  std::uint8_t shortLength;
  /// All ones if the first immediate is an index.
  std::uint8_t indexMask;
  /// Bits of the two bytes after the code of which one is set when the immediates are longer.
  std::uint16_t longBits;
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

  /// Decodes the next instruction into `out`, whose fields without meaning for it hold anything. False
  /// on failure, whose error is `takeError()`: an unknown opcode, an immediate that does not fit, a
  /// feature that is off, or the end of the bytes.
  bool next(wasm::Instruction& out);

  Error takeError() { return reader_.takeError(); }

private:
  bool finish(const wasm::Instruction& out);
  bool failAtEnd();
  bool failFeature(wasm::Feature feature, std::uint64_t offset);
  /// Any instruction; `next` handles those whose immediates are short.
  bool nextLong(wasm::Instruction& out);
  /// An instruction with a prefix; nothing but the prefix was read.
  bool nextPrefixed(wasm::Instruction& out, std::uint8_t prefix);
  bool immediates(wasm::Instruction& out, wasm::Immediates immediates);
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

// Here for the loops of validation and tree building, which spend a good part of their time in it. Most instructions
// have no immediate or short ones, which are taken without a branch on what they are.
inline bool InstructionDecoder::next(wasm::Instruction& out) {
  constexpr std::ptrdiff_t longestShort = 3;
  const std::uint8_t* cursor = reader_.cursor();
  if (end_ - cursor < longestShort) [[unlikely]]
    return nextLong(out);
  const detail::DecodeEntry entry = detail::plainEntries[*cursor];
  std::uint16_t immediates = 0;
  std::memcpy(&immediates, cursor + 1, sizeof immediates);
  const bool isShort = (immediates & entry.longBits) == 0 && entry.shortLength != 0;
  if (!(isShort & features_.has(entry.feature))) return nextLong(out);

  out.op = static_cast<wasm::Opcode>(entry.op);
  out.offset = offset();
  out.a = immediates & entry.indexMask;
  out.b = immediates & 0xff;
  const std::int64_t number = static_cast<std::int64_t>(std::uint64_t{immediates} << 57) >> 57;
  const std::uint64_t value = entry.immediates == wasm::Immediates::I64
                                  ? static_cast<std::uint64_t>(number)
                                  : static_cast<std::uint32_t>(number);
  out.value = entry.shortLength == longestShort ? immediates >> 8 : value;
  reader_.advance(entry.shortLength);
  return true;
}

}  // namespace wald::binary
