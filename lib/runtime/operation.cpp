#include "runtime/operation.h"

#include <array>

#include "runtime/operations_atomic.h"
#include "runtime/operations_memory.h"
#include "runtime/operations_object.h"
#include "runtime/operations_table.h"
#include "runtime/operations_value.h"

namespace wald::runtime {

namespace {

using wasm::Opcode;

template <Opcode Op>
constexpr bool isListed =
#define WALD_OPERATION(name) Op == Opcode::name ||
#include "runtime/operations.def"
    false;

template <Opcode Op>
constexpr Perform performOf() {
  if constexpr (isListed<Op>) {
    return perform<Op>;
  } else if constexpr (isRegularAtomic(Op)) {
    return performAtomic<Op>;
  } else {
    return nullptr;
  }
}

constexpr std::array<Perform, wasm::opcodeCount> operations = {
#define WALD_OP(name, mnemonic, prefix, code, immediates, shape, feature, traps, constant) \
  performOf<Opcode::name>(),
#include "wasm/ops.def"
};

}  // namespace

Perform operationOf(Opcode op) { return operations[static_cast<unsigned>(op)]; }

}  // namespace wald::runtime
