#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "wasm/features.h"

namespace wald::wasm {

/// Every instruction; one row of `ops.def` each.
enum class Opcode : std::uint16_t {
#define WALD_OP(name, mnemonic, prefix, code, immediates, shape, feature, traps, constant) name,
#include "wasm/ops.def"
};

inline constexpr unsigned opcodeCount = 0
#define WALD_OP(...) +1
#include "wasm/ops.def"
    ;

/// What follows an instruction's code, in the order of the binary format.
enum class Immediates : std::uint8_t {
  None,
  I32,         // signed LEB128
  I64,         // signed LEB128
  F32,         // 4 bytes
  F64,         // 8 bytes
  V128,        // 16 bytes
  Block,       // block type
  Label,       // label
  LabelTable,  // vector of labels, default label
  Local,
  Global,
  Func,
  Type,
  TypeTable,  // type, table (call_indirect)
  TypeField,  // type, field
  TypeCount,  // type, u32
  TypeData,   // type, data segment
  TypeElem,   // type, elem segment
  TypeType,   // type, type
  Table,
  TableTable,  // destination, source
  Elem,
  ElemTable,  // segment, table
  Data,
  DataMemory,  // segment, memory
  Memory,
  MemoryMemory,  // destination, source
  Memarg,        // alignment (with memory index flag), offset
  MemargLane,    // memarg, lane
  Lane,          // byte
  Shuffle,       // 16 lanes
  Fence,         // zero byte
  HeapType,
  SelectTypes,  // vector of value types
  BrOnCast,     // flags, label, heap type, heap type
  TryTable,     // block type, vector of catch clauses
  Tag,
};

/// The family of a regular instruction, by which consumers handle it without naming it.
enum class ShapeKind : std::uint8_t {
  Special,        // none: written by hand in each consumer
  Const,          // [] → [type]
  Unary,          // [type] → [type]
  Convert,        // [from] → [type]
  Test,           // [type] → [i32]
  Binary,         // [type type] → [type]
  Compare,        // [type type] → [i32]
  Ternary,        // [v128 v128 v128] → [v128]
  Shift,          // [v128 i32] → [v128]
  ExtractLane,    // [v128] → [type], `bits` = lane count
  ReplaceLane,    // [v128 type] → [v128], `bits` = lane count
  Load,           // [address] → [type]
  Store,          // [address type] → []
  LoadExtend,     // [address] → [v128]: 64 bits from lanes of `bits`
  LoadSplat,      // [address] → [v128]
  LoadZero,       // [address] → [v128]
  LoadLane,       // [address v128] → [v128]
  StoreLane,      // [address v128] → []
  AtomicLoad,     // [address] → [type]
  AtomicStore,    // [address type] → []
  AtomicRmw,      // [address type] → [type]
  AtomicCmpxchg,  // [address type type] → [type]
};

/// The number, vector and reference kinds that stand on the operand stack.
enum class Kind : std::uint8_t { I32, I64, F32, F64, V128, Ref };

enum class Extension : std::uint8_t { None, Signed, Unsigned };
enum class RmwOp : std::uint8_t { Add, Sub, And, Or, Xor, Xchg };

/// The shape column of `ops.def`.
struct Shape {
  ShapeKind kind = ShapeKind::Special;
  Kind type = Kind::I32;  ///< result, or operand where there is no result of that type
  Kind from = Kind::I32;  ///< operand of `Convert`
  std::uint8_t bits = 0;  ///< width of a memory access, or number of lanes
  Extension extension = Extension::None;
  RmwOp rmw = RmwOp::Add;
};

/// One row of `ops.def`.
struct OpInfo {
  std::uint16_t
      mnemonicAt;  ///< in `detail::mnemonics`: no address, which would have to be relocated
  std::uint8_t mnemonicSize;
  std::uint8_t prefix;  ///< 0 for single-byte instructions
  std::uint16_t code;
  Immediates immediates;
  Shape shape;
  Feature feature;
  bool traps;
  bool constant;

