#include "wasm/numeric.h"

#include <catch2/catch.hpp>

using namespace wald::wasm;

namespace {

template <Opcode Op, typename... A>
auto eval(A... a) {
  return numeric::Meaning<Op>::apply(a...);
}

template <Opcode Op, typename R, typename... A>
TrapKind trapOf(A... a) {
  R result{};
  return numeric::Meaning<Op>::apply(a..., result);
}

template <Opcode Op, typename R, typename... A>
R valueOf(A... a) {
  R result{};
  REQUIRE(numeric::Meaning<Op>::apply(a..., result) == TrapKind::None);
  return result;
}

constexpr std::uint32_t min32 = 0x80000000u;
constexpr std::uint64_t min64 = 0x8000000000000000u;
constexpr std::uint32_t minus32 = 0xffffffffu;
constexpr std::uint64_t minus64 = 0xffffffffffffffffu;
constexpr double infinity = std::numeric_limits<double>::infinity();

std::uint32_t bits(float value) { return std::bit_cast<std::uint32_t>(value); }
std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }
float f32(std::uint32_t value) { return std::bit_cast<float>(value); }
double f64(std::uint64_t value) { return std::bit_cast<double>(value); }

// An arithmetic NaN is quiet: the highest bit of its payload is set.
bool isArithmeticNan(float value) { return (bits(value) & 0x7fc00000u) == 0x7fc00000u; }
bool isArithmeticNan(double value) {
  return (bits(value) & 0x7ff8000000000000u) == 0x7ff8000000000000u;
}

}  // namespace

TEST_CASE("division traps for zero and for the one quotient that overflows", "[numeric]") {
  using O = Opcode;
  CHECK(trapOf<O::I32DivS, std::uint32_t>(1u, 0u) == TrapKind::IntegerDivideByZero);
  CHECK(trapOf<O::I32DivU, std::uint32_t>(1u, 0u) == TrapKind::IntegerDivideByZero);
  CHECK(trapOf<O::I32RemS, std::uint32_t>(1u, 0u) == TrapKind::IntegerDivideByZero);
  CHECK(trapOf<O::I32RemU, std::uint32_t>(1u, 0u) == TrapKind::IntegerDivideByZero);
  CHECK(trapOf<O::I64DivS, std::uint64_t>(min64, std::uint64_t{0}) ==
        TrapKind::IntegerDivideByZero);
  CHECK(trapOf<O::I64RemU, std::uint64_t>(min64, std::uint64_t{0}) ==
        TrapKind::IntegerDivideByZero);
  CHECK(trapOf<O::I32DivS, std::uint32_t>(min32, minus32) == TrapKind::IntegerOverflow);
  CHECK(trapOf<O::I64DivS, std::uint64_t>(min64, minus64) == TrapKind::IntegerOverflow);
  CHECK(valueOf<O::I32RemS, std::uint32_t>(min32, minus32) == 0);
  CHECK(valueOf<O::I64RemS, std::uint64_t>(min64, minus64) == 0);
  CHECK(valueOf<O::I32DivU, std::uint32_t>(min32, minus32) == 0);
  CHECK(valueOf<O::I32RemU, std::uint32_t>(min32, minus32) == min32);
}

TEST_CASE("division truncates towards zero, remainders have the dividend's sign", "[numeric]") {
  using O = Opcode;
  CHECK(valueOf<O::I32DivS, std::uint32_t>(std::uint32_t(-7), 2u) == std::uint32_t(-3));
  CHECK(valueOf<O::I32RemS, std::uint32_t>(std::uint32_t(-7), 2u) == std::uint32_t(-1));
  CHECK(valueOf<O::I32DivS, std::uint32_t>(7u, std::uint32_t(-2)) == std::uint32_t(-3));
  CHECK(valueOf<O::I32RemS, std::uint32_t>(7u, std::uint32_t(-2)) == 1);
  CHECK(valueOf<O::I32DivS, std::uint32_t>(5u, minus32) == std::uint32_t(-5));
  CHECK(valueOf<O::I64DivU, std::uint64_t>(minus64, std::uint64_t{10}) == 1844674407370955161u);
}

