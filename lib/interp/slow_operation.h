#pragma once

#include "interp/dispatch.h"
#include "interp/handlers.h"
#include "interp/operand.h"
#include "runtime/operation.h"

namespace wald::interp {

using runtime::Heap;
using runtime::Instance;
using runtime::Memory;
using runtime::Operation;
using runtime::Slot;
using runtime::Table;
using runtime::TypeInfo;
using wasm::TrapKind;

/// The handler of an irregular instruction that is done by a function. Operands: first slot, two immediates, end of the operands (4 bytes
/// each).
template <TrapKind (*Perform)(Operation&), bool MovesMemory = false>
void slow(WALD_HANDLER_PARAMS) {
  Operation operation{reinterpret_cast<Slot*>(slotAt(pc + headBytes, fp)),
                      readAt<std::uint32_t>(pc + headBytes + 4),
                      readAt<std::uint32_t>(pc + headBytes + 8), slotAt(pc + headBytes + 12, fp),
                      *ctx};
  const TrapKind trap = Perform(operation);
  if (trap != TrapKind::None) [[unlikely]]
    WALD_TRAP_WITH(trap);
  acc = operation.result;
  if constexpr (MovesMemory) mem = baseOf(ctx);
  WALD_NEXT(pc + 24);
}

}  // namespace wald::interp
