#include "interp/guarded_access.h"
#include "interp/handlers_vector.h"
#include "interp/operators_vector.h"

namespace wald::interp {

using runtime::Memory;
using wasm::V128;

namespace {

/// The type that lies in memory for a vector load or store.
template <Opcode Op>
constexpr auto storedType() {
  constexpr Shape shape = shapeOf(Op);
  constexpr unsigned bits = shape.kind == ShapeKind::LoadExtend ? 64 : shape.bits;
  if constexpr (bits == 8) return std::uint8_t{};
  if constexpr (bits == 16) return std::uint16_t{};
  if constexpr (bits == 32) return std::uint32_t{};
  if constexpr (bits == 64) return std::uint64_t{};
  if constexpr (bits == 128) return V128{};
}
template <Opcode Op>
using Stored = decltype(storedType<Op>());

/// Address and bounds check of an access to memory 0, whose offset stands at `offset`.
#define WALD_ADDRESS(Op, Mode, A, offset) \
  const std::uint64_t address = \
      std::uint64_t{fetch<Kind::I32, A>(pc + headBytes, fp, acc, facc)} + \
      readAt<std::uint32_t>(offset); \
  if constexpr (Mode == MemoryMode::Checked) { \
    if (!ctx->memory0->contains(address, sizeof(Stored<Op>))) [[unlikely]] \
      WALD_TRAP_WITH(TrapKind::MemoryOutOfBounds); \
  }

/// Operands: address, offset (4 bytes), destination.
template <Opcode Op, MemoryMode Mode, Src A, Dst D>
void vectorLoad(WALD_HANDLER_PARAMS) {
  constexpr unsigned aSize = sizeOf(Kind::I32, A);
  WALD_ADDRESS(Op, Mode, A, pc + headBytes + aSize)
  const auto bits = guardedRead<Stored<Op>>(mem + address, pc, fp, ctx);
  put<Kind::V128, D>(numeric::Meaning<Op>::apply(bits), pc + headBytes + aSize + 4, fp, acc, facc);
  WALD_NEXT(pc + padded(headBytes + aSize + 4 + sizeOf(D)));
}

/// Operands: address, vector, offset (4 bytes).
template <MemoryMode Mode, Src A, Src V>
void vectorStore(WALD_HANDLER_PARAMS) {
  constexpr unsigned aSize = sizeOf(Kind::I32, A);
  constexpr unsigned operands = aSize + sizeOf(Kind::V128, V);
  WALD_ADDRESS(Opcode::V128Store, Mode, A, pc + headBytes + operands)
  guardedWrite(mem + address, fetch<Kind::V128, V>(pc + headBytes + aSize, fp, acc, facc), pc, fp,
               ctx);
  WALD_NEXT(pc + padded(headBytes + operands + 4));
}

template <Opcode Op, MemoryMode Mode, Src A, Src V, Dst D>
void loadLane(WALD_HANDLER_PARAMS) {
  constexpr unsigned aSize = sizeOf(Kind::I32, A);
  constexpr unsigned operands = aSize + sizeOf(Kind::V128, V);
  WALD_ADDRESS(Op, Mode, A, pc + headBytes + operands)
  const auto bits = guardedRead<Stored<Op>>(mem + address, pc, fp, ctx);
  const auto vector = fetch<Kind::V128, V>(pc + headBytes + aSize, fp, acc, facc);
  const auto lane = readAt<std::uint32_t>(pc + headBytes + operands + 4);
  const auto result = numeric::Meaning<Op>::apply(vector, bits, lane);
  put<Kind::V128, D>(result, pc + headBytes + operands + 8, fp, acc, facc);
  WALD_NEXT(pc + padded(headBytes + operands + 8 + sizeOf(D)));
}

template <Opcode Op, MemoryMode Mode, Src A, Src V>
void storeLane(WALD_HANDLER_PARAMS) {
  constexpr unsigned aSize = sizeOf(Kind::I32, A);
  constexpr unsigned operands = aSize + sizeOf(Kind::V128, V);
  WALD_ADDRESS(Op, Mode, A, pc + headBytes + operands)
  const auto vector = fetch<Kind::V128, V>(pc + headBytes + aSize, fp, acc, facc);
  const auto lane = readAt<std::uint32_t>(pc + headBytes + operands + 4);
  guardedWrite(mem + address, numeric::Meaning<Op>::apply(vector, lane), pc, fp, ctx);
  WALD_NEXT(pc + padded(headBytes + operands + 8));
}

/// Any memory. Operands: memory (4 bytes), slot of the address (4; loads have it in the
/// accumulator), offset (8), lane if there is one (4). The vector and the result are in the
/// accumulator.
template <Opcode Op>
void accessAny(WALD_HANDLER_PARAMS) {
  constexpr ShapeKind kind = shapeOf(Op).kind;
  constexpr bool hasLane = kind == ShapeKind::LoadLane || kind == ShapeKind::StoreLane;
  const Memory& memory = *ctx->memories[readAt<std::uint32_t>(pc + headBytes)];
  std::uint64_t address = acc;
  if constexpr (hasLane || kind == ShapeKind::Store) {
    address = readAt<std::uint64_t>(slotAt(pc + headBytes + 4, fp));
  }
  const std::uint64_t sum = address + readAt<std::uint64_t>(pc + headBytes + 8);
  if (sum < address || !memory.contains(sum, sizeof(Stored<Op>))) [[unlikely]] {
    WALD_TRAP_WITH(TrapKind::MemoryOutOfBounds);
  }
  std::uint8_t* at = memory.base() + sum;
  const auto vector = fetch<Kind::V128, Src::Acc>(pc, fp, acc, facc);
  using M = numeric::Meaning<Op>;
  if constexpr (kind == ShapeKind::Store) {
    if (memory.isShared()) {
      runtime::writeRelaxed(at, vector);
    } else {
      runtime::writeGuest(at, vector);
    }
  } else if constexpr (kind == ShapeKind::StoreLane) {
    runtime::writeRelaxed(at, M::apply(vector, readAt<std::uint32_t>(pc + headBytes + 16)));
  } else {
    const auto bits = memory.isShared() ? runtime::readRelaxed<Stored<Op>>(at)
                                        : runtime::readGuest<Stored<Op>>(at);
    V128 result;
    if constexpr (hasLane) {
      result = M::apply(vector, bits, readAt<std::uint32_t>(pc + headBytes + 16));
    } else {
      result = M::apply(bits);
    }
    put<Kind::V128, Dst::Acc>(result, pc, fp, acc, facc);
  }
  WALD_NEXT(pc + padded(headBytes + 16 + (hasLane ? 4 : 0)));
}

#undef WALD_ADDRESS

constexpr bool isVectorLoad(Shape shape) {
  return (shape.kind == ShapeKind::Load && shape.type == Kind::V128) ||
         shape.kind == ShapeKind::LoadExtend || shape.kind == ShapeKind::LoadSplat ||
         shape.kind == ShapeKind::LoadZero;
}

}  // namespace

struct VectorLoad {
  using Function = HandlerCode;
  static constexpr unsigned columns = 12;
  static constexpr bool has(Opcode op) { return isVectorLoad(shapeOf(op)); }
  template <Opcode Op, unsigned I>
  static constexpr Handler at() {
    return vectorLoad<Op, static_cast<MemoryMode>(I / 6), static_cast<Src>(I / 2 % 3),
                      static_cast<Dst>(I % 2)>;
  }
};

/// Of stores, the columns with a destination in a slot are the only ones.
struct VectorLane {
  using Function = HandlerCode;
  static constexpr unsigned columns = 16;
  static constexpr bool has(Opcode op) {
    const Shape shape = shapeOf(op);
    return shape.kind == ShapeKind::LoadLane || shape.kind == ShapeKind::StoreLane;
  }
  template <Opcode Op, unsigned I>
  static constexpr Handler at() {
    constexpr auto mode = static_cast<MemoryMode>(I / 8);
    constexpr Src a = vectorSrc(I / 4 % 2);
    constexpr Src v = vectorSrc(I / 2 % 2);
    if constexpr (shapeOf(Op).kind == ShapeKind::LoadLane) {
      return loadLane<Op, mode, a, v, static_cast<Dst>(I % 2)>;
    } else if constexpr (I % 2 == 0) {
      return storeLane<Op, mode, a, v>;
    }
    return nullptr;
  }
};

struct VectorAny {
  using Function = HandlerCode;
  static constexpr unsigned columns = 1;
  static constexpr bool has(Opcode op) {
    const Shape shape = shapeOf(op);
    return VectorLoad::has(op) || VectorLane::has(op) ||
           (shape.kind == ShapeKind::Store && shape.type == Kind::V128);
  }
  template <Opcode Op, unsigned I>
  static constexpr Handler at() {
    return accessAny<Op>;
  }
};

namespace {

template <MemoryMode Mode>
constexpr Handler storeTable[] = {
    vectorStore<Mode, Src::Slot, Src::Slot>,  vectorStore<Mode, Src::Slot, Src::Acc>,
    vectorStore<Mode, Src::Const, Src::Slot>, vectorStore<Mode, Src::Const, Src::Acc>,
    vectorStore<Mode, Src::Acc, Src::Slot>,
};

}  // namespace

Handler vectorLoadHandler(Opcode op, MemoryMode mode, Src address, Dst dst) {
  const unsigned column = static_cast<unsigned>(mode) * 6 + static_cast<unsigned>(address) * 2 +
                          static_cast<unsigned>(dst);
  return InstructionTable<VectorLoad>::at(op, column);
}

Handler vectorStoreHandler(MemoryMode mode, Src address, Src value) {
  const unsigned column = static_cast<unsigned>(address) * 2 + vectorColumn(value);
  return mode == MemoryMode::Guarded ? storeTable<MemoryMode::Guarded>[column]
                                     : storeTable<MemoryMode::Checked>[column];
}

Handler vectorLoadAnyHandler(Opcode op) { return InstructionTable<VectorAny>::at(op); }
Handler vectorStoreAnyHandler() { return InstructionTable<VectorAny>::at(Opcode::V128Store); }

Handler loadLaneHandler(Opcode op, MemoryMode mode, Src address, Src value, Dst dst) {
  const unsigned column = static_cast<unsigned>(mode) * 8 + vectorColumn(address) * 4 +
                          vectorColumn(value) * 2 + static_cast<unsigned>(dst);
  return InstructionTable<VectorLane>::at(op, column);
}

Handler storeLaneHandler(Opcode op, MemoryMode mode, Src address, Src value) {
  return loadLaneHandler(op, mode, address, value, Dst::Slot);
}

Handler laneAnyHandler(Opcode op) { return InstructionTable<VectorAny>::at(op); }

}  // namespace wald::interp
