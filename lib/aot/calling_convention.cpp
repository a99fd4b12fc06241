#include "aot/calling_convention.h"

namespace wald::aot {

using runtime::NativeRegisters;
using runtime::Slot;
using wasm::Kind;
using wasm::ValType;

namespace {

struct Counts {
  unsigned integers;
  unsigned vectors;
};
constexpr Counts argumentRegisters = {wasm::native::integerRegisters,
                                      wasm::native::vectorRegisters};

bool isInVector(Kind kind) { return kind == Kind::F32 || kind == Kind::F64 || kind == Kind::V128; }

void copy(Kind kind, const Slot* from, Slot* to) {
  // Of an i32 in a register the upper half is anything.
  to[0] = kind == Kind::I32 ? static_cast<std::uint32_t>(from[0]) : from[0];
  if (kind == Kind::V128) to[1] = from[1];
}

/// Calls `move(kind, place, slot)` for each value: its place in the registers or in the overflow area, and its slot.
template <typename Registers, typename S, typename Move>
void each(std::span<const ValType> types, Counts left, Registers& registers, S* overflow,
          Move move) {
  auto* integer = registers.integers;
  auto* vector = registers.vectors;
  unsigned slot = 0;
  for (const ValType type : types) {
    const Kind kind = type.kind();
    S* place = overflow + slot;
    if (isInVector(kind) && left.vectors > 0) {
      --left.vectors;
      place = &vector++->low;
    } else if (!isInVector(kind) && left.integers > 0) {
      --left.integers;
      place = integer++;
    }
    move(kind, place, slot);
    slot += wasm::slotsOf(kind);
  }
}

/// Only the first result is in a register.
Counts resultRegisters(std::span<const ValType> types) {
  if (types.empty()) return {0, 0};
  return isInVector(types[0].kind()) ? Counts{0, 1} : Counts{1, 0};
}

/// The rest of the results; the first one is done.
template <typename Registers, typename S, typename Move>
void eachResult(std::span<const ValType> types, Registers& registers, S* overflow, Move move) {
  each(types, {0, 0}, registers, overflow, [&](Kind kind, S* place, unsigned slot) {
    if (slot != 0) move(kind, place, slot);
  });
  if (!types.empty()) each(types.first(1), resultRegisters(types), registers, overflow, move);
}

}  // namespace

void packArguments(std::span<const ValType> types, const Slot* slots, NativeRegisters& registers,
                   Slot* overflow) {
  each(types, argumentRegisters, registers, overflow,
       [&](Kind kind, Slot* place, unsigned slot) { copy(kind, slots + slot, place); });
}

void unpackArguments(std::span<const ValType> types, const NativeRegisters& registers,
                     const Slot* overflow, Slot* slots) {
  each(types, argumentRegisters, registers, overflow,
       [&](Kind kind, const Slot* place, unsigned slot) { copy(kind, place, slots + slot); });
}

void packResults(std::span<const ValType> types, const Slot* slots, NativeRegisters& registers,
                 Slot* overflow) {
  eachResult(types, registers, overflow,
             [&](Kind kind, Slot* place, unsigned slot) { copy(kind, slots + slot, place); });
}

void unpackResults(std::span<const ValType> types, const NativeRegisters& registers,
                   const Slot* overflow, Slot* slots) {
  eachResult(types, registers, overflow,
             [&](Kind kind, const Slot* place, unsigned slot) { copy(kind, place, slots + slot); });
}

}  // namespace wald::aot
