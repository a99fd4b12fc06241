#pragma once

#include <type_traits>

#include "wasm/v128.h"

namespace wald::wasm::numeric {

// Vector operators on integers. Arithmetic is done in unsigned lanes, where it wraps.

template <typename U>
using SignedLanes = Lanes<std::make_signed_t<U>>;

template <typename U>
[[gnu::always_inline]] inline Lanes<U> splatLanes(U value) {
  return Lanes<U>{} + value;
}

template <typename U>
[[gnu::always_inline]] inline Lanes<U> negative(Lanes<U> a) {
  const auto isNegative = std::bit_cast<SignedLanes<U>>(a) < SignedLanes<U>{};
  return std::bit_cast<Lanes<U>>(isNegative);
}

template <typename U>
[[gnu::always_inline]] inline Lanes<U> absolute(Lanes<U> a) {
  const Lanes<U> sign = negative<U>(a);
  return (a ^ sign) - sign;
}

template <typename U>
[[gnu::always_inline]] inline Lanes<U> choose(Lanes<U> mask, Lanes<U> a, Lanes<U> b) {
  return (a & mask) | (b & ~mask);
}

template <typename U>
[[gnu::always_inline]] inline Lanes<U> addSatS(Lanes<U> a, Lanes<U> b) {
  const Lanes<U> sum = a + b;
  const Lanes<U> limit =
      negative<U>(a) ^ splatLanes<U>(std::numeric_limits<std::make_signed_t<U>>::max());
  return choose<U>(negative<U>((a ^ sum) & (b ^ sum)), limit, sum);
}

template <typename U>
[[gnu::always_inline]] inline Lanes<U> subSatS(Lanes<U> a, Lanes<U> b) {
  const Lanes<U> difference = a - b;
  const Lanes<U> limit =
      negative<U>(a) ^ splatLanes<U>(std::numeric_limits<std::make_signed_t<U>>::max());
  return choose<U>(negative<U>((a ^ b) & (a ^ difference)), limit, difference);
}

template <typename U>
[[gnu::always_inline]] inline Lanes<U> popcount(Lanes<U> a) {
  a = a - ((a >> U{1}) & U{0x55});
  a = (a & U{0x33}) + ((a >> U{2}) & U{0x33});
  return (a + (a >> U{4})) & U{0x0f};
}

[[gnu::always_inline]] inline bool anyTrue(V128 a) { return (a[0] | a[1]) != 0; }

template <typename T>
[[gnu::always_inline]] inline bool allTrue(V128 a) {
  return !anyTrue(pack(lanes<T>(a) == Lanes<T>{}));
}

/// The sign bits of the lanes; a multiplication gathers those of 8 bytes in the highest bits,
/// without carries.
template <typename T>
[[gnu::always_inline]] inline std::uint32_t bitmask(V128 a) {
  if constexpr (sizeof(T) == 1) {
    const V128 bits = ((a & 0x8080808080808080u) * 0x0002040810204081u) >> 56;
    return static_cast<std::uint32_t>(bits[0] | bits[1] << 8);
  } else if constexpr (sizeof(T) == 2) {
    const V128 bits = ((a & 0x8000800080008000u) * 0x0000200040008001u) >> 60;
    return static_cast<std::uint32_t>(bits[0] | bits[1] << 4);
  } else if constexpr (sizeof(T) == 4) {
    const V128 bits = ((a & 0x8000000080000000u) * 0x0000000080000001u) >> 62;
    return static_cast<std::uint32_t>(bits[0] | bits[1] << 2);
  } else {
    return static_cast<std::uint32_t>(a[0] >> 63 | (a[1] >> 63) << 1);
  }
}

/// The lanes of `a`, then those of `b`, saturated to the range of the narrower type To.
template <typename To, typename From>
[[gnu::always_inline]] inline V128 narrow(V128 va, V128 vb) {
  // A lane of signed char is a number, not a character.
  constexpr From least = std::numeric_limits<To>::min();  // NOLINT(bugprone-signed-char-misuse)
  constexpr From greatest = std::numeric_limits<To>::max();
  const auto clamped = [](Lanes<From> a) {
    a = a < Lanes<From>{} + least ? Lanes<From>{} + least : a;
    return a > Lanes<From>{} + greatest ? Lanes<From>{} + greatest : a;
  };
  const auto a = clamped(lanes<From>(va));
  const auto b = clamped(lanes<From>(vb));
  constexpr unsigned half = laneCount<From>;
  return packEach<To>([&](unsigned i) { return i < half ? a[i % half] : b[i % half]; });
}

/// Half of the lanes of type From (the upper half from `first` on), in a type twice as wide.
template <typename To, typename From>
[[gnu::always_inline]] inline V128 extend(V128 va, unsigned first) {
  const auto a = lanes<From>(va);
  return packEach<To>([&](unsigned i) { return static_cast<To>(a[first + i]); });
}

template <typename To, typename From>
[[gnu::always_inline]] inline V128 extendedProduct(V128 va, V128 vb, unsigned first) {
  const auto a = lanes<To>(extend<To, From>(va, first));
  const auto b = lanes<To>(extend<To, From>(vb, first));
  using U = std::make_unsigned_t<To>;
  return pack(std::bit_cast<Lanes<U>>(a) * std::bit_cast<Lanes<U>>(b));
}

/// Sums of neighbours.
template <typename To, typename From>
[[gnu::always_inline]] inline V128 pairwiseSum(V128 va) {
  const auto a = lanes<From>(va);
  return packEach<To>(
      [&](unsigned i) { return static_cast<To>(a[2 * i]) + static_cast<To>(a[2 * i + 1]); });
}

[[gnu::always_inline]] inline V128 dotI16(V128 va, V128 vb) {
  const auto a = lanes<std::int16_t>(va);
  const auto b = lanes<std::int16_t>(vb);
  return packEach<std::uint32_t>([&](unsigned i) {
    const auto product = [&](unsigned at) {
      return static_cast<std::uint32_t>(std::int32_t{a[at]} * b[at]);
    };
    return product(2 * i) + product(2 * i + 1);
  });
}

/// Both factors signed; sums saturate, as in the deterministic profile.
[[gnu::always_inline]] inline V128 relaxedDotI8(V128 va, V128 vb) {
  const auto a = lanes<std::int8_t>(va);
  const auto b = lanes<std::int8_t>(vb);
  return packEach<std::int16_t>([&](unsigned i) {
    const int sum = a[2 * i] * b[2 * i] + a[2 * i + 1] * b[2 * i + 1];
    return sum > 0x7fff ? 0x7fff : sum;  // the least sum, -32512, fits
  });
}

[[gnu::always_inline]] inline V128 relaxedDotI8Add(V128 a, V128 b, V128 c) {
  const V128 sums = pairwiseSum<std::int32_t, std::int16_t>(relaxedDotI8(a, b));
  return pack(lanes<std::uint32_t>(sums) + lanes<std::uint32_t>(c));
}

[[gnu::always_inline]] inline V128 q15Product(V128 va, V128 vb) {
  const auto a = lanes<std::int16_t>(va);
  const auto b = lanes<std::int16_t>(vb);
  return packEach<std::int16_t>([&](unsigned i) {
    const int product = (a[i] * b[i] + 0x4000) >> 15;
    return product > 0x7fff ? 0x7fff : product;  // only -1 times -1 does not fit
  });
}

[[gnu::always_inline]] inline V128 bitselect(V128 a, V128 b, V128 mask) {
  return (a & mask) | (b & ~mask);
}

// clang-format off
// `a` and `b` are lanes of T, `va` and `vb` the operands themselves.
#define WALD_V1(op, T, expr) template <> struct Meaning<Opcode::op> { \
  static V128 apply(V128 va) { const auto a = lanes<T>(va); return pack(expr); } };