  std::string_view mnemonic() const;
};

namespace detail {
extern const std::array<OpInfo, opcodeCount> opTable;
extern const char mnemonics[];
}  // namespace detail

inline std::string_view OpInfo::mnemonic() const {
  return {detail::mnemonics + mnemonicAt, mnemonicSize};
}

inline const OpInfo& infoOf(Opcode op) { return detail::opTable[static_cast<unsigned>(op)]; }

/// The instruction with a prefix (0 for none) and code; none if there is no such instruction.
std::optional<Opcode> opcodeOf(std::uint8_t prefix, std::uint32_t code);
/// The instruction of a mnemonic. `select`, `ref.test` and `ref.cast` name two: the first row is given.
std::optional<Opcode> opcodeNamed(std::string_view mnemonic);

/// Shapes by the names that `ops.def` uses, for compile-time use by templates over `Opcode`.
namespace shape {
// NOLINTBEGIN(readability-identifier-naming): they stand in the table as the specification's terms.
using enum Kind;
using enum Extension;
inline constexpr Shape Special{};
constexpr Shape Const(Kind t) { return {ShapeKind::Const, t}; }
constexpr Shape Unary(Kind t) { return {ShapeKind::Unary, t}; }
constexpr Shape Convert(Kind from, Kind to) { return {ShapeKind::Convert, to, from}; }
constexpr Shape Test(Kind t) { return {ShapeKind::Test, t}; }
constexpr Shape Binary(Kind t) { return {ShapeKind::Binary, t}; }
constexpr Shape Compare(Kind t) { return {ShapeKind::Compare, t}; }
constexpr Shape Ternary(Kind t) { return {ShapeKind::Ternary, t}; }
constexpr Shape Shift(Kind t) { return {ShapeKind::Shift, t}; }
constexpr Shape ExtractLane(Kind t, std::uint8_t lanes, Extension e) {
  return {ShapeKind::ExtractLane, t, V128, lanes, e};
}
constexpr Shape ReplaceLane(Kind t, std::uint8_t lanes) {
  return {ShapeKind::ReplaceLane, t, V128, lanes};
}
constexpr Shape Load(Kind t, std::uint8_t bits, Extension e) {
  return {ShapeKind::Load, t, t, bits, e};
}
constexpr Shape Store(Kind t, std::uint8_t bits) { return {ShapeKind::Store, t, t, bits}; }
constexpr Shape LoadExtend(std::uint8_t bits, Extension e) {
  return {ShapeKind::LoadExtend, V128, V128, bits, e};
}
constexpr Shape LoadSplat(std::uint8_t bits) { return {ShapeKind::LoadSplat, V128, V128, bits}; }
constexpr Shape LoadZero(std::uint8_t bits) { return {ShapeKind::LoadZero, V128, V128, bits}; }
constexpr Shape LoadLane(std::uint8_t bits) { return {ShapeKind::LoadLane, V128, V128, bits}; }
constexpr Shape StoreLane(std::uint8_t bits) { return {ShapeKind::StoreLane, V128, V128, bits}; }
constexpr Shape AtomicLoad(Kind t, std::uint8_t bits) {
  return {ShapeKind::AtomicLoad, t, t, bits, Unsigned};
}
constexpr Shape AtomicStore(Kind t, std::uint8_t bits) {
  return {ShapeKind::AtomicStore, t, t, bits};
}
using enum RmwOp;
constexpr Shape AtomicRmw(Kind t, std::uint8_t bits, RmwOp op) {
  return {ShapeKind::AtomicRmw, t, t, bits, Unsigned, op};
}
constexpr Shape AtomicCmpxchg(Kind t, std::uint8_t bits) {
  return {ShapeKind::AtomicCmpxchg, t, t, bits, Unsigned};
}
// NOLINTEND(readability-identifier-naming)
}  // namespace shape

namespace detail {
using namespace shape;
inline constexpr Shape shapes[] = {
#define WALD_OP(name, mnemonic, prefix, code, immediates, shapeColumn, feature, traps, constant) \
  shapeColumn,
#include "wasm/ops.def"
};
}  // namespace detail

/// The shape column as a constant expression.
constexpr Shape shapeOf(Opcode op) { return detail::shapes[static_cast<unsigned>(op)]; }

// Of operators: `Unary`, `Convert` and `Test` have one operand, `Binary` and `Compare` two of one kind.
constexpr bool isUnaryShape(ShapeKind kind) {
  return kind == ShapeKind::Unary || kind == ShapeKind::Convert || kind == ShapeKind::Test;
}
constexpr bool isBinaryShape(ShapeKind kind) {
  return kind == ShapeKind::Binary || kind == ShapeKind::Compare;
}
constexpr Kind operandKind(Opcode op) {
  return shapeOf(op).kind == ShapeKind::Convert ? shapeOf(op).from : shapeOf(op).type;
}
constexpr Kind resultKind(Opcode op) {
  const ShapeKind kind = shapeOf(op).kind;
  return kind == ShapeKind::Test || kind == ShapeKind::Compare ? Kind::I32 : shapeOf(op).type;
}

/// The column `traps`, for templates over `Opcode`.
template <Opcode Op>
constexpr bool canTrap =
#define WALD_OP(name, mnemonic, prefix, code, immediates, shapeColumn, feature, traps, constant) \
  (Op == Opcode::name && traps) ||
#include "wasm/ops.def"
    false;

}  // namespace wald::wasm
