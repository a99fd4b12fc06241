#pragma once

#include "interp/dispatch.h"
#include "interp/handlers.h"
#include "interp/operand.h"
#include "runtime/instance.h"
#include "runtime/store.h"

namespace wald::interp {

using runtime::Heap;
using runtime::Instance;
using runtime::Memory;
using runtime::Slot;
using runtime::Table;
using runtime::TypeInfo;
using wasm::TrapKind;

/// Units of fuel for so many bytes or references of a bulk operation.
inline constexpr unsigned bytesPerUnit = 64;
inline constexpr unsigned referencesPerUnit = 8;

/// What an irregular instruction works on: its operands in consecutive slots, its two immediates, its context.
struct Operation {
  Slot* operands;
  std::uint32_t a;
  std::uint32_t b;
  std::uint8_t* end;  ///< of the operands, and of what is alive in the frame
  Context& context;
  Slot result = 0;

  Instance& instance() const { return *context.instance; }
  Table& table(std::uint32_t index) const { return *context.tables[index]; }
  Memory& memory(std::uint32_t index) const { return *context.memories[index]; }
  Heap& heap() const { return context.store->heap(); }
  /// Of the module's type of an index.
  const TypeInfo& info(std::uint32_t type) const { return heap().infoOf(context.types[type]); }
  /// Before what may collect: says up to where the stack is alive.
  void keepOperands() const { context.store->stackTop = end; }
  /// Charges a bulk operation that is about to be done. False if there is not enough fuel.
  bool affords(std::uint64_t cost) const {
    runtime::Store& store = *context.store;
    if (!store.engine().config().limits.fuel) return true;
    const bool isEnough = store.fuel >= cost;
    store.fuel -= isEnough ? cost : store.fuel;
    return isEnough;
  }
};

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