#define WALD_V2(op, T, expr) template <> struct Meaning<Opcode::op> { \
  static V128 apply(V128 va, V128 vb) { const auto a = lanes<T>(va); const auto b = lanes<T>(vb); return pack(expr); } };
#define WALD_WHOLE1(op, expr) template <> struct Meaning<Opcode::op> { static V128 apply(V128 a) { return expr; } };
#define WALD_WHOLE2(op, expr) template <> struct Meaning<Opcode::op> { static V128 apply(V128 a, V128 b) { return expr; } };
#define WALD_WHOLE3(op, expr) template <> struct Meaning<Opcode::op> { static V128 apply(V128 a, V128 b, V128 c) { return expr; } };
#define WALD_TEST(op, expr) template <> struct Meaning<Opcode::op> { \
  static std::uint32_t apply(V128 a) { return static_cast<std::uint32_t>(expr); } };
#define WALD_SHIFT(op, T, expr) template <> struct Meaning<Opcode::op> { \
  static V128 apply(V128 va, std::uint32_t count) { \
    const auto a = lanes<T>(va); const auto n = static_cast<T>(count & (sizeof(T) * 8 - 1)); return pack(expr); } };

WALD_WHOLE1(V128Not, ~a)
WALD_WHOLE2(V128And, a & b)
WALD_WHOLE2(V128Andnot, a & ~b)
WALD_WHOLE2(V128Or, a | b)
WALD_WHOLE2(V128Xor, a ^ b)
WALD_WHOLE3(V128Bitselect, bitselect(a, b, c))
WALD_TEST(V128AnyTrue, anyTrue(a))

