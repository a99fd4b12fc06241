#pragma once

#include <cstring>

#include "runtime/operation.h"
#include "runtime/shared_access.h"

namespace wald::runtime {

// Instructions on memories.

namespace detail {
/// -1 as the address type of a memory or table has it.
inline Slot grown(std::int64_t former, wasm::AddressType type) {
  return type == wasm::AddressType::I64 ? static_cast<Slot>(former)
                                        : static_cast<std::uint32_t>(former);
}

inline wasm::TrapKind copyBytes(const Operation& op, std::uint8_t* to, const std::uint8_t* from,
                                std::uint64_t count, bool isShared, bool isBackward) {
  return inPieces(op, count, bytesPerPiece, isBackward,
                  [&](std::uint64_t offset, std::uint64_t size) {
                    if (isShared) {
                      copyRelaxed(to + offset, from + offset, size);
                    } else if (size != 0) {
                      std::memmove(to + offset, from + offset, size);
                    }
                  });
}

}  // namespace detail

template <>
inline wasm::TrapKind perform<wasm::Opcode::MemorySize>(Operation& op) {
  op.result = op.memory(op.a).pages();
  return wasm::TrapKind::None;
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::MemoryGrow>(Operation& op) {
  Memory& memory = op.memory(op.a);
  op.result = detail::grown(memory.grow(op.operands[0]), memory.type().address);
  return wasm::TrapKind::None;
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::MemoryFill>(Operation& op) {
  Memory& memory = op.memory(op.a);
  if (!memory.contains(op.operands[0], op.operands[2])) return wasm::TrapKind::MemoryOutOfBounds;
  if (!op.affords(op.operands[2] / bytesPerUnit)) return wasm::TrapKind::OutOfFuel;
  std::uint8_t* const to = memory.base() + op.operands[0];
  const auto value = static_cast<std::uint8_t>(op.operands[1]);
  return inPieces(op, op.operands[2], bytesPerPiece, false,
                  [&](std::uint64_t offset, std::uint64_t count) {
                    if (memory.isShared()) {
                      fillRelaxed(to + offset, value, count);
                    } else if (count != 0) {
                      std::memset(to + offset, value, count);
                    }
                  });
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::MemoryCopy>(Operation& op) {
  Memory& to = op.memory(op.a);
  const Memory& from = op.memory(op.b);
  const Slot count = op.operands[2];
  if (!to.contains(op.operands[0], count) || !from.contains(op.operands[1], count))
    return wasm::TrapKind::MemoryOutOfBounds;
  if (!op.affords(count / bytesPerUnit)) return wasm::TrapKind::OutOfFuel;
  // Where the two overlap, the bytes that would be overwritten are copied first.
  const bool isBackward = op.operands[0] > op.operands[1];
  return detail::copyBytes(op, to.base() + op.operands[0], from.base() + op.operands[1], count,
                           to.isShared() || from.isShared(), isBackward);
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::MemoryInit>(Operation& op) {
  Memory& memory = op.memory(op.b);
  const auto data = op.instance().data(op.a);
  const Slot from = op.operands[1];
  const Slot count = op.operands[2];
  if (!memory.contains(op.operands[0], count) || from > data.size() || count > data.size() - from) {
    return wasm::TrapKind::MemoryOutOfBounds;
  }
  if (!op.affords(count / bytesPerUnit)) return wasm::TrapKind::OutOfFuel;
  return detail::copyBytes(op, memory.base() + op.operands[0], data.data() + from, count,
                           memory.isShared(), false);
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::DataDrop>(Operation& op) {
  op.instance().dropData(op.a);
  return wasm::TrapKind::None;
}

}  // namespace wald::runtime
