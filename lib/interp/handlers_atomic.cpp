#include "interp/slow_operation.h"
#include "runtime/operations_atomic.h"
#include "wasm/instruction_table.h"

namespace wald::interp {

namespace {

/// Operands: first slot, memory (4 bytes each), offset (8).
template <TrapKind (*Perform)(Operation&)>
void atomic(WALD_HANDLER_PARAMS) {
  Operation operation{reinterpret_cast<Slot*>(slotAt(pc + headBytes, fp)),
                      readAt<std::uint32_t>(pc + headBytes + 4),
                      readAt<std::uint64_t>(pc + headBytes + 8), nullptr, *ctx};
  const TrapKind trap = Perform(operation);
  if (trap != TrapKind::None) [[unlikely]]
    WALD_TRAP_WITH(trap);
  acc = operation.result;
  WALD_NEXT(pc + headBytes + 16);
}

constexpr bool isSpecial(Opcode op) {
  return op == Opcode::MemoryAtomicWait32 || op == Opcode::MemoryAtomicWait64 ||
         op == Opcode::MemoryAtomicNotify || op == Opcode::AtomicFence;
}

}  // namespace

struct Atomics {
  using Function = HandlerCode;
  static constexpr unsigned columns = 1;
  static constexpr bool has(Opcode op) { return isSpecial(op) || runtime::isRegularAtomic(op); }
  template <Opcode Op, unsigned>
  static constexpr Handler at() {
    if constexpr (isSpecial(Op)) {
      return atomic<runtime::perform<Op>>;
    } else {
      return atomic<runtime::performAtomic<Op>>;
    }
  }
};

Handler atomicHandler(Opcode op) { return wasm::InstructionTable<Atomics>::at(op); }

}  // namespace wald::interp
