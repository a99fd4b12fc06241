#pragma once

#include "wasm/v128.h"

namespace wald::wasm::numeric {

// Vector operators on floats.

template <typename F>
struct FloatLanes;
template <>
struct FloatLanes<float> {
  using Bits = std::uint32_t;
  static constexpr Bits sign = 0x80000000u;
  static constexpr float integral = 0x1p23f;  ///< from here on every value is an integer
};
template <>
struct FloatLanes<double> {
  using Bits = std::uint64_t;
  static constexpr Bits sign = 0x8000000000000000u;
  static constexpr double integral = 0x1p52;
};
template <typename F>
using BitLanes = Lanes<typename FloatLanes<F>::Bits>;

template <typename F>
[[gnu::always_inline]] inline BitLanes<F> bitsOf(Lanes<F> a) {
  return std::bit_cast<BitLanes<F>>(a);
}
template <typename F>
[[gnu::always_inline]] inline Lanes<F> magnitude(Lanes<F> a) {
  return std::bit_cast<Lanes<F>>(bitsOf<F>(a) & ~FloatLanes<F>::sign);
}
template <typename F>
[[gnu::always_inline]] inline Lanes<F> negated(Lanes<F> a) {
  return std::bit_cast<Lanes<F>>(bitsOf<F>(a) ^ FloatLanes<F>::sign);
}
template <typename F>
[[gnu::always_inline]] inline Lanes<F> withSign(Lanes<F> a, Lanes<F> sign) {
  return std::bit_cast<Lanes<F>>(bitsOf<F>(magnitude<F>(a)) |
                                 (bitsOf<F>(sign) & FloatLanes<F>::sign));
}

// Of equal operands only zeros differ: their bits combine to the smaller or larger. A NaN is
// quieted by the sum.
template <typename F>
[[gnu::always_inline]] inline Lanes<F> minimumLanes(Lanes<F> a, Lanes<F> b) {
  const Lanes<F> equal = std::bit_cast<Lanes<F>>(bitsOf<F>(a) | bitsOf<F>(b));
  return a < b ? a : a > b ? b : a == b ? equal : a + b;
}
template <typename F>
[[gnu::always_inline]] inline Lanes<F> maximumLanes(Lanes<F> a, Lanes<F> b) {
  const Lanes<F> equal = std::bit_cast<Lanes<F>>(bitsOf<F>(a) & bitsOf<F>(b));
  return a > b ? a : a < b ? b : a == b ? equal : a + b;
}

enum class Rounding { Nearest, Trunc, Floor, Ceil };

/// Adding a large power of two and taking it away rounds to the nearest integer, ties to even.
/// Baseline x86-64 has no instruction for it, and a call for each lane is many times slower.
template <typename F, Rounding R>
[[gnu::always_inline]] inline Lanes<F> roundLanes(Lanes<F> a) {
  const Lanes<F> zero{};
  const Lanes<F> one = zero + F{1};
  const Lanes<F> large = zero + FloatLanes<F>::integral;
  const Lanes<F> size = magnitude<F>(a);
  Lanes<F> result = (size + large) - large;
  if constexpr (R == Rounding::Trunc) {
    result = result - (result > size ? one : zero);
  } else if constexpr (R == Rounding::Floor) {
    result = withSign<F>(result, a);
    result = result - (result > a ? one : zero);
  } else if constexpr (R == Rounding::Ceil) {
    result = withSign<F>(result, a);
    result = result + (result < a ? one : zero);
  }
  return size < large ? withSign<F>(result, a) : a + zero;
}

template <typename F>
[[gnu::always_inline]] inline V128 squareRoots(V128 va) {
  const auto a = lanes<F>(va);
  return packEach<F>([&](unsigned i) { return std::sqrt(a[i]); });
}

template <typename To, typename From>
[[gnu::always_inline]] inline V128 convertEach(V128 va) {
  const auto a = lanes<From>(va);
  return packEach<To>([&](unsigned i) { return static_cast<To>(a[i]); });
}

template <typename I>
[[gnu::always_inline]] inline V128 truncateSatF32(V128 va) {
  const auto a = lanes<float>(va);
  return packEach<std::uint32_t>([&](unsigned i) { return truncateSat<I>(a[i]); });
}

template <typename I>
[[gnu::always_inline]] inline V128 truncateSatF64Zero(V128 va) {
  const auto a = lanes<double>(va);
  return pack(Lanes<std::uint32_t>{truncateSat<I>(a[0]), truncateSat<I>(a[1]), 0, 0});
}

[[gnu::always_inline]] inline V128 demoteZero(V128 va) {
  const auto a = lanes<double>(va);
  return pack(Lanes<float>{static_cast<float>(a[0]), static_cast<float>(a[1]), 0, 0});
}

/// In two statements, because clang contracts within one, unless it is told not to.
template <typename F>
[[gnu::always_inline]] inline Lanes<F> multiplyAdd(Lanes<F> a, Lanes<F> b, Lanes<F> c) {
  const Lanes<F> product = a * b;
  return product + c;
}

// clang-format off
#define WALD_V1(op, T, expr) template <> struct Meaning<Opcode::op> { \
  static V128 apply(V128 va) { const auto a = lanes<T>(va); return pack(expr); } };
