#pragma once

#include <cstdint>

#include "runtime/context.h"
#include "runtime/instance.h"
#include "runtime/store.h"
#include "wasm/opcode.h"

namespace wald::runtime {

/// Units of fuel for so many bytes or references of a bulk operation.
inline constexpr unsigned bytesPerUnit = 64;
inline constexpr unsigned referencesPerUnit = 8;

/// What an instruction works on that is done by a function of the runtime: its operands in consecutive slots, its immediates, its
/// context. One result goes to `result`; a v128 and several results take the place of the operands.
struct Operation {
  Slot* operands;
  std::uint32_t a;  ///< of an access to memory the index of the memory
  std::uint64_t b;  ///< of an access to memory the constant offset
  std::uint8_t*
      end;  ///< of what is alive on the guest stack, the operands included if they lie there
  Context& context;
  std::uint32_t lane = 0;
  Slot result = 0;

  Instance& instance() const { return *context.instance; }
  Table& table(std::uint64_t index) const { return *context.tables[index]; }
  Memory& memory(std::uint64_t index) const { return *context.memories[index]; }
  /// Whether what takes long is to end with `Interrupted`.
  bool isStopped() const { return context.store->isStopped(); }
  Heap& heap() const { return context.store->heap(); }
  /// Of the module's type of an index.
  const TypeInfo& info(std::uint32_t type) const { return heap().infoOf(context.types[type]); }
  /// Before what may collect: says up to where the stack is alive.
  void keepOperands() const { context.store->stackTop = end; }
  /// Charges a bulk operation that is about to be done. False if there is not enough fuel.
  bool affords(std::uint64_t cost) const {
    Store& store = *context.store;
    if (!store.engine().config().countsFuel()) return true;
    if (store.fuel < cost) {
      keepOperands();
      if (!store.refuel(cost)) {
        store.fuel = 0;
        return false;
      }
    }
    store.fuel -= cost;
    return true;
  }
};

/// Does a bulk operation on so many bytes or elements by `work(offset, count)`, in pieces between which it is looked for a stop; from the
/// end if `isBackward`. `most` in a piece.
template <typename Work>
wasm::TrapKind inPieces(const Operation& op, std::uint64_t count, std::uint64_t most,
                        bool isBackward, Work work) {
  std::uint64_t done = 0;
  for (; count - done > most; done += most) {
    work(isBackward ? count - done - most : done, most);
    if (op.isStopped()) return wasm::TrapKind::Interrupted;
  }
  work(isBackward ? 0 : done, count - done);
  return wasm::TrapKind::None;
}
/// Takes some tenths of a millisecond.
inline constexpr std::uint64_t bytesPerPiece = std::uint64_t{1} << 20;

/// Does an instruction. Defined in the headers `operations_*.h`, for engines that want it inline, for those of `operations.def`; the
/// regular atomic ones are `performAtomic`.
template <wasm::Opcode Op>
wasm::TrapKind perform(Operation& operation) = delete;

using Perform = wasm::TrapKind (*)(Operation& operation);

/// The same by its opcode; null for instructions that are not done so.
Perform operationOf(wasm::Opcode op);

}  // namespace wald::runtime
