#pragma once

#include "interp/node.h"
#include "interp/tail/musttail.h"

// Dispatch by tail calls: a handler ends by jumping to the next node's. Needs a compiler that makes the tail calls.

#define WALD_HANDLER_PARAMS \
  [[maybe_unused]] const std::uint8_t *pc, [[maybe_unused]] std::uint8_t *fp, \
      [[maybe_unused]] std::uint8_t *mem, [[maybe_unused]] std::uint64_t acc, \
      [[maybe_unused]] ::wald::interp::Context *ctx, \
      [[maybe_unused]] ::wald::interp::FloatAcc facc

/// Goes on with a handler and the present registers.
#define WALD_GO(handler) WALD_MUSTTAIL return (handler)(pc, fp, mem, acc, ctx, facc)

/// Goes on at a node.
#define WALD_NEXT(node) \
  do { \
    pc = (node); \
    WALD_GO(::wald::interp::readAt<::wald::interp::Handler>(pc)); \
  } while (false)

/// Ends the run.
#define WALD_LEAVE() return

namespace wald::interp {

/// Runs from a node until a handler leaves.
inline void walk(const std::uint8_t* pc, std::uint8_t* fp, std::uint8_t* mem, Context* ctx) {
  readAt<Handler>(pc)(pc, fp, mem, 0, ctx, FloatAcc{});
}

}  // namespace wald::interp
