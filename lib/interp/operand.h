#pragma once

#include "interp/node.h"
#include "runtime/memory.h"
#include "wasm/v128.h"

namespace wald::interp {

inline float lane(FloatAcc value, float) { return value[0]; }
inline double lane(FloatAcc value, double) { return reinterpret_cast<DoubleLanes>(value)[0]; }

// Only lane 0 is ever read back, so the others stay what they are: setting them costs an instruction in every handler.
inline FloatAcc withLane(FloatAcc old, float value) {
  old[0] = value;
  return old;
}
inline FloatAcc withLane(FloatAcc old, double value) {
  auto lanes = reinterpret_cast<DoubleLanes>(old);
  lanes[0] = value;
  return reinterpret_cast<FloatAcc>(lanes);
}

/// The value of an operand of kind K whose encoding, if any, stands at `at`.
template <Kind K, Src S>
inline wasm::Carrier<K> fetch(const std::uint8_t* at, std::uint8_t* fp, std::uint64_t acc,
                              FloatAcc facc) {
  using T = wasm::Carrier<K>;
  if constexpr (S == Src::Slot) {
    return readAt<T>(slotAt(at, fp));
  } else if constexpr (S == Src::Const) {
    return readAt<T>(at);
  } else if constexpr (K == Kind::V128) {
    return wasm::pack(facc);
  } else if constexpr (isFloat(K)) {
    return lane(facc, T{});
  } else {
    return static_cast<T>(acc);
  }
}

/// Writes a result to a slot (i32 zero-extended) or to its accumulator.
template <Kind K, Dst D>
inline void put(wasm::Carrier<K> value, const std::uint8_t* at, std::uint8_t* fp,
                std::uint64_t& acc, FloatAcc& facc) {
  if constexpr (D == Dst::Slot) {
    if constexpr (K == Kind::I32) {
      writeAt<std::uint64_t>(slotAt(at, fp), value);
    } else {
      writeAt(slotAt(at, fp), value);
    }
  } else if constexpr (K == Kind::V128) {
    facc = wasm::lanes<float>(value);
  } else if constexpr (isFloat(K)) {
    facc = withLane(facc, value);
  } else {
    acc = value;
  }
}

inline std::uint8_t* baseOf(const Context* ctx) {
  return ctx->memory0 ? ctx->memory0->base() : nullptr;
}

}  // namespace wald::interp