TEST_CASE("shifts and rotations take their count modulo the width", "[numeric]") {
  using O = Opcode;
  CHECK(eval<O::I32Shl>(1u, 32u) == 1);
  CHECK(eval<O::I32Shl>(1u, 31u) == min32);
  CHECK(eval<O::I32Shl>(1u, 33u) == 2);
  CHECK(eval<O::I32ShrS>(min32, 31u) == minus32);
  CHECK(eval<O::I32ShrS>(min32, 32u) == min32);
  CHECK(eval<O::I32ShrU>(min32, 31u) == 1);
  CHECK(eval<O::I32Rotl>(0x80000001u, 1u) == 3);
  CHECK(eval<O::I32Rotl>(0x80000001u, 32u) == 0x80000001u);
  CHECK(eval<O::I32Rotr>(0x80000001u, 1u) == 0xc0000000u);
  CHECK(eval<O::I64Shl>(std::uint64_t{1}, std::uint64_t{64}) == 1);
  CHECK(eval<O::I64ShrS>(min64, std::uint64_t{63}) == minus64);
  CHECK(eval<O::I64ShrU>(min64, std::uint64_t{63}) == 1);
  CHECK(eval<O::I64Rotr>(std::uint64_t{1}, std::uint64_t{65}) == min64);
}

TEST_CASE("integers wrap, count bits and compare by sign", "[numeric]") {
  using O = Opcode;
  CHECK(eval<O::I32Add>(minus32, 1u) == 0);
  CHECK(eval<O::I32Sub>(0u, 1u) == minus32);
  CHECK(eval<O::I32Mul>(0x10000u, 0x10000u) == 0);
  CHECK(eval<O::I64Mul>(minus64, minus64) == 1);
  CHECK(eval<O::I32Clz>(0u) == 32);
  CHECK(eval<O::I32Ctz>(0u) == 32);
  CHECK(eval<O::I64Clz>(std::uint64_t{0}) == 64);
  CHECK(eval<O::I64Ctz>(min64) == 63);
  CHECK(eval<O::I64Popcnt>(minus64) == 64);
  CHECK(eval<O::I32LtS>(min32, 0u) == 1);
  CHECK(eval<O::I32LtU>(min32, 0u) == 0);
  CHECK(eval<O::I64GeS>(min64, minus64) == 0);
  CHECK(eval<O::I64GeU>(minus64, min64) == 1);
  CHECK(eval<O::I32Eqz>(0u) == 1);
  CHECK(eval<O::I64Eqz>(min64) == 0);
}

TEST_CASE("extensions and wraps", "[numeric]") {
  using O = Opcode;
  CHECK(eval<O::I32Extend8S>(0x180u) == 0xffffff80u);
  CHECK(eval<O::I32Extend16S>(0x18000u) == 0xffff8000u);
  CHECK(eval<O::I64Extend8S>(std::uint64_t{0x7f}) == 0x7f);
  CHECK(eval<O::I64Extend16S>(std::uint64_t{0x8000}) == 0xffffffffffff8000u);
  CHECK(eval<O::I64Extend32S>(std::uint64_t{0x180000000}) == 0xffffffff80000000u);
  CHECK(eval<O::I32WrapI64>(std::uint64_t{0x1ffffffff}) == minus32);
  CHECK(eval<O::I64ExtendI32S>(min32) == 0xffffffff80000000u);
  CHECK(eval<O::I64ExtendI32U>(min32) == 0x80000000u);
}

