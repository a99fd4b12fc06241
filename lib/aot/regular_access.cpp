#include <array>

#include "aot/regular_impl.h"
#include "aot/regular_operators.h"
#include "runtime/shared_access.h"

namespace wald::aot {

namespace {

/// The type that lies in memory.
template <Opcode Op>
constexpr auto storedType() {
  constexpr Shape shape = shapeOf(Op);
  constexpr unsigned bits = shape.kind == ShapeKind::LoadExtend ? 64 : shape.bits;
  constexpr bool isSigned = shape.extension == wasm::Extension::Signed && shape.type != Kind::V128;
  if constexpr (bits == 8) return std::conditional_t<isSigned, std::int8_t, std::uint8_t>{};
  if constexpr (bits == 16) return std::conditional_t<isSigned, std::int16_t, std::uint16_t>{};
  if constexpr (bits == 32) return std::conditional_t<isSigned, std::int32_t, std::uint32_t>{};
  if constexpr (bits == 64) return std::uint64_t{};
  if constexpr (bits == 128) return wasm::V128{};
}

/// The place of an access; null if it is out of bounds.
std::uint8_t* placeOf(const Operation& op, unsigned bytes) {
  const runtime::Memory& memory = op.memory(op.a);
  const std::uint64_t address = op.operands[0] + op.b;
  return address >= op.b && memory.contains(address, bytes) ? memory.base() + address : nullptr;
}

/// What a load makes of what lies in memory.
template <Opcode Op, typename T>
TrapKind loaded(Operation& op, T stored) {
  constexpr Shape shape = shapeOf(Op);
  if constexpr (shape.kind == ShapeKind::LoadLane) {
    const auto vector = operandAt<Kind::V128>(op, 1);
    return give<Kind::V128>(op, wasm::numeric::Meaning<Op>::apply(vector, stored, op.lane));
  } else if constexpr (shape.type == Kind::V128) {
    return give<Kind::V128>(op, wasm::numeric::Meaning<Op>::apply(stored));
  } else if constexpr (std::is_signed_v<T>) {
    const auto extended = static_cast<std::int64_t>(stored);
    op.result = shape.type == Kind::I32 ? static_cast<std::uint32_t>(extended)
                                        : static_cast<Slot>(extended);
    return TrapKind::None;
  } else {
    op.result = stored;
    return TrapKind::None;
  }
}

template <Opcode Op>
TrapKind load(Operation& op) {
  using T = decltype(storedType<Op>());
  const std::uint8_t* const at = placeOf(op, sizeof(T));
  return at == nullptr ? TrapKind::MemoryOutOfBounds : loaded<Op>(op, runtime::readRelaxed<T>(at));
}

template <Opcode Op>
TrapKind store(Operation& op) {
  using T = decltype(storedType<Op>());
  std::uint8_t* const at = placeOf(op, sizeof(T));
  if (at == nullptr) return TrapKind::MemoryOutOfBounds;
  if constexpr (shapeOf(Op).kind == ShapeKind::StoreLane) {
    const auto vector = operandAt<Kind::V128>(op, 1);
    runtime::writeRelaxed(at, static_cast<T>(wasm::numeric::Meaning<Op>::apply(vector, op.lane)));
  } else if constexpr (shapeOf(Op).type == Kind::V128) {
    runtime::writeRelaxed(at, operandAt<Kind::V128>(op, 1));
  } else {
    runtime::writeRelaxed(at, static_cast<T>(op.operands[1]));
  }
  return TrapKind::None;
}

constexpr bool isLoad(ShapeKind kind) {
  return kind == ShapeKind::Load || kind == ShapeKind::LoadExtend || kind == ShapeKind::LoadSplat ||
         kind == ShapeKind::LoadZero || kind == ShapeKind::LoadLane;
}

}  // namespace

struct Accesses : Regular {
  static constexpr bool has(Opcode op) {
    const ShapeKind kind = shapeOf(op).kind;
    return isLoad(kind) || kind == ShapeKind::Store || kind == ShapeKind::StoreLane;
  }
  template <Opcode Op, unsigned>
  static constexpr runtime::Perform at() {
    if constexpr (isLoad(shapeOf(Op).kind)) {
      return load<Op>;
    } else {
      return store<Op>;
    }
  }
};

runtime::Perform accessOperationOf(Opcode op) { return wasm::InstructionTable<Accesses>::at(op); }

}  // namespace wald::aot
