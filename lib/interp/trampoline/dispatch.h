#pragma once

#include <bit>

#include "interp/node.h"
#include "runtime/store.h"

// Dispatch by a loop, for builds in which the compiler does not make the tail calls (no optimisation, some sanitizers). The handlers
// are the same; the registers are kept in memory between them.

#define WALD_HANDLER_PARAMS \
  [[maybe_unused]] const std::uint8_t *pc, [[maybe_unused]] std::uint8_t *fp, \
      [[maybe_unused]] std::uint8_t *mem, [[maybe_unused]] std::uint64_t acc, \
      [[maybe_unused]] ::wald::interp::Context *ctx, \
      [[maybe_unused]] ::wald::interp::FloatAcc facc

#define WALD_GO(handler) return (handler)(pc, fp, mem, acc, ctx, facc)

#define WALD_NEXT(node) \
  do { \
    ::wald::interp::registersOf(ctx) = {(node), fp, mem, acc, ctx, facc}; \
    return; \
  } while (false)

#define WALD_LEAVE() \
  do { \
    ::wald::interp::registersOf(ctx).pc = nullptr; \
    return; \
  } while (false)

namespace wald::interp {

struct Registers {
  const std::uint8_t* pc;
  std::uint8_t* fp;
  std::uint8_t* mem;
  std::uint64_t acc;
  Context* ctx;
  FloatAcc facc;
};

inline Registers& registersOf(const Context* ctx) {
  return *static_cast<Registers*>(ctx->store->execution.registers);
}

inline void walk(const std::uint8_t* pc, std::uint8_t* fp, std::uint8_t* mem, Context* ctx) {
  Registers registers{pc, fp, mem, 0, ctx, {}};
  ctx->store->execution.registers = &registers;
  while (registers.pc) {
    // Another thread may be putting in what looks for a stop.
    const auto handler = std::bit_cast<Handler>(
        __atomic_load_n(reinterpret_cast<const std::uint64_t*>(registers.pc), __ATOMIC_RELAXED));
    handler(registers.pc, registers.fp, registers.mem, registers.acc, registers.ctx,
            registers.facc);
  }
}

}  // namespace wald::interp
