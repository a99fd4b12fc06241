#include <array>

#include "interp/slow_operation.h"
#include "runtime/shared_access.h"

namespace wald::interp {

using runtime::Memory;
using runtime::Ref;
using runtime::Slot;
using runtime::Table;
using wasm::TrapKind;

namespace {

template <Opcode Op>
TrapKind perform(Operation& operation) = delete;

/// -1 as the address type of a memory or table has it.
Slot grown(std::int64_t former, wasm::AddressType type) {
  return type == wasm::AddressType::I64 ? static_cast<Slot>(former)
                                        : static_cast<std::uint32_t>(former);
}

template <>
TrapKind perform<Opcode::MemorySize>(Operation& op) {
  op.result = op.memory(op.a).pages();
  return TrapKind::None;
}

template <>
TrapKind perform<Opcode::MemoryGrow>(Operation& op) {
  Memory& memory = op.memory(op.a);
  op.result = grown(memory.grow(op.operands[0]), memory.type().address);
  return TrapKind::None;
}

template <>
TrapKind perform<Opcode::MemoryFill>(Operation& op) {
  Memory& memory = op.memory(op.a);
  if (!memory.contains(op.operands[0], op.operands[2])) return TrapKind::MemoryOutOfBounds;
  if (!op.affords(op.operands[2] / bytesPerUnit)) return TrapKind::OutOfFuel;
  if (memory.isShared()) {
    runtime::fillRelaxed(memory.base() + op.operands[0], static_cast<std::uint8_t>(op.operands[1]),
                         op.operands[2]);
  } else if (op.operands[2] != 0) {
    std::memset(memory.base() + op.operands[0], static_cast<std::uint8_t>(op.operands[1]),
                op.operands[2]);
  }
  return TrapKind::None;
}

template <>
TrapKind perform<Opcode::MemoryCopy>(Operation& op) {
  Memory& to = op.memory(op.a);
  const Memory& from = op.memory(op.b);
  const Slot count = op.operands[2];
  if (!to.contains(op.operands[0], count) || !from.contains(op.operands[1], count))
    return TrapKind::MemoryOutOfBounds;
  if (!op.affords(count / bytesPerUnit)) return TrapKind::OutOfFuel;
  if (to.isShared() || from.isShared()) {
    runtime::copyRelaxed(to.base() + op.operands[0], from.base() + op.operands[1], count);
  } else if (count != 0) {
    std::memmove(to.base() + op.operands[0], from.base() + op.operands[1], count);
  }
  return TrapKind::None;
}

template <>
TrapKind perform<Opcode::MemoryInit>(Operation& op) {
  Memory& memory = op.memory(op.b);
  const auto data = op.instance().data(op.a);
  const Slot from = op.operands[1];
  const Slot count = op.operands[2];
  if (!memory.contains(op.operands[0], count) || from > data.size() || count > data.size() - from) {
    return TrapKind::MemoryOutOfBounds;
  }
  if (!op.affords(count / bytesPerUnit)) return TrapKind::OutOfFuel;
  if (memory.isShared()) {
    runtime::copyRelaxed(memory.base() + op.operands[0], data.data() + from, count);
  } else if (count != 0) {
    std::memcpy(memory.base() + op.operands[0], data.data() + from, count);
  }
  return TrapKind::None;
}

template <>
TrapKind perform<Opcode::DataDrop>(Operation& op) {
  op.instance().dropData(op.a);
  return TrapKind::None;
}

template <>
TrapKind perform<Opcode::ElemDrop>(Operation& op) {
  op.instance().dropElements(op.a);
  return TrapKind::None;
}

template <>
TrapKind perform<Opcode::TableGet>(Operation& op) {
  const Table& table = op.table(op.a);
  if (op.operands[0] >= table.size()) return TrapKind::TableOutOfBounds;
  op.result = table.data()[op.operands[0]];
  return TrapKind::None;
}

template <>
TrapKind perform<Opcode::TableSet>(Operation& op) {
  const Table& table = op.table(op.a);
  if (op.operands[0] >= table.size()) return TrapKind::TableOutOfBounds;
  table.data()[op.operands[0]] = op.operands[1];
  return TrapKind::None;
}

template <>
TrapKind perform<Opcode::TableSize>(Operation& op) {
  op.result = op.table(op.a).size();
  return TrapKind::None;
}

template <>
TrapKind perform<Opcode::TableGrow>(Operation& op) {
  Table& table = op.table(op.a);
  op.result = grown(table.grow(op.operands[1], op.operands[0]), table.type().address);
  return TrapKind::None;
}

template <>
TrapKind perform<Opcode::TableFill>(Operation& op) {
  const Table& table = op.table(op.a);
  if (!table.contains(op.operands[0], op.operands[2])) return TrapKind::TableOutOfBounds;
  if (!op.affords(op.operands[2] / referencesPerUnit)) return TrapKind::OutOfFuel;
  std::fill_n(table.data() + op.operands[0], op.operands[2], op.operands[1]);
  return TrapKind::None;
}

template <>
TrapKind perform<Opcode::TableCopy>(Operation& op) {
  const Table& to = op.table(op.a);
  const Table& from = op.table(op.b);
  const Slot count = op.operands[2];
  if (!to.contains(op.operands[0], count) || !from.contains(op.operands[1], count))
    return TrapKind::TableOutOfBounds;
  if (!op.affords(count / referencesPerUnit)) return TrapKind::OutOfFuel;
  if (count != 0)
    std::memmove(to.data() + op.operands[0], from.data() + op.operands[1], count * sizeof(Ref));
  return TrapKind::None;
}

template <>
TrapKind perform<Opcode::TableInit>(Operation& op) {
  const Table& table = op.table(op.b);
  const auto elements = op.instance().elements(op.a);
  const Slot from = op.operands[1];
  const Slot count = op.operands[2];
  if (!table.contains(op.operands[0], count) || from > elements.size() ||
      count > elements.size() - from) {
    return TrapKind::TableOutOfBounds;
  }
  if (!op.affords(count / referencesPerUnit)) return TrapKind::OutOfFuel;
  if (count != 0)
    std::memcpy(table.data() + op.operands[0], elements.data() + from, count * sizeof(Ref));
  return TrapKind::None;
}

template <>
TrapKind perform<Opcode::RefFunc>(Operation& op) {
  op.result = runtime::toRef(op.instance().function(op.a));
  return TrapKind::None;
}

template <>
TrapKind perform<Opcode::RefAsNonNull>(Operation& op) {
  op.result = op.operands[0];
  return op.result == 0 ? TrapKind::NullReference : TrapKind::None;
}

// Neither is standard C++, both compilers have them.
__extension__ using Wide = unsigned __int128;
__extension__ using SignedWide = __int128;

Wide wide(const Slot* low) { return Wide{low[1]} << 64 | low[0]; }

/// Two results, which take the place of the operands.
TrapKind putWide(Operation& op, Wide value) {
  op.operands[0] = static_cast<Slot>(value);
  op.operands[1] = static_cast<Slot>(value >> 64);
  return TrapKind::None;
}

template <>
TrapKind perform<Opcode::I64Add128>(Operation& op) {
  return putWide(op, wide(op.operands) + wide(op.operands + 2));
}

template <>
TrapKind perform<Opcode::I64Sub128>(Operation& op) {
  return putWide(op, wide(op.operands) - wide(op.operands + 2));
}

template <>
TrapKind perform<Opcode::I64MulWideS>(Operation& op) {
  const auto factor = [&](unsigned i) {
    return SignedWide{static_cast<std::int64_t>(op.operands[i])};
  };
  return putWide(op, static_cast<Wide>(factor(0) * factor(1)));
}

template <>
TrapKind perform<Opcode::I64MulWideU>(Operation& op) {
  return putWide(op, Wide{op.operands[0]} * op.operands[1]);
}

}  // namespace

Handler slowHandler(Opcode op) {
  switch (op) {
#define WALD_SLOW(name) \
  case Opcode::name: return slow<perform<Opcode::name>>;
    WALD_SLOW(MemorySize)
    case Opcode::MemoryGrow:
      return slow<perform<Opcode::MemoryGrow>, true>;
      WALD_SLOW(MemoryFill)
      WALD_SLOW(MemoryCopy)
      WALD_SLOW(MemoryInit)
      WALD_SLOW(DataDrop)
      WALD_SLOW(ElemDrop)
      WALD_SLOW(TableGet)
      WALD_SLOW(TableSet)
      WALD_SLOW(TableSize)
      WALD_SLOW(TableGrow)
      WALD_SLOW(TableFill)
      WALD_SLOW(TableCopy)
      WALD_SLOW(TableInit)
      WALD_SLOW(RefFunc)
      WALD_SLOW(RefAsNonNull)
      WALD_SLOW(I64Add128)
      WALD_SLOW(I64Sub128)
      WALD_SLOW(I64MulWideS)
      WALD_SLOW(I64MulWideU)
#undef WALD_SLOW
    default: return objectHandler(op);
  }
}

}  // namespace wald::interp
