#include "runtime/operation.h"

#include <type_traits>

#include "runtime/operations_atomic.h"
#include "runtime/operations_memory.h"
#include "runtime/operations_object.h"
#include "runtime/operations_table.h"
#include "runtime/operations_value.h"
#include "wasm/instruction_table.h"

namespace wald::runtime {

namespace {

using wasm::Opcode;

constexpr bool isListed(Opcode op) {
  return
#define WALD_OPERATION(name) op == Opcode::name ||
#include "runtime/operations.def"
      false;
}

}  // namespace

struct Operations {
  using Function = std::remove_pointer_t<Perform>;
  static constexpr unsigned columns = 1;
  static constexpr bool has(Opcode op) { return isListed(op) || isRegularAtomic(op); }
  template <Opcode Op, unsigned>
  static constexpr Perform at() {
    if constexpr (isListed(Op)) {
      return perform<Op>;
    } else {
      return performAtomic<Op>;
    }
  }
};

Perform operationOf(Opcode op) { return wasm::InstructionTable<Operations>::at(op); }

}  // namespace wald::runtime