#define WALD_INTEGER(S, I, U)                          \
  WALD_V2(S##Eq, U, a == b)                            \
  WALD_V2(S##Ne, U, a != b)                            \
  WALD_V2(S##LtS, I, a < b)                            \
  WALD_V2(S##GtS, I, a > b)                            \
  WALD_V2(S##LeS, I, a <= b)                           \
  WALD_V2(S##GeS, I, a >= b)                           \
  WALD_V1(S##Abs, U, absolute<U>(a))                   \
  WALD_V1(S##Neg, U, -a)                               \
  WALD_TEST(S##AllTrue, allTrue<U>(a))                 \
  WALD_TEST(S##Bitmask, bitmask<U>(a))                 \
  WALD_SHIFT(S##Shl, U, a << n)                        \
  WALD_SHIFT(S##ShrS, I, a >> n)                       \
  WALD_SHIFT(S##ShrU, U, a >> n)                       \
  WALD_V2(S##Add, U, a + b)                            \
  WALD_V2(S##Sub, U, a - b)

WALD_INTEGER(I8x16, std::int8_t, std::uint8_t)
WALD_INTEGER(I16x8, std::int16_t, std::uint16_t)
WALD_INTEGER(I32x4, std::int32_t, std::uint32_t)
WALD_INTEGER(I64x2, std::int64_t, std::uint64_t)

#define WALD_ORDERED(S, I, U)                          \
  WALD_V2(S##LtU, U, a < b)                            \
  WALD_V2(S##GtU, U, a > b)                            \
  WALD_V2(S##LeU, U, a <= b)                           \
  WALD_V2(S##GeU, U, a >= b)                           \
  WALD_V2(S##MinS, I, a < b ? a : b)                   \
  WALD_V2(S##MinU, U, a < b ? a : b)                   \
  WALD_V2(S##MaxS, I, a > b ? a : b)                   \
  WALD_V2(S##MaxU, U, a > b ? a : b)

WALD_ORDERED(I8x16, std::int8_t, std::uint8_t)
WALD_ORDERED(I16x8, std::int16_t, std::uint16_t)
WALD_ORDERED(I32x4, std::int32_t, std::uint32_t)

#define WALD_SATURATING(S, U)                          \
  WALD_V2(S##AddSatS, U, addSatS<U>(a, b))             \
  WALD_V2(S##AddSatU, U, (a + b) | std::bit_cast<Lanes<U>>((a + b) < a)) \
  WALD_V2(S##SubSatS, U, subSatS<U>(a, b))             \
  WALD_V2(S##SubSatU, U, (a - b) & std::bit_cast<Lanes<U>>(a > b)) \
  WALD_V2(S##AvgrU, U, (a | b) - ((a ^ b) >> U{1}))

WALD_SATURATING(I8x16, std::uint8_t)
WALD_SATURATING(I16x8, std::uint16_t)
WALD_V1(I8x16Popcnt, std::uint8_t, popcount<std::uint8_t>(a))
WALD_V2(I16x8Mul, std::uint16_t, a * b)
WALD_V2(I32x4Mul, std::uint32_t, a * b)
WALD_V2(I64x2Mul, std::uint64_t, a * b)

#define WALD_WIDENING(W, N, WI, WU, NI, NU)                                              \
  WALD_WHOLE1(W##ExtendLow##N##S, (extend<WI, NI>(a, 0)))                                \
  WALD_WHOLE1(W##ExtendHigh##N##S, (extend<WI, NI>(a, laneCount<WI>)))                   \
  WALD_WHOLE1(W##ExtendLow##N##U, (extend<WU, NU>(a, 0)))                                \
  WALD_WHOLE1(W##ExtendHigh##N##U, (extend<WU, NU>(a, laneCount<WI>)))                   \
  WALD_WHOLE2(W##ExtmulLow##N##S, (extendedProduct<WI, NI>(a, b, 0)))                    \
  WALD_WHOLE2(W##ExtmulHigh##N##S, (extendedProduct<WI, NI>(a, b, laneCount<WI>)))       \
  WALD_WHOLE2(W##ExtmulLow##N##U, (extendedProduct<WU, NU>(a, b, 0)))                    \
  WALD_WHOLE2(W##ExtmulHigh##N##U, (extendedProduct<WU, NU>(a, b, laneCount<WI>)))

WALD_WIDENING(I16x8, I8x16, std::int16_t, std::uint16_t, std::int8_t, std::uint8_t)
WALD_WIDENING(I32x4, I16x8, std::int32_t, std::uint32_t, std::int16_t, std::uint16_t)
WALD_WIDENING(I64x2, I32x4, std::int64_t, std::uint64_t, std::int32_t, std::uint32_t)

WALD_WHOLE1(I16x8ExtaddPairwiseI8x16S, (pairwiseSum<std::int16_t, std::int8_t>(a)))
WALD_WHOLE1(I16x8ExtaddPairwiseI8x16U, (pairwiseSum<std::uint16_t, std::uint8_t>(a)))
WALD_WHOLE1(I32x4ExtaddPairwiseI16x8S, (pairwiseSum<std::int32_t, std::int16_t>(a)))
WALD_WHOLE1(I32x4ExtaddPairwiseI16x8U, (pairwiseSum<std::uint32_t, std::uint16_t>(a)))
WALD_WHOLE2(I8x16NarrowI16x8S, (narrow<std::int8_t, std::int16_t>(a, b)))
WALD_WHOLE2(I8x16NarrowI16x8U, (narrow<std::uint8_t, std::int16_t>(a, b)))
WALD_WHOLE2(I16x8NarrowI32x4S, (narrow<std::int16_t, std::int32_t>(a, b)))
WALD_WHOLE2(I16x8NarrowI32x4U, (narrow<std::uint16_t, std::int32_t>(a, b)))
WALD_WHOLE2(I32x4DotI16x8S, dotI16(a, b))
WALD_WHOLE2(I16x8Q15mulrSatS, q15Product(a, b))

WALD_WHOLE3(I8x16RelaxedLaneselect, bitselect(a, b, c))
WALD_WHOLE3(I16x8RelaxedLaneselect, bitselect(a, b, c))
WALD_WHOLE3(I32x4RelaxedLaneselect, bitselect(a, b, c))
WALD_WHOLE3(I64x2RelaxedLaneselect, bitselect(a, b, c))
WALD_WHOLE2(I16x8RelaxedQ15mulrS, q15Product(a, b))
WALD_WHOLE2(I16x8RelaxedDotI8x16I7x16S, relaxedDotI8(a, b))
WALD_WHOLE3(I32x4RelaxedDotI8x16I7x16AddS, relaxedDotI8Add(a, b, c))
// clang-format on

#undef WALD_V1
#undef WALD_V2
#undef WALD_WHOLE1
#undef WALD_WHOLE2
#undef WALD_WHOLE3
#undef WALD_TEST
#undef WALD_SHIFT
#undef WALD_INTEGER
#undef WALD_ORDERED
#undef WALD_SATURATING
#undef WALD_WIDENING

}  // namespace wald::wasm::numeric
