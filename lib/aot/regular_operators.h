#pragma once

#include <type_traits>

#include "aot/regular_impl.h"
#include "wasm/instruction_table.h"

namespace wald::aot {

// Operators, instantiated by one source for scalars and one for vectors.

using wasm::canTrap;
using wasm::operandKind;
using wasm::resultKind;

template <Opcode Op, typename... Operands>
TrapKind applyTo(Operation& op, Operands... operands) {
  using Meaning = wasm::numeric::Meaning<Op>;
  if constexpr (canTrap<Op>) {
    wasm::Carrier<resultKind(Op)> result{};
    const TrapKind trap = Meaning::apply(operands..., result);
    return trap == TrapKind::None ? give<resultKind(Op)>(op, result) : trap;
  } else {
    return give<resultKind(Op)>(op, Meaning::apply(operands...));
  }
}

template <Opcode Op>
TrapKind unary(Operation& op) {
  return applyTo<Op>(op, operandAt<operandKind(Op)>(op, 0));
}

template <Opcode Op>
TrapKind binary(Operation& op) {
  constexpr Kind kind = operandKind(Op);
  return applyTo<Op>(op, operandAt<kind>(op, 0), operandAt<kind>(op, wasm::slotsOf(kind)));
}

/// A family of them (wasm/instruction_table.h), of which each instruction has one function.
struct Regular {
  using Function = std::remove_pointer_t<runtime::Perform>;
  static constexpr unsigned columns = 1;
};

}  // namespace wald::aot