TEST_CASE("minimum and maximum: zeros by sign, NaN wins and is quiet", "[numeric]") {
  using O = Opcode;
  CHECK(bits(eval<O::F32Min>(0.0f, -0.0f)) == min32);
  CHECK(bits(eval<O::F32Min>(-0.0f, 0.0f)) == min32);
  CHECK(bits(eval<O::F32Max>(-0.0f, 0.0f)) == 0);
  CHECK(bits(eval<O::F32Max>(0.0f, -0.0f)) == 0);
  CHECK(bits(eval<O::F64Min>(0.0, -0.0)) == min64);
  CHECK(bits(eval<O::F64Max>(-0.0, 0.0)) == 0);
  const float signalling = f32(0x7fa00000u);
  CHECK(isArithmeticNan(eval<O::F32Min>(signalling, 1.0f)));
  CHECK(isArithmeticNan(eval<O::F32Max>(1.0f, signalling)));
  CHECK(isArithmeticNan(eval<O::F64Min>(f64(0x7ff4000000000000u), -infinity)));
  CHECK(isArithmeticNan(eval<O::F64Max>(infinity, f64(0x7ff4000000000000u))));
  CHECK(eval<O::F64Min>(-infinity, 1.0) == -infinity);
  CHECK(eval<O::F64Max>(2.0, 1.0) == 2.0);
}

TEST_CASE("rounding to integers", "[numeric]") {
  using O = Opcode;
  CHECK(eval<O::F32Nearest>(0.5f) == 0.0f);
  CHECK(eval<O::F32Nearest>(1.5f) == 2.0f);
  CHECK(eval<O::F32Nearest>(2.5f) == 2.0f);
  CHECK(bits(eval<O::F32Nearest>(-0.5f)) == min32);
  CHECK(eval<O::F64Nearest>(-1.5) == -2.0);
  CHECK(eval<O::F64Nearest>(4503599627370495.5) == 4503599627370496.0);
  CHECK(bits(eval<O::F64Ceil>(-0.7)) == min64);
  CHECK(eval<O::F64Floor>(-0.7) == -1.0);
  CHECK(bits(eval<O::F64Trunc>(-0.7)) == min64);
  CHECK(eval<O::F32Trunc>(8388609.0f) == 8388609.0f);
  CHECK(isArithmeticNan(eval<O::F32Ceil>(f32(0x7fa00000u))));
  CHECK(isArithmeticNan(eval<O::F64Nearest>(f64(0x7ff4000000000000u))));
}

TEST_CASE("signs of floats are bits", "[numeric]") {
  using O = Opcode;
  // Signalling NaNs keep their payload: these are not arithmetic.
  CHECK(bits(eval<O::F32Neg>(f32(0x7fa00001u))) == 0xffa00001u);
  CHECK(bits(eval<O::F32Abs>(f32(0xffa00001u))) == 0x7fa00001u);
  CHECK(bits(eval<O::F64Copysign>(f64(0x7ff4000000000001u), -1.0)) == 0xfff4000000000001u);
  CHECK(bits(eval<O::F64Neg>(0.0)) == min64);
}

TEST_CASE("truncation traps just outside of the range", "[numeric]") {
  using O = Opcode;
  using U32 = std::uint32_t;
  using U64 = std::uint64_t;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(trapOf<O::I32TruncF64S, U32>(nan) == TrapKind::InvalidConversion);
  CHECK(trapOf<O::I64TruncF32U, U64>(float(nan)) == TrapKind::InvalidConversion);
  CHECK(trapOf<O::I32TruncF64S, U32>(infinity) == TrapKind::IntegerOverflow);

  CHECK(valueOf<O::I32TruncF64S, U32>(2147483647.9) == 0x7fffffffu);
  CHECK(trapOf<O::I32TruncF64S, U32>(2147483648.0) == TrapKind::IntegerOverflow);
  CHECK(valueOf<O::I32TruncF64S, U32>(-2147483648.9) == min32);
  CHECK(trapOf<O::I32TruncF64S, U32>(-2147483649.0) == TrapKind::IntegerOverflow);
  CHECK(valueOf<O::I32TruncF64U, U32>(4294967295.9) == minus32);
  CHECK(trapOf<O::I32TruncF64U, U32>(4294967296.0) == TrapKind::IntegerOverflow);
  CHECK(valueOf<O::I32TruncF64U, U32>(-0.9) == 0);
  CHECK(trapOf<O::I32TruncF64U, U32>(-1.0) == TrapKind::IntegerOverflow);

  CHECK(valueOf<O::I32TruncF32S, U32>(0x1.fffffep30f) == 0x7fffff80u);
  CHECK(trapOf<O::I32TruncF32S, U32>(0x1p31f) == TrapKind::IntegerOverflow);
  CHECK(valueOf<O::I32TruncF32S, U32>(-0x1p31f) == min32);
  CHECK(trapOf<O::I32TruncF32S, U32>(-0x1.000002p31f) == TrapKind::IntegerOverflow);
  CHECK(valueOf<O::I32TruncF32U, U32>(0x1.fffffep31f) == 0xffffff00u);
  CHECK(trapOf<O::I32TruncF32U, U32>(0x1p32f) == TrapKind::IntegerOverflow);

  CHECK(valueOf<O::I64TruncF64S, U64>(-0x1p63) == min64);
  CHECK(trapOf<O::I64TruncF64S, U64>(0x1p63) == TrapKind::IntegerOverflow);
  CHECK(trapOf<O::I64TruncF64S, U64>(-0x1.0000000000001p63) == TrapKind::IntegerOverflow);
  CHECK(valueOf<O::I64TruncF64U, U64>(0x1.fffffffffffffp63) == 0xfffffffffffff800u);
  CHECK(trapOf<O::I64TruncF64U, U64>(0x1p64) == TrapKind::IntegerOverflow);
  CHECK(valueOf<O::I64TruncF32S, U64>(-0x1p63f) == min64);
  CHECK(trapOf<O::I64TruncF32S, U64>(0x1p63f) == TrapKind::IntegerOverflow);
  CHECK(trapOf<O::I64TruncF32U, U64>(-1.0f) == TrapKind::IntegerOverflow);
}

