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
  if (memory.isShared()) {
    fillRelaxed(memory.base() + op.operands[0], static_cast<std::uint8_t>(op.operands[1]),
                op.operands[2]);
  } else if (op.operands[2] != 0) {
    std::memset(memory.base() + op.operands[0], static_cast<std::uint8_t>(op.operands[1]),
                op.operands[2]);
  }
  return wasm::TrapKind::None;
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::MemoryCopy>(Operation& op) {
  Memory& to = op.memory(op.a);
  const Memory& from = op.memory(op.b);
  const Slot count = op.operands[2];
  if (!to.contains(op.operands[0], count) || !from.contains(op.operands[1], count))
    return wasm::TrapKind::MemoryOutOfBounds;
  if (!op.affords(count / bytesPerUnit)) return wasm::TrapKind::OutOfFuel;
  if (to.isShared() || from.isShared()) {
    copyRelaxed(to.base() + op.operands[0], from.base() + op.operands[1], count);
  } else if (count != 0) {
    std::memmove(to.base() + op.operands[0], from.base() + op.operands[1], count);
  }
  return wasm::TrapKind::None;
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
  if (memory.isShared()) {
    copyRelaxed(memory.base() + op.operands[0], data.data() + from, count);
  } else if (count != 0) {
    std::memcpy(memory.base() + op.operands[0], data.data() + from, count);
  }
  return wasm::TrapKind::None;
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::DataDrop>(Operation& op) {
  op.instance().dropData(op.a);
  return wasm::TrapKind::None;
}

}  // namespace wald::runtime
