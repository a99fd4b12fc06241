#include "interp/code.h"
#include "interp/dispatch.h"
#include "interp/handlers.h"
#include "interp/operand.h"
#include "runtime/store.h"

namespace wald::interp {

using wasm::TrapKind;

namespace {

template <Kind K, Src S, bool Sense>
void branch(WALD_HANDLER_PARAMS) {
  constexpr unsigned size = sizeOf(K, S);
  if ((fetch<K, S>(pc + headBytes, fp, acc, facc) != 0) == Sense) {
    pc += readAt<std::int32_t>(pc + headBytes + size);
    // Two dispatch sites: see compareBranch.
    asm volatile("" : "+r"(pc));
    WALD_NEXT(pc);
  }
  WALD_NEXT(pc + padded(headBytes + size + 4));
}

/// Operands: index, number of targets without the default (4 bytes), targets.
template <Src S>
inline const std::uint8_t* tableTarget(const std::uint8_t* pc, std::uint8_t* fp, std::uint64_t acc,
                                       FloatAcc facc) {
  constexpr unsigned size = sizeOf(Kind::I32, S);
  const std::uint32_t index = fetch<Kind::I32, S>(pc + headBytes, fp, acc, facc);
  const auto count = readAt<std::uint32_t>(pc + headBytes + size);
  return pc + readAt<std::int32_t>(pc + headBytes + size + 4 +
                                   4 * std::uint64_t{index < count ? index : count});
}

}  // namespace

const Handler restoreContextNode = handlers::restoreContext;
const Handler exitRunNode = handlers::exitRun;

Handler branchHandler(bool wide, Src src, bool sense) {
  static constexpr Handler table[] = {
      branch<Kind::I32, Src::Slot, false>, branch<Kind::I32, Src::Slot, true>,
      branch<Kind::I32, Src::Acc, false>,  branch<Kind::I32, Src::Acc, true>,
      branch<Kind::I64, Src::Slot, false>, branch<Kind::I64, Src::Slot, true>,
      branch<Kind::I64, Src::Acc, false>,  branch<Kind::I64, Src::Acc, true>,
  };
  return table[(wide ? 4 : 0) + (src == Src::Acc ? 2 : 0) + (sense ? 1 : 0)];
}

namespace handlers {

void jump(WALD_HANDLER_PARAMS) { WALD_NEXT(pc + readAt<std::int32_t>(pc + headBytes)); }

void branchTableSlot(WALD_HANDLER_PARAMS) { WALD_NEXT(tableTarget<Src::Slot>(pc, fp, acc, facc)); }
void branchTableAcc(WALD_HANDLER_PARAMS) { WALD_NEXT(tableTarget<Src::Acc>(pc, fp, acc, facc)); }

/// Operand: size of the frame in bytes.
void enter(WALD_HANDLER_PARAMS) {
  if (fp + readAt<std::uint32_t>(pc + headBytes) > ctx->stackLimit) [[unlikely]]
    WALD_TRAP_WITH(TrapKind::StackOverflow);
  WALD_NEXT(pc + 16);
}

/// Operands: size of the frame, first slot to be zeroed, their number.
void enterZero(WALD_HANDLER_PARAMS) {
  if (fp + readAt<std::uint32_t>(pc + headBytes) > ctx->stackLimit) [[unlikely]]
    WALD_TRAP_WITH(TrapKind::StackOverflow);
  std::uint8_t* slot = slotAt(pc + headBytes + 4, fp);
  for (std::uint32_t left = readAt<std::uint32_t>(pc + headBytes + 8); left > 0;
       --left, slot += 8) {
    writeAt<std::uint64_t>(slot, 0);
  }
  WALD_NEXT(pc + 24);
}

/// Operands: instructions that come, where they are counted one by one, size of the frame.
void charge(WALD_HANDLER_PARAMS) {
  const auto count = readAt<std::uint32_t>(pc + headBytes);
  auto& fuel = ctx->store->fuel;
  if (fuel < count) [[unlikely]] {
    WALD_GO(handlers::refuel);
  }
  fuel -= count;
  WALD_NEXT(pc + 24);
}

/// Where `charge` finds too little.
void refuel(WALD_HANDLER_PARAMS) {
  runtime::Store& store = *ctx->store;
  const auto count = readAt<std::uint32_t>(pc + headBytes);
  store.stackTop = fp + readAt<std::uint32_t>(pc + headBytes + 8);
  const bool isEnough = store.refuel(count);
  if (store.isStopped()) WALD_TRAP_WITH(TrapKind::Interrupted);
  mem = baseOf(ctx);
  if (!isEnough) WALD_NEXT(pc + readAt<std::int32_t>(pc + headBytes + 4));
  store.fuel -= count;
  WALD_NEXT(pc + 24);
}

/// Operand: instructions up to the next statement, which must all be affordable.
void chargeExactly(WALD_HANDLER_PARAMS) {
  const auto count = readAt<std::uint32_t>(pc + headBytes);
  auto& fuel = ctx->store->fuel;
  if (fuel < count) {
    fuel = 0;
    WALD_TRAP_WITH(TrapKind::OutOfFuel);
  }
  fuel -= count;
  WALD_NEXT(pc + 16);
}

/// Operands: first slot, their number.
void zeroSlots(WALD_HANDLER_PARAMS) {
  std::uint8_t* slot = slotAt(pc + headBytes, fp);
  for (std::uint32_t left = readAt<std::uint32_t>(pc + headBytes + 4); left > 0;
       --left, slot += 8) {
    writeAt<std::uint64_t>(slot, 0);
  }
  WALD_NEXT(pc + 16);
}

/// Operands: source, destination, number of slots. The destination is not above the source.
void copySlots(WALD_HANDLER_PARAMS) {
  const std::uint8_t* from = slotAt(pc + headBytes, fp);
  std::uint8_t* to = slotAt(pc + headBytes + 4, fp);
  for (std::uint32_t left = readAt<std::uint32_t>(pc + headBytes + 8); left > 0;
       --left, from += 8, to += 8) {
    writeAt(to, readAt<std::uint64_t>(from));
  }
  WALD_NEXT(pc + 24);
}

/// Operand: offset of the link.
void returnNothing(WALD_HANDLER_PARAMS) {
  const Link to = *reinterpret_cast<const Link*>(slotAt(pc + headBytes, fp));
  fp = to.callerFrame;
  WALD_NEXT(to.returnPc);
}

/// Operands: offset of the link, first slot of the results, their number.
void returnSlots(WALD_HANDLER_PARAMS) {
  const Link to = *reinterpret_cast<const Link*>(slotAt(pc + headBytes, fp));
  const std::uint8_t* from = slotAt(pc + headBytes + 4, fp);
  std::memmove(fp, from, std::size_t{readAt<std::uint32_t>(pc + headBytes + 8)} * 8);
  fp = to.callerFrame;
  WALD_NEXT(to.returnPc);
}

void unreachable(WALD_HANDLER_PARAMS) { WALD_TRAP_WITH(TrapKind::Unreachable); }

/// Ends the run with the trap whose kind is in the accumulator, at the present node.
void raiseTrap(WALD_HANDLER_PARAMS) {
  auto& execution = ctx->store->execution;
  execution.pc = pc;
  execution.frame = fp;
  execution.context = ctx;
  execution.trap = static_cast<TrapKind>(acc);
  WALD_LEAVE();
}

/// In the place of a safe point's handler while some run of the engine is to stop.
void lookForStop(WALD_HANDLER_PARAMS) {
  if (ctx->store->isStopped()) WALD_TRAP_WITH(TrapKind::Interrupted);
  const auto& code = static_cast<const ModuleCode&>(*ctx->instance->module().code);
  WALD_GO(code.passSafePoint(pc));
}

void exitRun(WALD_HANDLER_PARAMS) {
  ctx->store->execution.trap = TrapKind::None;
  WALD_LEAVE();
}

}  // namespace handlers

}  // namespace wald::interp
