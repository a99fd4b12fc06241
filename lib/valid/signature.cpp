#include "valid/signature.h"

#include <bit>

namespace wald::valid {

using wasm::Kind;
using wasm::Shape;
using wasm::ShapeKind;
using wasm::ValType;

namespace {

constexpr Signature plain(std::initializer_list<ValType> operands, ValType result) {
  Signature signature;
  for (const ValType operand : operands) signature.operands[signature.operandCount++] = operand;
  signature.result = result;
  signature.hasResult = true;
  return signature;
}

constexpr Signature lane(std::uint8_t lanes, Signature signature) {
  signature.lanes = lanes;
  return signature;
}

/// A memory access; `operands` are those after the address.
constexpr Signature access(unsigned bits, std::initializer_list<ValType> operands) {
  Signature signature;
  signature.operands[signature.operandCount++] = Kind::I32;
  for (const ValType operand : operands) signature.operands[signature.operandCount++] = operand;
  signature.accessesMemory = true;
  signature.alignLog2 = static_cast<std::uint8_t>(std::countr_zero(bits / 8));
  return signature;
}

constexpr Signature access(unsigned bits, std::initializer_list<ValType> operands, ValType result) {
  Signature signature = access(bits, operands);
  signature.result = result;
  signature.hasResult = true;
  return signature;
}

constexpr Signature atomic(Signature signature) {
  signature.isAtomic = true;
  return signature;
}

constexpr std::uint8_t lanesOf(Shape shape) { return static_cast<std::uint8_t>(128 / shape.bits); }

constexpr Signature signatureOf(Shape shape) {
  const ValType type = shape.type;
  const ValType v128 = Kind::V128;
  switch (shape.kind) {
    case ShapeKind::Special: return {};
    case ShapeKind::Const: return plain({}, type);
    case ShapeKind::Unary: return plain({type}, type);
    case ShapeKind::Convert: return plain({shape.from}, type);
    case ShapeKind::Test: return plain({type}, Kind::I32);
    case ShapeKind::Binary: return plain({type, type}, type);
    case ShapeKind::Compare: return plain({type, type}, Kind::I32);
    case ShapeKind::Ternary: return plain({type, type, type}, type);
    case ShapeKind::Shift: return plain({type, Kind::I32}, type);
    case ShapeKind::ExtractLane: return lane(shape.bits, plain({v128}, type));
    case ShapeKind::ReplaceLane: return lane(shape.bits, plain({v128, type}, v128));
    case ShapeKind::Load: return access(shape.bits, {}, type);
    case ShapeKind::Store: return access(shape.bits, {type});
    case ShapeKind::LoadExtend: return access(64, {}, type);
    case ShapeKind::LoadSplat:
    case ShapeKind::LoadZero: return access(shape.bits, {}, type);
    case ShapeKind::LoadLane: return lane(lanesOf(shape), access(shape.bits, {type}, type));
    case ShapeKind::StoreLane: return lane(lanesOf(shape), access(shape.bits, {type}));
    case ShapeKind::AtomicLoad: return atomic(access(shape.bits, {}, type));
    case ShapeKind::AtomicStore: return atomic(access(shape.bits, {type}));
    case ShapeKind::AtomicRmw: return atomic(access(shape.bits, {type}, type));
    case ShapeKind::AtomicCmpxchg: return atomic(access(shape.bits, {type, type}, type));
  }
  return {};
}

constexpr std::array<Signature, wasm::opcodeCount> makeSignatures() {
  std::array<Signature, wasm::opcodeCount> table;
  for (unsigned i = 0; i < wasm::opcodeCount; ++i) {
    table[i] = signatureOf(wasm::shapeOf(static_cast<wasm::Opcode>(i)));
  }
  return table;
}

}  // namespace

namespace detail {
constexpr std::array<Signature, wasm::opcodeCount> signatures = makeSignatures();
}

}  // namespace wald::valid
