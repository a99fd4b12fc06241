#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "wasm/types.h"

namespace wald::wasm {

enum class CatchKind : std::uint8_t { Catch, CatchRef, CatchAll, CatchAllRef };

/// A catch clause of `try_table`.
struct CatchClause {
  CatchKind kind = CatchKind::Catch;
  std::uint32_t tag = 0;
  std::uint32_t label = 0;
};

/// The type of a block: none, one value, or a function type's index.
struct BlockType {
  enum class Form : std::uint8_t { Empty, Value, Type } form = Form::Empty;
  ValType value;
  std::uint32_t type = 0;
};

/// One decoded instruction. Which fields hold is said by its `Immediates`:
/// `a`, `b` and `c` are the indices in the order of the binary format (`br_on_cast`: flags in `c`, label in
/// `a`; memarg: memory in `a`, log2 of the alignment in `b`; a lane index in `c`, without a memarg in `a` too;
/// `br_table`: default label in `a`).
struct Instruction {
  Opcode op = Opcode::Unreachable;
  std::uint32_t offset = 0;  ///< of the first byte, in the module's bytes
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint32_t c = 0;
  std::uint64_t value = 0;  ///< a constant's bits (I32 zero-extended), or the offset of a memarg
  std::uint64_t high = 0;   ///< upper half of a V128 constant or of shuffle lanes
  BlockType block;
  ValType type;    ///< reference type of ref.null, ref.test, ref.cast; source type of br_on_cast
  ValType target;  ///< target type of br_on_cast
  /// Valid until the next instruction is decoded with the same decoder.
  std::span<const std::uint32_t> labels;  ///< of br_table, without the default
  std::span<const ValType> selectTypes;   ///< of select with types
  std::span<const CatchClause> catches;   ///< of try_table
};

/// An instruction of a constant expression, as a module keeps it.
struct ConstInstruction {
  Opcode op = Opcode::Unreachable;
  std::uint32_t offset = 0;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint64_t value = 0;
  std::uint64_t high = 0;
  ValType type;
};

}  // namespace wald::wasm
