#pragma once

#include <cstring>

#include "aot/regular_operations.h"
#include "wasm/numeric.h"
#include "wasm/numeric_vector.h"

namespace wald::aot {

using runtime::Operation;
using runtime::Slot;
using wasm::Kind;
using wasm::Opcode;
using wasm::Shape;
using wasm::ShapeKind;
using wasm::shapeOf;
using wasm::TrapKind;

/// The operand of a kind that starts at a slot.
template <Kind K>
wasm::Carrier<K> operandAt(const Operation& op, unsigned slot) {
  wasm::Carrier<K> value;
  std::memcpy(static_cast<void*>(&value), op.operands + slot, sizeof(value));
  return value;
}

template <Kind K>
TrapKind give(Operation& op, wasm::Carrier<K> value) {
  if constexpr (K == Kind::V128) {
    std::memcpy(op.operands, &value, sizeof(value));
  } else {
    std::memcpy(&op.result, &value, sizeof(value));
  }
  return TrapKind::None;
}

}  // namespace wald::aot