TEST_CASE("saturating truncation", "[numeric]") {
  using O = Opcode;
  const float nan = std::numeric_limits<float>::quiet_NaN();
  CHECK(eval<O::I32TruncSatF32S>(nan) == 0);
  CHECK(eval<O::I32TruncSatF32S>(0x1p31f) == 0x7fffffffu);
  CHECK(eval<O::I32TruncSatF32S>(-1e30f) == min32);
  CHECK(eval<O::I32TruncSatF32U>(-5.0f) == 0);
  CHECK(eval<O::I32TruncSatF32U>(1e30f) == minus32);
  CHECK(eval<O::I32TruncSatF64S>(-2147483648.9) == min32);
  CHECK(eval<O::I64TruncSatF64S>(infinity) == 0x7fffffffffffffffu);
  CHECK(eval<O::I64TruncSatF64S>(-infinity) == min64);
  CHECK(eval<O::I64TruncSatF64U>(0x1p64) == minus64);
  CHECK(eval<O::I64TruncSatF32U>(-0.5f) == 0);
}

TEST_CASE("conversions to floats round once, to even", "[numeric]") {
  using O = Opcode;
  CHECK(eval<O::F32ConvertI32S>(16777217u) == 16777216.0f);
  CHECK(eval<O::F32ConvertI32S>(16777219u) == 16777220.0f);
  CHECK(eval<O::F32ConvertI32U>(minus32) == 0x1p32f);
  CHECK(eval<O::F32ConvertI64S>(min64) == -0x1p63f);
  // By way of a double this would be rounded twice, to 0x1p53.
  CHECK(eval<O::F32ConvertI64U>(std::uint64_t{0x0020000020000001}) == 0x1.000002p53f);
  CHECK(eval<O::F64ConvertI64U>(minus64) == 0x1p64);
  CHECK(eval<O::F64ConvertI64S>(std::uint64_t{9007199254740993}) == 9007199254740992.0);
  CHECK(eval<O::F64ConvertI32U>(minus32) == 4294967295.0);
  CHECK(eval<O::F32DemoteF64>(1e300) == std::numeric_limits<float>::infinity());
  CHECK(eval<O::F32DemoteF64>(0x1.000001p0) == 1.0f);
  CHECK(isArithmeticNan(eval<O::F32DemoteF64>(f64(0x7ff4000000000000u))));
  CHECK(isArithmeticNan(eval<O::F64PromoteF32>(f32(0x7fa00000u))));
  CHECK(eval<O::I32ReinterpretF32>(-0.0f) == min32);
  CHECK(bits(eval<O::F64ReinterpretI64>(min64)) == min64);
}
