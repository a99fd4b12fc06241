#include <array>

#include "interp/slow_operation.h"
#include "runtime/operations_atomic.h"

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

template <Opcode Op>
constexpr Handler handlerOf() {
  constexpr bool isSpecial = Op == Opcode::MemoryAtomicWait32 || Op == Opcode::MemoryAtomicWait64 ||
                             Op == Opcode::MemoryAtomicNotify || Op == Opcode::AtomicFence;
  if constexpr (isSpecial) {
    return atomic<runtime::perform<Op>>;
  } else if constexpr (runtime::isRegularAtomic(Op)) {
    return atomic<runtime::performAtomic<Op>>;
  } else {
    return nullptr;
  }
}

constexpr std::array<Handler, wasm::opcodeCount> atomicHandlers = {
#define WALD_OP(name, mnemonic, prefix, code, immediates, shape, feature, traps, constant) \
  handlerOf<Opcode::name>(),
#include "wasm/ops.def"
};

}  // namespace

Handler atomicHandler(Opcode op) { return atomicHandlers[static_cast<unsigned>(op)]; }

}  // namespace wald::interp
