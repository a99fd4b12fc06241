#pragma once

#include "wasm/v128.h"

namespace wald::wasm::numeric {

// Vector operators that move lanes: splats, lanes in and out, shuffles, and what loads make of the
// bits they read.

template <typename T, typename A>
[[gnu::always_inline]] inline V128 splat(A value) {
  return packEach<T>([&](unsigned) { return static_cast<T>(value); });
}

// By memory rather than by subscript: a lane number that is known only at run time makes compilers
// take that way anyhow.
template <typename T>
[[gnu::always_inline]] inline T laneAt(V128 a, unsigned lane) {
  T values[laneCount<T>];
  std::memcpy(values, &a, 16);
  return values[lane & (laneCount<T> - 1)];
}
template <typename T, typename A>
[[gnu::always_inline]] inline V128 withLaneAt(V128 a, A value, unsigned lane) {
  T values[laneCount<T>];
  std::memcpy(values, &a, 16);
  values[lane & (laneCount<T> - 1)] = static_cast<T>(value);
  std::memcpy(&a, values, 16);
  return a;
}

/// 8 bytes, read as lanes of type From, in lanes of type To twice as wide.
template <typename To, typename From>
[[gnu::always_inline]] inline V128 extendLoaded(std::uint64_t bits) {
  const auto a = lanes<From>(V128{bits, 0});
  return packEach<To>([&](unsigned i) { return static_cast<To>(a[i]); });
}

[[gnu::always_inline]] inline V128 shuffle(V128 a, V128 b, V128 indices) {
  std::uint8_t values[32];
  std::uint8_t from[16];
  std::memcpy(values, &a, 16);
  std::memcpy(values + 16, &b, 16);
  std::memcpy(from, &indices, 16);
  std::uint8_t result[16];
  for (unsigned i = 0; i < 16; ++i) result[i] = values[from[i] & 31];
  std::memcpy(&a, result, 16);
  return a;
}

[[gnu::always_inline]] inline V128 swizzle(V128 a, V128 indices) {
  const auto wanted = lanes<std::uint8_t>(indices);
  const auto beyond = Lanes<std::uint8_t>{} + std::uint8_t{16};
  return shuffle(a, V128{}, pack(wanted < beyond ? wanted : beyond));
}

// clang-format off
template <> struct Meaning<Opcode::I8x16Swizzle> { static V128 apply(V128 a, V128 b) { return swizzle(a, b); } };
template <> struct Meaning<Opcode::I8x16RelaxedSwizzle> { static V128 apply(V128 a, V128 b) { return swizzle(a, b); } };
template <> struct Meaning<Opcode::I8x16Shuffle> {
  static V128 apply(V128 a, V128 b, V128 indices) { return shuffle(a, b, indices); }
};

// `A` is the carrier of the scalar, `T` the type of a lane.
#define WALD_SPLAT(op, A, T) template <> struct Meaning<Opcode::op> { static V128 apply(A a) { return splat<T>(a); } };
#define WALD_EXTRACT(op, A, T) template <> struct Meaning<Opcode::op> { \
  static A apply(V128 a, unsigned lane) { return static_cast<A>(laneAt<T>(a, lane)); } };
#define WALD_REPLACE(op, A, T) template <> struct Meaning<Opcode::op> { \
  static V128 apply(V128 a, A value, unsigned lane) { return withLaneAt<T>(a, value, lane); } };
#define WALD_ZERO(op, T) template <> struct Meaning<Opcode::op> { static V128 apply(T bits) { return V128{bits, 0}; } };
#define WALD_EXTEND(op, To, From) template <> struct Meaning<Opcode::op> { \
  static V128 apply(std::uint64_t bits) { return extendLoaded<To, From>(bits); } };

WALD_SPLAT(I8x16Splat, std::uint32_t, std::uint8_t)
WALD_SPLAT(I16x8Splat, std::uint32_t, std::uint16_t)
WALD_SPLAT(I32x4Splat, std::uint32_t, std::uint32_t)
WALD_SPLAT(I64x2Splat, std::uint64_t, std::uint64_t)
WALD_SPLAT(F32x4Splat, float, float)
WALD_SPLAT(F64x2Splat, double, double)

WALD_EXTRACT(I8x16ExtractLaneS, std::uint32_t, std::int8_t)
WALD_EXTRACT(I8x16ExtractLaneU, std::uint32_t, std::uint8_t)
WALD_EXTRACT(I16x8ExtractLaneS, std::uint32_t, std::int16_t)
WALD_EXTRACT(I16x8ExtractLaneU, std::uint32_t, std::uint16_t)
WALD_EXTRACT(I32x4ExtractLane, std::uint32_t, std::uint32_t)
WALD_EXTRACT(I64x2ExtractLane, std::uint64_t, std::uint64_t)
WALD_EXTRACT(F32x4ExtractLane, float, float)
WALD_EXTRACT(F64x2ExtractLane, double, double)

WALD_REPLACE(I8x16ReplaceLane, std::uint32_t, std::uint8_t)
WALD_REPLACE(I16x8ReplaceLane, std::uint32_t, std::uint16_t)
WALD_REPLACE(I32x4ReplaceLane, std::uint32_t, std::uint32_t)
WALD_REPLACE(I64x2ReplaceLane, std::uint64_t, std::uint64_t)
WALD_REPLACE(F32x4ReplaceLane, float, float)
WALD_REPLACE(F64x2ReplaceLane, double, double)

template <> struct Meaning<Opcode::V128Load> { static V128 apply(V128 bits) { return bits; } };
WALD_EXTEND(V128Load8x8S, std::int16_t, std::int8_t)
WALD_EXTEND(V128Load8x8U, std::uint16_t, std::uint8_t)
WALD_EXTEND(V128Load16x4S, std::int32_t, std::int16_t)
WALD_EXTEND(V128Load16x4U, std::uint32_t, std::uint16_t)
WALD_EXTEND(V128Load32x2S, std::int64_t, std::int32_t)
WALD_EXTEND(V128Load32x2U, std::uint64_t, std::uint32_t)
WALD_SPLAT(V128Load8Splat, std::uint8_t, std::uint8_t)
WALD_SPLAT(V128Load16Splat, std::uint16_t, std::uint16_t)
WALD_SPLAT(V128Load32Splat, std::uint32_t, std::uint32_t)
WALD_SPLAT(V128Load64Splat, std::uint64_t, std::uint64_t)
WALD_ZERO(V128Load32Zero, std::uint32_t)
WALD_ZERO(V128Load64Zero, std::uint64_t)

WALD_REPLACE(V128Load8Lane, std::uint8_t, std::uint8_t)
WALD_REPLACE(V128Load16Lane, std::uint16_t, std::uint16_t)
WALD_REPLACE(V128Load32Lane, std::uint32_t, std::uint32_t)
WALD_REPLACE(V128Load64Lane, std::uint64_t, std::uint64_t)
WALD_EXTRACT(V128Store8Lane, std::uint8_t, std::uint8_t)
WALD_EXTRACT(V128Store16Lane, std::uint16_t, std::uint16_t)
WALD_EXTRACT(V128Store32Lane, std::uint32_t, std::uint32_t)
WALD_EXTRACT(V128Store64Lane, std::uint64_t, std::uint64_t)
// clang-format on

#undef WALD_SPLAT
#undef WALD_EXTRACT
#undef WALD_REPLACE
#undef WALD_ZERO
#undef WALD_EXTEND

}  // namespace wald::wasm::numeric
