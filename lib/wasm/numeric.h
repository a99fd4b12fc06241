#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "wasm/opcode.h"
#include "wasm/trap.h"

namespace wald::wasm {

// What every scalar numeric operator means, once ("Execution › Numerics"). Constant folding, the interpreter and
// the tests of native code all use this. Requires the default floating-point environment and no contraction.

/// The C++ type that carries values of a kind: unsigned integers, float and double.
template <Kind K>
struct CarrierOf;
template <>
struct CarrierOf<Kind::I32> {
  using Type = std::uint32_t;
};
template <>
struct CarrierOf<Kind::I64> {
  using Type = std::uint64_t;
};
template <>
struct CarrierOf<Kind::F32> {
  using Type = float;
};
template <>
struct CarrierOf<Kind::F64> {
  using Type = double;
};
template <>
struct CarrierOf<Kind::Ref> {
  using Type = std::uint64_t;
};
template <Kind K>
using Carrier = typename CarrierOf<K>::Type;

namespace numeric {

/// An operator that cannot trap has `static R apply(A…)`, one that can has `static TrapKind apply(A…, R& out)`.
template <Opcode Op>
struct Meaning;

template <typename T>
constexpr std::make_signed_t<T> asSigned(T value) {
  return static_cast<std::make_signed_t<T>>(value);
}

template <typename F>
F canonicalNan() {
  return std::numeric_limits<F>::quiet_NaN();
}

template <typename F>
F minimum(F a, F b) {
  if (a != a || b != b) return a + b;
  if (a == b) return std::signbit(a) ? a : b;
  return a < b ? a : b;
}

template <typename F>
F maximum(F a, F b) {
  if (a != a || b != b) return a + b;
  if (a == b) return std::signbit(a) ? b : a;
  return a > b ? a : b;
}

/// A NaN as an operator gives it, quiet: g++ rounds without the library, and then leaves a signalling one as it is.
template <typename F>
F roundedOrNan(F rounded, F a) {
  return a != a ? a + a : rounded;
}

/// Integer division and remainder by the rules of idiv_s, idiv_u, irem_s and irem_u.
template <typename T>
TrapKind divS(T a, T b, T& out) {
  if (b == 0) return TrapKind::IntegerDivideByZero;
  if (asSigned(b) == -1) {
    if (asSigned(a) == std::numeric_limits<std::make_signed_t<T>>::min())
      return TrapKind::IntegerOverflow;
    out = T{0} - a;
    return TrapKind::None;
  }
  out = static_cast<T>(asSigned(a) / asSigned(b));
  return TrapKind::None;
}

template <typename T>
TrapKind divU(T a, T b, T& out) {
  if (b == 0) return TrapKind::IntegerDivideByZero;
  out = a / b;
  return TrapKind::None;
}

template <typename T>
TrapKind remS(T a, T b, T& out) {
  if (b == 0) return TrapKind::IntegerDivideByZero;
  // The one quotient that overflows has remainder 0.
  out = asSigned(b) == -1 ? T{0} : static_cast<T>(asSigned(a) % asSigned(b));
  return TrapKind::None;
}

template <typename T>
TrapKind remU(T a, T b, T& out) {
  if (b == 0) return TrapKind::IntegerDivideByZero;
  out = a % b;
  return TrapKind::None;
}

/// The bounds of an integer type as floats of type F, both exclusive, so that the comparisons are exact:
/// a value strictly between them truncates into range.
template <typename I, typename F>
struct TruncBounds {
  static constexpr F upper() {
    // Twice this is 2^bits; both are exactly representable.
    constexpr I half = std::numeric_limits<I>::max() / 2 + 1;
    return static_cast<F>(half) * F{2};
  }
  static constexpr F lower() {
    if constexpr (std::is_unsigned_v<I>) return F{-1};
    // min - 1 where F has the precision for it, else the float next below min.
    constexpr F min = static_cast<F>(std::numeric_limits<I>::min());
    if constexpr (std::numeric_limits<F>::digits > std::numeric_limits<I>::digits)
      return min - F{1};
    return min * (F{1} + std::numeric_limits<F>::epsilon());
  }
};

template <typename I, typename F, typename Out>
TrapKind truncate(F value, Out& out) {
  if (value != value) return TrapKind::InvalidConversion;
  if (!(value > TruncBounds<I, F>::lower() && value < TruncBounds<I, F>::upper()))
    return TrapKind::IntegerOverflow;
  out = static_cast<Out>(static_cast<I>(value));
  return TrapKind::None;
}

template <typename I, typename F>
std::make_unsigned_t<I> truncateSat(F value) {
  using U = std::make_unsigned_t<I>;
  if (value != value) return 0;
  if (value <= TruncBounds<I, F>::lower()) return static_cast<U>(std::numeric_limits<I>::min());
  if (value >= TruncBounds<I, F>::upper()) return static_cast<U>(std::numeric_limits<I>::max());
  return static_cast<U>(static_cast<I>(value));
}

// clang-format off
#define WALD_UNARY(op, R, A, expr)    template <> struct Meaning<Opcode::op> { static R apply(A a) { return static_cast<R>(expr); } };
#define WALD_BINARY(op, R, A, expr)   template <> struct Meaning<Opcode::op> { static R apply(A a, A b) { return static_cast<R>(expr); } };
#define WALD_TRAPPING1(op, R, A, expr) template <> struct Meaning<Opcode::op> { static TrapKind apply(A a, R& out) { return expr; } };
#define WALD_TRAPPING2(op, A, expr)   template <> struct Meaning<Opcode::op> { static TrapKind apply(A a, A b, A& out) { return expr; } };

#define WALD_INTEGER(T, I, U)                                                           \
  WALD_UNARY(T##Eqz, std::uint32_t, U, a == 0)                                          \
  WALD_BINARY(T##Eq, std::uint32_t, U, a == b)                                          \
  WALD_BINARY(T##Ne, std::uint32_t, U, a != b)                                          \
  WALD_BINARY(T##LtS, std::uint32_t, U, asSigned(a) < asSigned(b))                      \
  WALD_BINARY(T##LtU, std::uint32_t, U, a < b)                                          \
  WALD_BINARY(T##GtS, std::uint32_t, U, asSigned(a) > asSigned(b))                      \
  WALD_BINARY(T##GtU, std::uint32_t, U, a > b)                                          \
  WALD_BINARY(T##LeS, std::uint32_t, U, asSigned(a) <= asSigned(b))                     \
  WALD_BINARY(T##LeU, std::uint32_t, U, a <= b)                                         \
  WALD_BINARY(T##GeS, std::uint32_t, U, asSigned(a) >= asSigned(b))                     \
  WALD_BINARY(T##GeU, std::uint32_t, U, a >= b)                                         \
  WALD_UNARY(T##Clz, U, U, std::countl_zero(a))                                         \
  WALD_UNARY(T##Ctz, U, U, std::countr_zero(a))                                         \
  WALD_UNARY(T##Popcnt, U, U, std::popcount(a))                                         \
  WALD_BINARY(T##Add, U, U, a + b)                                                      \
  WALD_BINARY(T##Sub, U, U, a - b)                                                      \
  WALD_BINARY(T##Mul, U, U, a * b)                                                      \
  WALD_TRAPPING2(T##DivS, U, divS(a, b, out))                                           \
  WALD_TRAPPING2(T##DivU, U, divU(a, b, out))                                           \
  WALD_TRAPPING2(T##RemS, U, remS(a, b, out))                                           \
  WALD_TRAPPING2(T##RemU, U, remU(a, b, out))                                           \
  WALD_BINARY(T##And, U, U, a & b)                                                      \
  WALD_BINARY(T##Or, U, U, a | b)                                                       \
  WALD_BINARY(T##Xor, U, U, a ^ b)                                                      \
  WALD_BINARY(T##Shl, U, U, a << (b & (sizeof(U) * 8 - 1)))                             \
  WALD_BINARY(T##ShrS, U, U, asSigned(a) >> (b & (sizeof(U) * 8 - 1)))                  \
  WALD_BINARY(T##ShrU, U, U, a >> (b & (sizeof(U) * 8 - 1)))                            \
  WALD_BINARY(T##Rotl, U, U, std::rotl(a, static_cast<int>(b & (sizeof(U) * 8 - 1))))   \
  WALD_BINARY(T##Rotr, U, U, std::rotr(a, static_cast<int>(b & (sizeof(U) * 8 - 1))))   \
  WALD_UNARY(T##Extend8S, U, U, static_cast<I>(static_cast<std::int8_t>(a)))            \
  WALD_UNARY(T##Extend16S, U, U, static_cast<I>(static_cast<std::int16_t>(a)))

WALD_INTEGER(I32, std::int32_t, std::uint32_t)
WALD_INTEGER(I64, std::int64_t, std::uint64_t)
WALD_UNARY(I64Extend32S, std::uint64_t, std::uint64_t, static_cast<std::int64_t>(static_cast<std::int32_t>(a)))

#define WALD_FLOAT(T, F, U)                                                                                       \
  WALD_BINARY(T##Eq, std::uint32_t, F, a == b)                                                                    \
  WALD_BINARY(T##Ne, std::uint32_t, F, a != b)                                                                    \
  WALD_BINARY(T##Lt, std::uint32_t, F, a < b)                                                                     \
  WALD_BINARY(T##Gt, std::uint32_t, F, a > b)                                                                     \
  WALD_BINARY(T##Le, std::uint32_t, F, a <= b)                                                                    \
  WALD_BINARY(T##Ge, std::uint32_t, F, a >= b)                                                                    \
  WALD_UNARY(T##Abs, F, F, std::bit_cast<F>(std::bit_cast<U>(a) & ~(U{1} << (sizeof(U) * 8 - 1))))                \
  WALD_UNARY(T##Neg, F, F, std::bit_cast<F>(std::bit_cast<U>(a) ^ (U{1} << (sizeof(U) * 8 - 1))))                 \
  WALD_UNARY(T##Ceil, F, F, roundedOrNan(std::ceil(a), a))                                                        \
  WALD_UNARY(T##Floor, F, F, roundedOrNan(std::floor(a), a))                                                      \
  WALD_UNARY(T##Trunc, F, F, roundedOrNan(std::trunc(a), a))                                                      \
  WALD_UNARY(T##Nearest, F, F, roundedOrNan(std::nearbyint(a), a))                                                \
  WALD_UNARY(T##Sqrt, F, F, std::sqrt(a))                                                                         \
  WALD_BINARY(T##Add, F, F, a + b)                                                                                \
  WALD_BINARY(T##Sub, F, F, a - b)                                                                                \
  WALD_BINARY(T##Mul, F, F, a * b)                                                                                \
  WALD_BINARY(T##Div, F, F, a / b)                                                                                \
  WALD_BINARY(T##Min, F, F, minimum(a, b))                                                                        \
  WALD_BINARY(T##Max, F, F, maximum(a, b))                                                                        \
  WALD_BINARY(T##Copysign, F, F, std::bit_cast<F>((std::bit_cast<U>(a) & ~(U{1} << (sizeof(U) * 8 - 1))) |        \
                                                  (std::bit_cast<U>(b) & (U{1} << (sizeof(U) * 8 - 1)))))

WALD_FLOAT(F32, float, std::uint32_t)
WALD_FLOAT(F64, double, std::uint64_t)

WALD_UNARY(I32WrapI64, std::uint32_t, std::uint64_t, a)
WALD_UNARY(I64ExtendI32S, std::uint64_t, std::uint32_t, static_cast<std::int64_t>(static_cast<std::int32_t>(a)))
WALD_UNARY(I64ExtendI32U, std::uint64_t, std::uint32_t, a)
WALD_TRAPPING1(I32TruncF32S, std::uint32_t, float, truncate<std::int32_t>(a, out))
WALD_TRAPPING1(I32TruncF32U, std::uint32_t, float, truncate<std::uint32_t>(a, out))
WALD_TRAPPING1(I32TruncF64S, std::uint32_t, double, truncate<std::int32_t>(a, out))
WALD_TRAPPING1(I32TruncF64U, std::uint32_t, double, truncate<std::uint32_t>(a, out))
WALD_TRAPPING1(I64TruncF32S, std::uint64_t, float, truncate<std::int64_t>(a, out))
WALD_TRAPPING1(I64TruncF32U, std::uint64_t, float, truncate<std::uint64_t>(a, out))
WALD_TRAPPING1(I64TruncF64S, std::uint64_t, double, truncate<std::int64_t>(a, out))
WALD_TRAPPING1(I64TruncF64U, std::uint64_t, double, truncate<std::uint64_t>(a, out))
WALD_UNARY(I32TruncSatF32S, std::uint32_t, float, truncateSat<std::int32_t>(a))
WALD_UNARY(I32TruncSatF32U, std::uint32_t, float, truncateSat<std::uint32_t>(a))
WALD_UNARY(I32TruncSatF64S, std::uint32_t, double, truncateSat<std::int32_t>(a))
WALD_UNARY(I32TruncSatF64U, std::uint32_t, double, truncateSat<std::uint32_t>(a))
WALD_UNARY(I64TruncSatF32S, std::uint64_t, float, truncateSat<std::int64_t>(a))
WALD_UNARY(I64TruncSatF32U, std::uint64_t, float, truncateSat<std::uint64_t>(a))
WALD_UNARY(I64TruncSatF64S, std::uint64_t, double, truncateSat<std::int64_t>(a))
WALD_UNARY(I64TruncSatF64U, std::uint64_t, double, truncateSat<std::uint64_t>(a))
WALD_UNARY(F32ConvertI32S, float, std::uint32_t, static_cast<std::int32_t>(a))
WALD_UNARY(F32ConvertI32U, float, std::uint32_t, a)
WALD_UNARY(F32ConvertI64S, float, std::uint64_t, static_cast<std::int64_t>(a))
WALD_UNARY(F32ConvertI64U, float, std::uint64_t, a)
WALD_UNARY(F64ConvertI32S, double, std::uint32_t, static_cast<std::int32_t>(a))
WALD_UNARY(F64ConvertI32U, double, std::uint32_t, a)
WALD_UNARY(F64ConvertI64S, double, std::uint64_t, static_cast<std::int64_t>(a))
WALD_UNARY(F64ConvertI64U, double, std::uint64_t, a)
WALD_UNARY(F32DemoteF64, float, double, a)
WALD_UNARY(F64PromoteF32, double, float, a)
WALD_UNARY(I32ReinterpretF32, std::uint32_t, float, std::bit_cast<std::uint32_t>(a))
WALD_UNARY(I64ReinterpretF64, std::uint64_t, double, std::bit_cast<std::uint64_t>(a))
WALD_UNARY(F32ReinterpretI32, float, std::uint32_t, std::bit_cast<float>(a))
WALD_UNARY(F64ReinterpretI64, double, std::uint64_t, std::bit_cast<double>(a))
// clang-format on

#undef WALD_UNARY
#undef WALD_BINARY
#undef WALD_TRAPPING1
#undef WALD_TRAPPING2
#undef WALD_INTEGER
#undef WALD_FLOAT

}  // namespace numeric

}  // namespace wald::wasm
