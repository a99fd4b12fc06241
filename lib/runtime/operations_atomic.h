#pragma once

#include "runtime/operation.h"
#include "runtime/shared_access.h"

namespace wald::runtime {

// Atomic instructions: the operands start with the address.

/// Whether an instruction is atomic and regular: its shape says what it does.
constexpr bool isRegularAtomic(wasm::Opcode op) {
  using wasm::ShapeKind;
  const ShapeKind kind = wasm::shapeOf(op).kind;
  return kind == ShapeKind::AtomicLoad || kind == ShapeKind::AtomicStore ||
         kind == ShapeKind::AtomicRmw || kind == ShapeKind::AtomicCmpxchg;
}

namespace detail {

/// Finds the cell. Both engines have to ask in this order.
inline wasm::TrapKind locate(const Operation& op, unsigned bytes, std::uint8_t*& cell) {
  const Memory& memory = op.memory(op.a);
  const std::uint64_t address = op.operands[0] + op.b;
  if (address % bytes != 0) return wasm::TrapKind::UnalignedAtomic;
  if (address < op.b || !memory.contains(address, bytes)) return wasm::TrapKind::MemoryOutOfBounds;
  cell = memory.base() + address;
  return wasm::TrapKind::None;
}

template <unsigned Bits>
constexpr auto cellType() {
  if constexpr (Bits == 8) return std::uint8_t{};
  if constexpr (Bits == 16) return std::uint16_t{};
  if constexpr (Bits == 32) return std::uint32_t{};
  if constexpr (Bits == 64) return std::uint64_t{};
}

template <typename T>
wasm::TrapKind wait(Operation& op) {
  std::uint8_t* cell = nullptr;
  const wasm::TrapKind trap = locate(op, sizeof(T), cell);
  if (trap != wasm::TrapKind::None) return trap;
  const Memory& memory = op.memory(op.a);
  if (!memory.isShared()) return wasm::TrapKind::ExpectedSharedMemory;
  const auto result =
      memory.parking()->wait(cell, static_cast<T>(op.operands[1]),
                             static_cast<std::int64_t>(op.operands[2]), op.context.store->stop());
  op.result = static_cast<Slot>(result);
  return result == WaitResult::Stopped ? wasm::TrapKind::Interrupted : wasm::TrapKind::None;
}

}  // namespace detail

/// `perform` of the regular ones.
template <wasm::Opcode Op>
wasm::TrapKind performAtomic(Operation& op) {
  using wasm::ShapeKind;
  constexpr wasm::Shape shape = wasm::shapeOf(Op);
  using T = decltype(detail::cellType<shape.bits>());
  std::uint8_t* cell = nullptr;
  const wasm::TrapKind trap = detail::locate(op, sizeof(T), cell);
  if (trap != wasm::TrapKind::None) return trap;
  if constexpr (shape.kind == ShapeKind::AtomicLoad) {
    op.result = atomicLoad<T>(cell);
  } else if constexpr (shape.kind == ShapeKind::AtomicStore) {
    atomicStore(cell, static_cast<T>(op.operands[1]));
  } else if constexpr (shape.kind == ShapeKind::AtomicRmw) {
    op.result = atomicRmw<shape.rmw>(cell, static_cast<T>(op.operands[1]));
  } else {
    op.result =
        atomicCompareExchange(cell, static_cast<T>(op.operands[1]), static_cast<T>(op.operands[2]));
  }
  return wasm::TrapKind::None;
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::MemoryAtomicWait32>(Operation& op) {
  return detail::wait<std::uint32_t>(op);
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::MemoryAtomicWait64>(Operation& op) {
  return detail::wait<std::uint64_t>(op);
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::MemoryAtomicNotify>(Operation& op) {
  std::uint8_t* cell = nullptr;
  const wasm::TrapKind trap = detail::locate(op, sizeof(std::uint32_t), cell);
  if (trap != wasm::TrapKind::None) return trap;
  const Memory& memory = op.memory(op.a);
  // Nobody can wait at an unshared memory.
  if (memory.isShared()) {
    op.result = memory.parking()->notify(cell, static_cast<std::uint32_t>(op.operands[1]));
  }
  return wasm::TrapKind::None;
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::AtomicFence>(Operation&) {
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
  return wasm::TrapKind::None;
}

}  // namespace wald::runtime
