#pragma once

#include <cstdint>
#include <vector>

#include "support/byte_reader.h"
#include "wasm/instruction.h"
#include "wasm/module.h"

namespace wald::binary {

/// Reads instructions one after another, driven by the table `ops.def`.
///
/// Used by the validator, the tree builder, the decoder of constant expressions and the printer. Allocates only for
/// the vectors of `br_table`, `select` and `try_table`, which it reuses. Not synchronised.
class InstructionDecoder {
public:
  /// Reads a range of `module`'s bytes; the module must outlive the decoder.
  InstructionDecoder(const wasm::Module& module, wasm::ByteRange range);

  /// Whether there are no more bytes.
  bool atEnd() const { return reader_.atEnd(); }
  std::uint32_t offset() const { return static_cast<std::uint32_t>(reader_.offset()); }

  /// Decodes the next instruction into `out`. False on failure, whose error is `takeError()`: an unknown
  /// opcode, an immediate that does not fit, a feature that is off, or the end of the bytes.
  bool next(wasm::Instruction& out);

  Error takeError() { return reader_.takeError(); }

private:
  ByteReader reader_;
  const wasm::Module& module_;
  std::vector<std::uint32_t> labels_;
  std::vector<wasm::ValType> selectTypes_;
  std::vector<wasm::CatchClause> catches_;
};

}  // namespace wald::binary
