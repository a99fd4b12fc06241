#include <array>

#include "interp/dispatch.h"
#include "interp/handlers.h"
#include "runtime/shared_access.h"
#include "runtime/store.h"

namespace wald::interp {

using runtime::Memory;
using runtime::Slot;
using wasm::Shape;
using wasm::ShapeKind;
using wasm::shapeOf;
using wasm::TrapKind;

namespace {

/// What an atomic instruction works on: its operands in consecutive slots, the address first.
struct Operation {
  const Slot* operands;
  const Memory& memory;
  std::uint64_t offset;
  runtime::Store& store;
  Slot result = 0;
  std::uint8_t* cell = nullptr;

  /// Finds the cell. Both engines have to ask in this order.
  TrapKind locate(unsigned bytes) {
    const std::uint64_t address = operands[0] + offset;
    if (address % bytes != 0) return TrapKind::UnalignedAtomic;
    if (address < offset || !memory.contains(address, bytes)) return TrapKind::MemoryOutOfBounds;
    cell = memory.base() + address;
    return TrapKind::None;
  }
};

template <unsigned Bits>
constexpr auto cellType() {
  if constexpr (Bits == 8) return std::uint8_t{};
  if constexpr (Bits == 16) return std::uint16_t{};
  if constexpr (Bits == 32) return std::uint32_t{};
  if constexpr (Bits == 64) return std::uint64_t{};
}

/// The regular ones: what their shape says.
template <Opcode Op>
TrapKind perform(Operation& op) {
  constexpr Shape shape = shapeOf(Op);
  using T = decltype(cellType<shape.bits>());
  if (const TrapKind trap = op.locate(sizeof(T)); trap != TrapKind::None) return trap;
  if constexpr (shape.kind == ShapeKind::AtomicLoad) {
    op.result = runtime::atomicLoad<T>(op.cell);
  } else if constexpr (shape.kind == ShapeKind::AtomicStore) {
    runtime::atomicStore(op.cell, static_cast<T>(op.operands[1]));
  } else if constexpr (shape.kind == ShapeKind::AtomicRmw) {
    op.result = runtime::atomicRmw<shape.rmw>(op.cell, static_cast<T>(op.operands[1]));
  } else {
    static_assert(shape.kind == ShapeKind::AtomicCmpxchg);
    op.result = runtime::atomicCompareExchange(op.cell, static_cast<T>(op.operands[1]),
                                               static_cast<T>(op.operands[2]));
  }
  return TrapKind::None;
}

template <typename T>
TrapKind wait(Operation& op) {
  if (const TrapKind trap = op.locate(sizeof(T)); trap != TrapKind::None) return trap;
  if (!op.memory.isShared()) return TrapKind::ExpectedSharedMemory;
  const auto result =
      op.memory.parking()->wait(op.cell, static_cast<T>(op.operands[1]),
                                static_cast<std::int64_t>(op.operands[2]), op.store.stop);
  op.result = static_cast<Slot>(result);
  return result == runtime::WaitResult::Stopped ? TrapKind::Interrupted : TrapKind::None;
}

template <>
TrapKind perform<Opcode::MemoryAtomicWait32>(Operation& op) {
  return wait<std::uint32_t>(op);
}

template <>
TrapKind perform<Opcode::MemoryAtomicWait64>(Operation& op) {
  return wait<std::uint64_t>(op);
}

template <>
TrapKind perform<Opcode::MemoryAtomicNotify>(Operation& op) {
  if (const TrapKind trap = op.locate(sizeof(std::uint32_t)); trap != TrapKind::None) return trap;
  // Nobody can wait at an unshared memory.
  if (op.memory.isShared()) {
    op.result = op.memory.parking()->notify(op.cell, static_cast<std::uint32_t>(op.operands[1]));
  }
  return TrapKind::None;
}

/// Operands: first slot, memory (4 bytes each), offset (8).
template <Opcode Op>
void atomic(WALD_HANDLER_PARAMS) {
  Operation operation{reinterpret_cast<const Slot*>(slotAt(pc + headBytes, fp)),
                      *ctx->memories[readAt<std::uint32_t>(pc + headBytes + 4)],
                      readAt<std::uint64_t>(pc + headBytes + 8), *ctx->store};
  const TrapKind trap = perform<Op>(operation);
  if (trap != TrapKind::None) [[unlikely]]
    WALD_TRAP_WITH(trap);
  acc = operation.result;
  WALD_NEXT(pc + headBytes + 16);
}

void fence(WALD_HANDLER_PARAMS) {
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
  WALD_NEXT(pc + headBytes + 16);
}

template <Opcode Op>
constexpr Handler handlerOf() {
  constexpr ShapeKind kind = shapeOf(Op).kind;
  constexpr bool isRegular = kind == ShapeKind::AtomicLoad || kind == ShapeKind::AtomicStore ||
                             kind == ShapeKind::AtomicRmw || kind == ShapeKind::AtomicCmpxchg;
  constexpr bool parks = Op == Opcode::MemoryAtomicWait32 || Op == Opcode::MemoryAtomicWait64 ||
                         Op == Opcode::MemoryAtomicNotify;
  if constexpr (isRegular || parks) return atomic<Op>;
  return Op == Opcode::AtomicFence ? fence : nullptr;
}

constexpr std::array<Handler, wasm::opcodeCount> atomicHandlers = {
#define WALD_OP(name, mnemonic, prefix, code, immediates, shape, feature, traps, constant) \
  handlerOf<Opcode::name>(),
#include "wasm/ops.def"
};

}  // namespace

Handler atomicHandler(Opcode op) { return atomicHandlers[static_cast<unsigned>(op)]; }

}  // namespace wald::interp
