#pragma once

#include <bit>
#include <cstdint>

#include "wasm/types.h"

namespace wald::runtime {

/// A reference; 0 is null. A function reference is the address of its `Function`. References to data (`any`, `extern`,
/// `exn` and what is below them) share one form, so that converting between `any` and `extern` changes nothing:
/// the address of an `Object`, or an i31 (lowest bit set), or a value of the host (lowest bits 10).
using Ref = std::uint64_t;

constexpr bool isI31(Ref ref) { return ref & 1; }
constexpr Ref i31Ref(std::uint32_t value) { return static_cast<std::uint32_t>(value << 1 | 1); }
constexpr std::int32_t i31Signed(Ref ref) { return static_cast<std::int32_t>(ref) >> 1; }
constexpr std::uint32_t i31Unsigned(Ref ref) { return static_cast<std::uint32_t>(ref) >> 1; }

/// What the host may put into an `externref` or `anyref`, opaque to guests: numbers below 2^61, which mean nothing to wald, and references
/// that own a value of the host (`Store::addHostObject`), whose highest bit is set.
constexpr bool isHostRef(Ref ref) { return (ref & 3) == 2; }
constexpr bool isHostObject(Ref ref) { return isHostRef(ref) && ref >> 63 != 0; }
constexpr Ref hostRef(std::uint64_t value) { return value << 2 | 2; }
constexpr std::uint64_t hostValue(Ref ref) { return ref >> 2; }

/// Of references to data only.
constexpr bool isObjectRef(Ref ref) { return ref != 0 && (ref & 3) == 0; }

/// 8 bytes of a frame, an argument list or a result list. A v128 takes two; an i32 is zero-extended,
/// the upper half of an f32 is anything.
using Slot = std::uint64_t;

using wasm::slotsOf;

/// A value of any type at the boundary to the host. `type` is over the engine's type ids.
struct Value {
  wasm::ValType type;
  Slot low = 0;
  Slot high = 0;  ///< of a v128

  static Value i32(std::uint32_t v) { return {wasm::types::i32, v}; }
  static Value i64(std::uint64_t v) { return {wasm::types::i64, v}; }
  static Value f32(float v) { return {wasm::types::f32, std::bit_cast<std::uint32_t>(v)}; }
  static Value f64(double v) { return {wasm::types::f64, std::bit_cast<std::uint64_t>(v)}; }

  std::uint32_t asI32() const { return static_cast<std::uint32_t>(low); }
  std::uint64_t asI64() const { return low; }
  float asF32() const { return std::bit_cast<float>(static_cast<std::uint32_t>(low)); }
  double asF64() const { return std::bit_cast<double>(low); }
};

}  // namespace wald::runtime
