#pragma once

#include <algorithm>
#include <cstring>

#include "runtime/operation.h"
#include "runtime/operations_memory.h"

namespace wald::runtime {

// Instructions on tables.

template <>
inline wasm::TrapKind perform<wasm::Opcode::ElemDrop>(Operation& op) {
  op.instance().dropElements(op.a);
  return wasm::TrapKind::None;
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::TableGet>(Operation& op) {
  const Table& table = op.table(op.a);
  if (op.operands[0] >= table.size()) return wasm::TrapKind::TableOutOfBounds;
  op.result = table.data()[op.operands[0]];
  return wasm::TrapKind::None;
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::TableSet>(Operation& op) {
  const Table& table = op.table(op.a);
  if (op.operands[0] >= table.size()) return wasm::TrapKind::TableOutOfBounds;
  table.data()[op.operands[0]] = op.operands[1];
  return wasm::TrapKind::None;
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::TableSize>(Operation& op) {
  op.result = op.table(op.a).size();
  return wasm::TrapKind::None;
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::TableGrow>(Operation& op) {
  Table& table = op.table(op.a);
  op.result = detail::grown(table.grow(op.operands[1], op.operands[0]), table.type().address);
  return wasm::TrapKind::None;
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::TableFill>(Operation& op) {
  const Table& table = op.table(op.a);
  if (!table.contains(op.operands[0], op.operands[2])) return wasm::TrapKind::TableOutOfBounds;
  if (!op.affords(op.operands[2] / referencesPerUnit)) return wasm::TrapKind::OutOfFuel;
  std::fill_n(table.data() + op.operands[0], op.operands[2], op.operands[1]);
  return wasm::TrapKind::None;
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::TableCopy>(Operation& op) {
  const Table& to = op.table(op.a);
  const Table& from = op.table(op.b);
  const Slot count = op.operands[2];
  if (!to.contains(op.operands[0], count) || !from.contains(op.operands[1], count))
    return wasm::TrapKind::TableOutOfBounds;
  if (!op.affords(count / referencesPerUnit)) return wasm::TrapKind::OutOfFuel;
  if (count != 0)
    std::memmove(to.data() + op.operands[0], from.data() + op.operands[1], count * sizeof(Ref));
  return wasm::TrapKind::None;
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::TableInit>(Operation& op) {
  const Table& table = op.table(op.b);
  const auto elements = op.instance().elements(op.a);
  const Slot from = op.operands[1];
  const Slot count = op.operands[2];
  if (!table.contains(op.operands[0], count) || from > elements.size() ||
      count > elements.size() - from) {
    return wasm::TrapKind::TableOutOfBounds;
  }
  if (!op.affords(count / referencesPerUnit)) return wasm::TrapKind::OutOfFuel;
  if (count != 0)
    std::memcpy(table.data() + op.operands[0], elements.data() + from, count * sizeof(Ref));
  return wasm::TrapKind::None;
}

}  // namespace wald::runtime
