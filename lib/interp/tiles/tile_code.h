#pragma once

// What the generated handlers of tiles are written in.

#include <bit>

#include "interp/dispatch.h"
#include "interp/guarded_access.h"
#include "interp/handlers.h"
#include "interp/memory_access.h"
#include "interp/operand.h"
#include "interp/pay.h"
#include "interp/tiles/tile_table.h"
#include "runtime/global.h"
#include "runtime/instance.h"
#include "wasm/numeric.h"
#include "wasm/numeric_vector.h"

namespace wald::interp::tiles {

namespace numeric = wasm::numeric;
using wasm::TrapKind;

template <Kind K>
inline wasm::Carrier<K> fromSlot(const std::uint8_t* at, std::uint8_t* fp) {
  return readAt<wasm::Carrier<K>>(slotAt(at, fp));
}
template <Kind K>
inline wasm::Carrier<K> fromConstant(const std::uint8_t* at) {
  return readAt<wasm::Carrier<K>>(at);
}
template <Kind K>
inline wasm::Carrier<K> fromGlobal(const std::uint8_t* at, const Context* ctx) {
  const auto* global = ctx->globals[readAt<std::uint32_t>(at)];
  return readAt<wasm::Carrier<K>>(reinterpret_cast<const std::uint8_t*>(global->slots));
}
template <Kind K>
inline wasm::Carrier<K> fromAccumulator(std::uint64_t acc, FloatAcc facc) {
  return fetch<K, Src::Acc>(nullptr, nullptr, acc, facc);
}

/// A value as another kind of the same bits: what was moved without knowing its kind.
template <Kind K, typename T>
inline wasm::Carrier<K> as(T value) {
  using To = wasm::Carrier<K>;
  if constexpr (std::is_same_v<To, T>) {
    return value;
  } else if constexpr (std::is_integral_v<To>) {
    return static_cast<To>(value);
  } else if constexpr (sizeof(To) == sizeof(T)) {
    return std::bit_cast<To>(value);
  } else {
    return std::bit_cast<To>(static_cast<std::uint32_t>(value));
  }
}

/// `pc` is the node's address plus the number of the trap within the node.
template <Opcode Op>
inline auto load(std::uint32_t address, const std::uint8_t* offset, std::uint8_t* mem,
                 const std::uint8_t* pc, std::uint8_t* fp, const Context* ctx) {
  const std::uint64_t sum = std::uint64_t{address} + readAt<std::uint32_t>(offset);
  return extend<Op>(guardedRead<Stored<Op>>(mem + sum, pc, fp, ctx));
}
template <Opcode Op, typename T>
inline void store(std::uint32_t address, T value, const std::uint8_t* offset, std::uint8_t* mem,
                  const std::uint8_t* pc, std::uint8_t* fp, const Context* ctx) {
  const std::uint64_t sum = std::uint64_t{address} + readAt<std::uint32_t>(offset);
  guardedWrite(mem + sum, static_cast<Stored<Op>>(value), pc, fp, ctx);
}

template <Kind K>
inline void toSlot(wasm::Carrier<K> value, const std::uint8_t* at, std::uint8_t* fp) {
  std::uint64_t acc = 0;
  FloatAcc facc{};
  put<K, Dst::Slot>(value, at, fp, acc, facc);
}

template <Kind K>
inline void toGlobal(wasm::Carrier<K> value, const std::uint8_t* at, const Context* ctx) {
  auto* slot = reinterpret_cast<std::uint8_t*>(ctx->globals[readAt<std::uint32_t>(at)]->slots);
  if constexpr (isWide(K)) {
    writeAt(slot, value);
  } else {
    writeAt<std::uint64_t>(slot, std::bit_cast<std::uint32_t>(value));
  }
}

/// Operands: number of targets without the default, targets.
inline const std::uint8_t* tableTarget(std::uint32_t index, const std::uint8_t* pc, unsigned at) {
  const auto count = readAt<std::uint32_t>(pc + at);
  return pc + readAt<std::int32_t>(pc + at + 4 + 4 * std::uint64_t{index < count ? index : count});
}

}  // namespace wald::interp::tiles

/// Goes on at a branch's target if a condition holds. Two dispatch sites: see compareBranch.
#define WALD_TILE_BRANCH(condition, at) \
  if (condition) { \
    pc += ::wald::interp::readAt<std::int32_t>(pc + (at)); \
    asm volatile("" : "+r"(pc)); \
    WALD_NEXT(pc); \
  }

/// The same, where what comes is paid for.
#define WALD_TILE_METERED_BRANCH(condition, at) \
  if (condition) { \
    WALD_PAY_AND_BRANCH(pc + (at)); \
    asm volatile("" : "+r"(pc)); \
    WALD_NEXT(pc); \
  }

/// Returns the value that was written to the frame's first slot.
#define WALD_TILE_RETURN(at) \
  do { \
    const auto to = \
        *reinterpret_cast<const ::wald::interp::Link*>(::wald::interp::slotAt(pc + (at), fp)); \
    fp = to.callerFrame; \
    WALD_NEXT(to.returnPc); \
  } while (false)
