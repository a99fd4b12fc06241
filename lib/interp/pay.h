#pragma once

#include "interp/handlers.h"
#include "runtime/store.h"

/// Goes from the node in `pc` to a branch's target, and pays for it: the distance stands at an address, and behind it what it costs, which may be less than
/// nothing. The fuel has less than 64 bits (`Store::refuel`).
#define WALD_PAY_AND_BRANCH(field) \
  do { \
    const std::uint8_t* const paidFor = (field); \
    const std::int64_t cost = ::wald::interp::readAt<std::int32_t>(paidFor + 4); \
    std::uint64_t& fuel = ctx->store->fuel; \
    fuel -= static_cast<std::uint64_t>(cost); \
    if (static_cast<std::int64_t>(fuel) < 0) [[unlikely]] { \
      acc = reinterpret_cast<std::uint64_t>(paidFor); \
      WALD_GO(::wald::interp::handlers::refuelAtBranch); \
    } \
    pc += ::wald::interp::readAt<std::int32_t>(paidFor); \
  } while (false)
