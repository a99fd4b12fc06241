#include "interp/dispatch.h"
#include "interp/guarded_access.h"
#include "interp/handlers_vector.h"
#include "interp/memory_access.h"
#include "interp/operand.h"
#include "wasm/instruction_table.h"

namespace wald::interp {

using runtime::Memory;
using wasm::InstructionTable;
using wasm::ShapeKind;
using wasm::shapeOf;
using wasm::TrapKind;

namespace {

constexpr Kind addressKind = Kind::I32;

/// Operands: address, offset (4 bytes), destination.
template <Opcode Op, MemoryMode Mode, Src A, Dst D>
void load(WALD_HANDLER_PARAMS) {
  constexpr Kind kind = shapeOf(Op).type;
  constexpr unsigned aSize = sizeOf(addressKind, A);
  const std::uint64_t address =
      std::uint64_t{fetch<addressKind, A>(pc + headBytes, fp, acc, facc)} +
      readAt<std::uint32_t>(pc + headBytes + aSize);
  if constexpr (Mode == MemoryMode::Checked) {
    if (!ctx->memory0->contains(address, sizeof(Stored<Op>))) [[unlikely]] {
      WALD_TRAP_WITH(TrapKind::MemoryOutOfBounds);
    }
  }
  const auto value = guardedRead<Stored<Op>>(mem + address, pc, fp, ctx);
  put<kind, D>(extend<Op>(value), pc + headBytes + aSize + 4, fp, acc, facc);
  WALD_NEXT(pc + padded(headBytes + aSize + 4 + sizeOf(D)));
}

/// Operands: address, value, offset (4 bytes).
template <Opcode Op, MemoryMode Mode, Src A, Src V>
void store(WALD_HANDLER_PARAMS) {
  constexpr Kind kind = shapeOf(Op).type;
  constexpr unsigned aSize = sizeOf(addressKind, A);
  constexpr unsigned operands = aSize + sizeOf(kind, V);
  const std::uint64_t address =
      std::uint64_t{fetch<addressKind, A>(pc + headBytes, fp, acc, facc)} +
      readAt<std::uint32_t>(pc + headBytes + operands);
  const auto value = fetch<kind, V>(pc + headBytes + aSize, fp, acc, facc);
  if constexpr (Mode == MemoryMode::Checked) {
    if (!ctx->memory0->contains(address, sizeof(Stored<Op>))) [[unlikely]] {
      WALD_TRAP_WITH(TrapKind::MemoryOutOfBounds);
    }
  }
  guardedWrite(mem + address, static_cast<Stored<Op>>(value), pc, fp, ctx);
  WALD_NEXT(pc + padded(headBytes + operands + 4));
}

/// Whether `[address + offset, … + count)` lies in a memory, without overflow.
bool reaches(const Memory& memory, std::uint64_t address, std::uint64_t offset,
             std::uint64_t count) {
  const std::uint64_t sum = address + offset;
  return sum >= address && memory.contains(sum, count);
}

/// Operands: memory (4 bytes), padding (4), offset (8); the address is in the accumulator.
template <Opcode Op>
void loadAny(WALD_HANDLER_PARAMS) {
  constexpr Kind kind = shapeOf(Op).type;
  const Memory& memory = *ctx->memories[readAt<std::uint32_t>(pc + headBytes)];
  const auto offset = readAt<std::uint64_t>(pc + headBytes + 8);
  if (!reaches(memory, acc, offset, sizeof(Stored<Op>))) [[unlikely]]
    WALD_TRAP_WITH(TrapKind::MemoryOutOfBounds);
  const auto value = runtime::readRelaxed<Stored<Op>>(memory.base() + acc + offset);
  put<kind, Dst::Acc>(extend<Op>(value), pc, fp, acc, facc);
  WALD_NEXT(pc + headBytes + 16);
}

/// Operands: memory (4 bytes), slot of the address (4), offset (8); the value is in its accumulator.
template <Opcode Op>
void storeAny(WALD_HANDLER_PARAMS) {
  constexpr Kind kind = shapeOf(Op).type;
  const Memory& memory = *ctx->memories[readAt<std::uint32_t>(pc + headBytes)];
  const auto address = readAt<std::uint64_t>(slotAt(pc + headBytes + 4, fp));
  const auto offset = readAt<std::uint64_t>(pc + headBytes + 8);
  const auto value = fetch<kind, Src::Acc>(pc, fp, acc, facc);
  if (!reaches(memory, address, offset, sizeof(Stored<Op>))) [[unlikely]]
    WALD_TRAP_WITH(TrapKind::MemoryOutOfBounds);
  runtime::writeRelaxed(memory.base() + address + offset, static_cast<Stored<Op>>(value));
  WALD_NEXT(pc + headBytes + 16);
}

constexpr bool isScalarAccess(Opcode op) {
  const wasm::Shape shape = shapeOf(op);
  return (shape.kind == ShapeKind::Load || shape.kind == ShapeKind::Store) &&
         shape.type != Kind::V128;
}

}  // namespace

/// Columns by memory mode, address, and destination or value.
struct ScalarAccesses {
  using Function = HandlerCode;
  static constexpr unsigned columns = 18;
  static constexpr unsigned columnOf(MemoryMode mode, Src address, unsigned last) {
    return static_cast<unsigned>(mode) * 9 + static_cast<unsigned>(address) * 3 + last;
  }
  static constexpr bool has(Opcode op) { return isScalarAccess(op); }
  template <Opcode Op, unsigned I>
  static constexpr Handler at() {
    constexpr auto mode = static_cast<MemoryMode>(I / 9);
    constexpr auto a = static_cast<Src>(I / 3 % 3);
    if constexpr (shapeOf(Op).kind == ShapeKind::Load) {
      if constexpr (I % 3 < 2) return load<Op, mode, a, static_cast<Dst>(I % 3)>;
    } else {
      constexpr auto v = static_cast<Src>(I % 3);
      if constexpr (!(a == Src::Acc && v == Src::Acc)) return store<Op, mode, a, v>;
    }
    return nullptr;
  }
};

struct AnyScalarAccesses {
  using Function = HandlerCode;
  static constexpr unsigned columns = 1;
  static constexpr bool has(Opcode op) { return isScalarAccess(op); }
  template <Opcode Op, unsigned>
  static constexpr Handler at() {
    if constexpr (shapeOf(Op).kind == ShapeKind::Load)
      return loadAny<Op>;
    else
      return storeAny<Op>;
  }
};

Handler loadHandler(Opcode op, MemoryMode mode, Src address, Dst dst) {
  if (shapeOf(op).type == Kind::V128) return vectorLoadHandler(op, mode, address, dst);
  const unsigned column = ScalarAccesses::columnOf(mode, address, static_cast<unsigned>(dst));
  return InstructionTable<ScalarAccesses>::at(op, column);
}

Handler storeHandler(Opcode op, MemoryMode mode, Src address, Src value) {
  if (shapeOf(op).type == Kind::V128) return vectorStoreHandler(mode, address, value);
  const unsigned column = ScalarAccesses::columnOf(mode, address, static_cast<unsigned>(value));
  return InstructionTable<ScalarAccesses>::at(op, column);
}

Handler loadAnyHandler(Opcode op) {
  return shapeOf(op).type == Kind::V128 ? vectorLoadAnyHandler(op)
                                        : InstructionTable<AnyScalarAccesses>::at(op);
}

Handler storeAnyHandler(Opcode op) {
  return shapeOf(op).type == Kind::V128 ? vectorStoreAnyHandler()
                                        : InstructionTable<AnyScalarAccesses>::at(op);
}

}  // namespace wald::interp