#define WALD_V2(op, T, expr) template <> struct Meaning<Opcode::op> { \
  static V128 apply(V128 va, V128 vb) { const auto a = lanes<T>(va); const auto b = lanes<T>(vb); return pack(expr); } };
#define WALD_V3(op, T, expr) template <> struct Meaning<Opcode::op> { \
  static V128 apply(V128 va, V128 vb, V128 vc) { \
    const auto a = lanes<T>(va); const auto b = lanes<T>(vb); const auto c = lanes<T>(vc); return pack(expr); } };
#define WALD_WHOLE1(op, expr) template <> struct Meaning<Opcode::op> { static V128 apply(V128 a) { return expr; } };

#define WALD_FLOAT(S, F)                                              \
  WALD_V2(S##Eq, F, a == b)                                           \
  WALD_V2(S##Ne, F, a != b)                                           \
  WALD_V2(S##Lt, F, a < b)                                            \
  WALD_V2(S##Gt, F, a > b)                                            \
  WALD_V2(S##Le, F, a <= b)                                           \
  WALD_V2(S##Ge, F, a >= b)                                           \
  WALD_V1(S##Abs, F, magnitude<F>(a))                                 \
  WALD_V1(S##Neg, F, negated<F>(a))                                   \
  WALD_WHOLE1(S##Sqrt, squareRoots<F>(a))                             \
  WALD_V1(S##Ceil, F, (roundLanes<F, Rounding::Ceil>(a)))             \
  WALD_V1(S##Floor, F, (roundLanes<F, Rounding::Floor>(a)))           \
  WALD_V1(S##Trunc, F, (roundLanes<F, Rounding::Trunc>(a)))           \
  WALD_V1(S##Nearest, F, (roundLanes<F, Rounding::Nearest>(a)))       \
  WALD_V2(S##Add, F, a + b)                                           \
  WALD_V2(S##Sub, F, a - b)                                           \
  WALD_V2(S##Mul, F, a * b)                                           \
  WALD_V2(S##Div, F, a / b)                                           \
  WALD_V2(S##Min, F, minimumLanes<F>(a, b))                           \
  WALD_V2(S##Max, F, maximumLanes<F>(a, b))                           \
  WALD_V2(S##Pmin, F, b < a ? b : a)                                  \
  WALD_V2(S##Pmax, F, a < b ? b : a)                                  \
  WALD_V2(S##RelaxedMin, F, minimumLanes<F>(a, b))                    \
  WALD_V2(S##RelaxedMax, F, maximumLanes<F>(a, b))                    \
  WALD_V3(S##RelaxedMadd, F, multiplyAdd<F>(a, b, c))                 \
  WALD_V3(S##RelaxedNmadd, F, multiplyAdd<F>(negated<F>(a), b, c))

WALD_FLOAT(F32x4, float)
WALD_FLOAT(F64x2, double)

WALD_WHOLE1(F32x4DemoteF64x2Zero, demoteZero(a))
WALD_WHOLE1(F64x2PromoteLowF32x4, (convertEach<double, float>(a)))
WALD_WHOLE1(F32x4ConvertI32x4S, (convertEach<float, std::int32_t>(a)))
WALD_WHOLE1(F32x4ConvertI32x4U, (convertEach<float, std::uint32_t>(a)))
WALD_WHOLE1(F64x2ConvertLowI32x4S, (convertEach<double, std::int32_t>(a)))
WALD_WHOLE1(F64x2ConvertLowI32x4U, (convertEach<double, std::uint32_t>(a)))
WALD_WHOLE1(I32x4TruncSatF32x4S, truncateSatF32<std::int32_t>(a))
WALD_WHOLE1(I32x4TruncSatF32x4U, truncateSatF32<std::uint32_t>(a))
WALD_WHOLE1(I32x4TruncSatF64x2SZero, truncateSatF64Zero<std::int32_t>(a))
WALD_WHOLE1(I32x4TruncSatF64x2UZero, truncateSatF64Zero<std::uint32_t>(a))
WALD_WHOLE1(I32x4RelaxedTruncF32x4S, truncateSatF32<std::int32_t>(a))
WALD_WHOLE1(I32x4RelaxedTruncF32x4U, truncateSatF32<std::uint32_t>(a))
WALD_WHOLE1(I32x4RelaxedTruncF64x2SZero, truncateSatF64Zero<std::int32_t>(a))
WALD_WHOLE1(I32x4RelaxedTruncF64x2UZero, truncateSatF64Zero<std::uint32_t>(a))
// clang-format on

#undef WALD_V1
#undef WALD_V2
#undef WALD_V3
#undef WALD_WHOLE1
#undef WALD_FLOAT

}  // namespace wald::wasm::numeric
