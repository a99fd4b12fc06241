#include "interp/code.h"
#include "interp/dispatch.h"
#include "interp/handlers.h"
#include "interp/operand.h"
#include "interp/pay.h"
#include "runtime/store.h"

namespace wald::interp {

using wasm::TrapKind;

namespace {

template <Kind K, Src S, bool Sense, bool Metered>
void branch(WALD_HANDLER_PARAMS) {
  constexpr unsigned size = sizeOf(K, S);
  if ((fetch<K, S>(pc + headBytes, fp, acc, facc) != 0) == Sense) {
    if constexpr (Metered) {
      WALD_PAY_AND_BRANCH(pc + headBytes + size);
    } else {
      pc += readAt<std::int32_t>(pc + headBytes + size);
    }
    // Two dispatch sites: see compareBranch.
    asm volatile("" : "+r"(pc));
    WALD_NEXT(pc);
  }
  WALD_NEXT(pc + padded(headBytes + size + (Metered ? 8 : 4)));
}

/// By width, source and sense.
template <bool Metered>
constexpr Handler branches[] = {
    branch<Kind::I32, Src::Slot, false, Metered>, branch<Kind::I32, Src::Slot, true, Metered>,
    branch<Kind::I32, Src::Acc, false, Metered>,  branch<Kind::I32, Src::Acc, true, Metered>,
    branch<Kind::I64, Src::Slot, false, Metered>, branch<Kind::I64, Src::Slot, true, Metered>,
    branch<Kind::I64, Src::Acc, false, Metered>,  branch<Kind::I64, Src::Acc, true, Metered>,
};

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

/// Operands: first slot, their number.
inline void zero(const std::uint8_t* at, std::uint8_t* fp) {
  std::uint8_t* slot = slotAt(at, fp);
  for (auto left = readAt<std::uint32_t>(at + 4); left > 0; --left, slot += 8) {
    writeAt<std::uint64_t>(slot, 0);
  }
}

}  // namespace

const Handler restoreContextNode = handlers::restoreContext;
const Handler exitRunNode = handlers::exitRun;

Handler branchHandler(bool wide, Src src, bool sense, bool isMetered) {
  const unsigned column = (wide ? 4 : 0) + (src == Src::Acc ? 2 : 0) + (sense ? 1 : 0);
  return isMetered ? branches<true>[column] : branches<false>[column];
}

namespace handlers {

void jump(WALD_HANDLER_PARAMS) { WALD_NEXT(pc + readAt<std::int32_t>(pc + headBytes)); }

/// Operands: target, what it costs.
void meteredJump(WALD_HANDLER_PARAMS) {
  WALD_PAY_AND_BRANCH(pc + headBytes);
  WALD_NEXT(pc);
}

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
  zero(pc + headBytes + 4, fp);
  WALD_NEXT(pc + 24);
}

/// Operands: size of the frame, first slot to be zeroed, their number, what is paid, where the same is done with each instruction paid alone.
void meteredEnter(WALD_HANDLER_PARAMS) {
  if (fp + readAt<std::uint32_t>(pc + headBytes) > ctx->stackLimit) [[unlikely]]
    WALD_TRAP_WITH(TrapKind::StackOverflow);
  zero(pc + headBytes + 4, fp);
  const auto cost = readAt<std::uint32_t>(pc + headBytes + 12);
  auto& fuel = ctx->store->fuel;
  fuel -= cost;
  if (static_cast<std::int64_t>(fuel) < 0) [[unlikely]] {
    fuel += cost;
    WALD_GO(handlers::refuelAtEntry);
  }
  WALD_NEXT(pc + 32);
}

/// Operands: instructions that come, where they are counted one by one, size of the frame.
void charge(WALD_HANDLER_PARAMS) {
  const auto count = readAt<std::uint32_t>(pc + headBytes);
  auto& fuel = ctx->store->fuel;
  fuel -= count;
  if (static_cast<std::int64_t>(fuel) < 0) [[unlikely]] {
    fuel += count;
    WALD_GO(handlers::refuel);
  }
  WALD_NEXT(pc + 24);
}

namespace {

/// Takes `cost` from the store's fuel, which had too little. Where there is not enough, code goes on that pays each instruction alone. Null if
/// the run is to be stopped.
const std::uint8_t* refuelFor(std::uint32_t cost, std::uint32_t frameBytes, const std::uint8_t* go,
                              const std::uint8_t* exact, std::uint8_t* fp, Context* ctx) {
  runtime::Store& store = *ctx->store;
  store.stackTop = fp + frameBytes;
  const bool isEnough = store.refuel(cost);
  if (store.isStopped()) return nullptr;
  if (isEnough) store.fuel -= cost;
  return isEnough ? go : exact;
}

}  // namespace

/// Where `charge` finds too little.
void refuel(WALD_HANDLER_PARAMS) {
  const std::uint8_t* const next =
      refuelFor(readAt<std::uint32_t>(pc + headBytes), readAt<std::uint32_t>(pc + headBytes + 8),
                pc + 24, pc + readAt<std::int32_t>(pc + headBytes + 4), fp, ctx);
  if (next == nullptr) WALD_TRAP_WITH(TrapKind::Interrupted);
  mem = baseOf(ctx);
  WALD_NEXT(next);
}

/// The same for `meteredEnter`.
void refuelAtEntry(WALD_HANDLER_PARAMS) {
  const std::uint8_t* const next =
      refuelFor(readAt<std::uint32_t>(pc + headBytes + 12), readAt<std::uint32_t>(pc + headBytes),
                pc + 32, pc + readAt<std::int32_t>(pc + headBytes + 16), fp, ctx);
  if (next == nullptr) WALD_TRAP_WITH(TrapKind::Interrupted);
  mem = baseOf(ctx);
  WALD_NEXT(next);
}

/// The same for a branch that is taken: the address of its distance is in the accumulator.
void refuelAtBranch(WALD_HANDLER_PARAMS) {
  const auto* const field = reinterpret_cast<const std::uint8_t*>(acc);
  const auto& code = *static_cast<const ModuleCode&>(*ctx->instance->module().code).codeAt(pc);
  const auto& branch = code.paidBranchAt(static_cast<std::uint32_t>(field - code.begin()));
  // The branch has paid for its target, and got back what was prepaid where it stands.
  ctx->store->fuel += branch.ahead;
  const std::uint8_t* const next =
      refuelFor(branch.ahead, code.frameBytes, pc + readAt<std::int32_t>(field),
                code.begin() + branch.exact, fp, ctx);
  if (next == nullptr) WALD_TRAP_WITH(TrapKind::Interrupted);
  mem = baseOf(ctx);
  WALD_NEXT(next);
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
  zero(pc + headBytes, fp);
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
