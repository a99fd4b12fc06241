#include "aot/calling_convention.h"

namespace wald::aot {

using runtime::NativeRegisters;
using runtime::Slot;
using wasm::Kind;
using wasm::ValType;
using wasm::native::Place;
using wasm::native::Places;

namespace {

void copy(Kind kind, const Slot* from, Slot* to) {
  // Of an i32 in a register the upper half is anything.
  to[0] = kind == Kind::I32 ? static_cast<std::uint32_t>(from[0]) : from[0];
  if (kind == Kind::V128) to[1] = from[1];
}

/// Calls `move(kind, place, slot)` for each value: its place in the registers or in the overflow area, and its slot.
template <typename Registers, typename S, typename Move>
void each(std::span<const ValType> types, Places places, Registers& registers, S* overflow,
          Move move) {
  for (const ValType type : types) {
    const Kind kind = type.kind();
    const Place place = places.next(kind);
    switch (place.in) {
      case Place::In::Integers: move(kind, registers.integers + place.index, place.slot); break;
      case Place::In::Vectors: move(kind, &registers.vectors[place.index].low, place.slot); break;
      case Place::In::Overflow: move(kind, overflow + place.slot, place.slot); break;
    }
  }
}

/// The rest of the results; the first one is done.
template <typename Registers, typename S, typename Move>
void eachResult(std::span<const ValType> types, Registers& registers, S* overflow, Move move) {
  each(types, Places(0, 0), registers, overflow, [&](Kind kind, S* place, unsigned slot) {
    if (slot != 0) move(kind, place, slot);
  });
  if (!types.empty()) each(types.first(1), Places(1, 1), registers, overflow, move);
}

}  // namespace

void packArguments(std::span<const ValType> types, const Slot* slots, NativeRegisters& registers,
                   Slot* overflow) {
  each(types, Places(), registers, overflow,
       [&](Kind kind, Slot* place, unsigned slot) { copy(kind, slots + slot, place); });
}

void unpackArguments(std::span<const ValType> types, const NativeRegisters& registers,
                     const Slot* overflow, Slot* slots) {
  each(types, Places(), registers, overflow,
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
