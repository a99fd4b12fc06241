#pragma once

#include <array>

#include "interp/operators.h"
#include "wasm/numeric_vector.h"

namespace wald::interp {

// Tables of vector handlers. A family is a set of instructions whose handlers come in the same
// combinations of operands and destination; each family is instantiated by one source.

/// Where a vector comes from; constants are moved to one of these first.
constexpr Src vectorSrc(unsigned column) { return column == 0 ? Src::Slot : Src::Acc; }
constexpr unsigned vectorColumn(Src src) { return src == Src::Slot ? 0 : 1; }

template <typename Family>
using FamilyRow = std::array<Handler, Family::columns>;
template <typename Family>
using FamilyTable = std::array<const FamilyRow<Family>*, wasm::opcodeCount>;

template <typename Family, Opcode Op, unsigned... I>
constexpr FamilyRow<Family> makeFamilyRow(std::integer_sequence<unsigned, I...>) {
  return {Family::template at<Op, I>()...};
}
template <typename Family, Opcode Op>
constexpr FamilyRow<Family> familyRow =
    makeFamilyRow<Family, Op>(std::make_integer_sequence<unsigned, Family::columns>());

template <typename Family, Opcode Op>
constexpr const FamilyRow<Family>* familyRowOf() {
  if constexpr (Family::has(shapeOf(Op))) return &familyRow<Family, Op>;
  return nullptr;
}

template <typename Family>
constexpr FamilyTable<Family> makeFamilyTable() {
  return {
#define WALD_OP(name, mnemonic, prefix, code, immediates, shape, feature, traps, constant) \
  familyRowOf<Family, Opcode::name>(),
#include "wasm/ops.def"
  };
}

template <typename Family>
Handler familyHandler(const FamilyTable<Family>& table, Opcode op, unsigned column) {
  const auto* row = table[static_cast<unsigned>(op)];
  return row ? (*row)[column] : nullptr;
}

}  // namespace wald::interp
