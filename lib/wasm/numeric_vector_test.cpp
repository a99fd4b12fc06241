#include "wasm/numeric_vector.h"

#include <array>
#include <vector>

#include <catch2/catch.hpp>

using namespace wald::wasm;

namespace {

using I8 = std::int8_t;
using U8 = std::uint8_t;
using I16 = std::int16_t;
using U16 = std::uint16_t;
using I32 = std::int32_t;
using U32 = std::uint32_t;
using I64 = std::int64_t;
using U64 = std::uint64_t;

/// A vector whose lanes are those given, then the last one again.
template <typename T, typename... A>
V128 vec(A... values) {
  const std::vector<T> given{static_cast<T>(values)...};
  return packEach<T>([&](unsigned i) { return i < given.size() ? given[i] : given.back(); });
}

template <typename T>
std::vector<T> lanesOf(V128 value) {
  std::vector<T> result(laneCount<T>);
  std::memcpy(result.data(), &value, 16);
  return result;
}

template <Opcode Op, typename... A>
auto eval(A... a) {
  return numeric::Meaning<Op>::apply(a...);
}

bool same(V128 a, V128 b) { return a[0] == b[0] && a[1] == b[1]; }

/// Checks an operator lane by lane against a function of one lane, over all pairs of interesting
/// values.
template <Opcode Op, typename T, typename R, typename F>
void checkBinary(const std::vector<T>& values, F expected) {
  for (const T a : values) {
    for (const T b : values) {
      const V128 result = eval<Op>(vec<T>(a, b), vec<T>(b, a));
      INFO(infoOf(Op).mnemonic() << " of " << +a << " and " << +b);
      REQUIRE(+lanesOf<R>(result)[0] == +static_cast<R>(expected(a, b)));
      REQUIRE(+lanesOf<R>(result)[1] == +static_cast<R>(expected(b, a)));
    }
  }
}

template <typename T>
std::vector<T> edges() {
  using L = std::numeric_limits<T>;
  std::vector<T> values{
      0, 1, 2, 3, 5, 100, L::max(), T(L::max() - 1), L::min(), T(L::min() + 1), T(L::max() / 2)};
  for (int i = 1; i <= 4; ++i) values.push_back(static_cast<T>(-i));
  return values;
}

template <typename T, typename W>
T clamp(W value) {
  using L = std::numeric_limits<T>;
  return value < L::min() ? L::min() : value > L::max() ? L::max() : static_cast<T>(value);
}

}  // namespace

TEST_CASE("lanes compare to all ones or zero", "[vector]") {
  using O = Opcode;
  checkBinary<O::I8x16Eq, I8, I8>(edges<I8>(), [](I8 a, I8 b) { return a == b ? -1 : 0; });
  checkBinary<O::I8x16LtS, I8, I8>(edges<I8>(), [](I8 a, I8 b) { return a < b ? -1 : 0; });
  checkBinary<O::I8x16LtU, U8, I8>(edges<U8>(), [](U8 a, U8 b) { return a < b ? -1 : 0; });
  checkBinary<O::I16x8GeU, U16, I16>(edges<U16>(), [](U16 a, U16 b) { return a >= b ? -1 : 0; });
  checkBinary<O::I16x8GtS, I16, I16>(edges<I16>(), [](I16 a, I16 b) { return a > b ? -1 : 0; });
  checkBinary<O::I32x4LeU, U32, I32>(edges<U32>(), [](U32 a, U32 b) { return a <= b ? -1 : 0; });
  checkBinary<O::I32x4Ne, I32, I32>(edges<I32>(), [](I32 a, I32 b) { return a != b ? -1 : 0; });
  checkBinary<O::I64x2GeS, I64, I64>(edges<I64>(), [](I64 a, I64 b) { return a >= b ? -1 : 0; });
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(lanesOf<U64>(eval<O::F64x2Eq>(vec<double>(nan, 1), vec<double>(nan, 1))) ==
        std::vector<U64>{0, ~U64{0}});
  CHECK(lanesOf<U64>(eval<O::F64x2Ne>(vec<double>(nan, -0.0), vec<double>(nan, 0.0))) ==
        std::vector<U64>{~U64{0}, 0});
  CHECK(lanesOf<U32>(eval<O::F32x4Lt>(vec<float>(1, 2, nan, -1), vec<float>(2, 1, 0, -0.0f))) ==
        std::vector<U32>{~0u, 0, 0, ~0u});
}

TEST_CASE("integer arithmetic wraps or saturates", "[vector]") {
  using O = Opcode;
  checkBinary<O::I8x16Add, I8, I8>(edges<I8>(), [](I8 a, I8 b) { return a + b; });
  checkBinary<O::I8x16AddSatS, I8, I8>(edges<I8>(), [](I8 a, I8 b) { return clamp<I8>(a + b); });
  checkBinary<O::I8x16SubSatS, I8, I8>(edges<I8>(), [](I8 a, I8 b) { return clamp<I8>(a - b); });
  checkBinary<O::I8x16AddSatU, U8, U8>(edges<U8>(), [](U8 a, U8 b) { return clamp<U8>(a + b); });
  checkBinary<O::I8x16SubSatU, U8, U8>(edges<U8>(), [](U8 a, U8 b) { return clamp<U8>(a - b); });
  checkBinary<O::I16x8AddSatS, I16, I16>(edges<I16>(),
                                         [](I16 a, I16 b) { return clamp<I16>(a + b); });
  checkBinary<O::I16x8SubSatS, I16, I16>(edges<I16>(),
                                         [](I16 a, I16 b) { return clamp<I16>(a - b); });
  checkBinary<O::I16x8AddSatU, U16, U16>(edges<U16>(),
                                         [](U16 a, U16 b) { return clamp<U16>(a + b); });
  checkBinary<O::I16x8SubSatU, U16, U16>(edges<U16>(),
                                         [](U16 a, U16 b) { return clamp<U16>(a - b); });
  checkBinary<O::I8x16AvgrU, U8, U8>(edges<U8>(), [](U8 a, U8 b) { return (a + b + 1) / 2; });
  checkBinary<O::I16x8AvgrU, U16, U16>(edges<U16>(), [](U16 a, U16 b) { return (a + b + 1) / 2; });
  checkBinary<O::I16x8Mul, U16, U16>(edges<U16>(), [](U16 a, U16 b) { return U32{a} * b; });
  checkBinary<O::I64x2Mul, U64, U64>(edges<U64>(), [](U64 a, U64 b) { return a * b; });
  checkBinary<O::I8x16MinS, I8, I8>(edges<I8>(), [](I8 a, I8 b) { return std::min(a, b); });
  checkBinary<O::I8x16MaxU, U8, U8>(edges<U8>(), [](U8 a, U8 b) { return std::max(a, b); });
  checkBinary<O::I16x8MinU, U16, U16>(edges<U16>(), [](U16 a, U16 b) { return std::min(a, b); });
  checkBinary<O::I32x4MaxS, I32, I32>(edges<I32>(), [](I32 a, I32 b) { return std::max(a, b); });
  checkBinary<O::I16x8Q15mulrSatS, I16, I16>(
      edges<I16>(), [](I16 a, I16 b) { return clamp<I16>((a * b + 0x4000) >> 15); });
  CHECK(lanesOf<I8>(eval<O::I8x16Abs>(vec<I8>(-128, -1, 5)))[0] == -128);
  CHECK(lanesOf<I8>(eval<O::I8x16Abs>(vec<I8>(-128, -1, 5)))[1] == 1);
  CHECK(lanesOf<I64>(eval<O::I64x2Neg>(vec<I64>(std::numeric_limits<I64>::min(), 7))) ==
        std::vector<I64>{std::numeric_limits<I64>::min(), -7});
  for (unsigned i = 0; i < 256; ++i) {
    REQUIRE(lanesOf<U8>(eval<O::I8x16Popcnt>(vec<U8>(i)))[3] == std::popcount(i));
  }
}

TEST_CASE("shifts of lanes take their count modulo the width", "[vector]") {
  using O = Opcode;
  CHECK(same(eval<O::I8x16Shl>(vec<U8>(0x81), 9u), vec<U8>(2)));
  CHECK(same(eval<O::I8x16ShrS>(vec<U8>(0x80), 7u), vec<U8>(0xff)));
  CHECK(same(eval<O::I8x16ShrU>(vec<U8>(0x80), 15u), vec<U8>(1)));
  CHECK(same(eval<O::I16x8Shl>(vec<U16>(1), 16u), vec<U16>(1)));
  CHECK(same(eval<O::I16x8ShrS>(vec<U16>(0x8000), 31u), vec<U16>(0xffff)));
  CHECK(same(eval<O::I32x4ShrU>(vec<U32>(0x80000000u), 63u), vec<U32>(1)));
  CHECK(same(eval<O::I64x2ShrS>(vec<I64>(-8), 65u), vec<I64>(-4)));
  CHECK(same(eval<O::I64x2Shl>(vec<U64>(3), 64u), vec<U64>(3)));
}

TEST_CASE("tests gather lanes", "[vector]") {
  using O = Opcode;
  CHECK(eval<O::V128AnyTrue>(vec<U8>(0)) == 0);
  CHECK(eval<O::V128AnyTrue>(vec<U64>(0, 1)) == 1);
  CHECK(eval<O::I8x16AllTrue>(vec<U8>(1, 2, 0, 3)) == 0);
  CHECK(eval<O::I16x8AllTrue>(vec<U16>(0x100, 1)) == 1);
  CHECK(eval<O::I64x2AllTrue>(vec<U64>(1, 0)) == 0);
  // Every single bit, and runs of them, at its own place.
  for (unsigned i = 0; i < 16; ++i) {
    std::array<U8, 16> bytes{};
    bytes[i] = 0x80;
    V128 value;
    std::memcpy(&value, bytes.data(), 16);
    REQUIRE(eval<O::I8x16Bitmask>(value) == 1u << i);
    REQUIRE(eval<O::I8x16Bitmask>(~value) == (0xffffu & ~(1u << i)));
    REQUIRE(eval<O::I16x8Bitmask>(value) == (i % 2 ? 1u << i / 2 : 0u));
    REQUIRE(eval<O::I32x4Bitmask>(value) == (i % 4 == 3 ? 1u << i / 4 : 0u));
    REQUIRE(eval<O::I64x2Bitmask>(value) == (i % 8 == 7 ? 1u << i / 8 : 0u));
  }
  CHECK(eval<O::I16x8Bitmask>(vec<I16>(-1)) == 0xff);
  CHECK(eval<O::I32x4Bitmask>(vec<I32>(-1)) == 0xf);
  CHECK(eval<O::I64x2Bitmask>(vec<I64>(-1)) == 3);
  CHECK(eval<O::I8x16Bitmask>(vec<U8>(0x7f)) == 0);
}

TEST_CASE("lanes become wider and narrower", "[vector]") {
  using O = Opcode;
  const V128 bytes = vec<I8>(1, -2, 3, -4, 5, -6, 7, -8, 9, -10, 11, -12, 13, -14, 15, -128);
  CHECK(same(eval<O::I16x8ExtendLowI8x16S>(bytes), vec<I16>(1, -2, 3, -4, 5, -6, 7, -8)));
  CHECK(same(eval<O::I16x8ExtendHighI8x16S>(bytes), vec<I16>(9, -10, 11, -12, 13, -14, 15, -128)));
  CHECK(same(eval<O::I16x8ExtendHighI8x16U>(bytes), vec<I16>(9, 246, 11, 244, 13, 242, 15, 128)));
  CHECK(
      same(eval<O::I16x8ExtaddPairwiseI8x16S>(bytes), vec<I16>(-1, -1, -1, -1, -1, -1, -1, -113)));
  CHECK(same(eval<O::I16x8ExtaddPairwiseI8x16U>(bytes),
             vec<I16>(255, 255, 255, 255, 255, 255, 255, 143)));
  CHECK(same(eval<O::I16x8ExtmulHighI8x16S>(bytes, bytes),
             vec<I16>(81, 100, 121, 144, 169, 196, 225, 16384)));
  CHECK(same(eval<O::I16x8ExtmulLowI8x16U>(vec<U8>(255), vec<U8>(255)), vec<U16>(65025)));
  CHECK(same(eval<O::I32x4ExtmulLowI16x8S>(vec<I16>(-32768), vec<I16>(-32768)),
             vec<I32>(0x40000000)));
  CHECK(same(eval<O::I64x2ExtmulHighI32x4U>(vec<U32>(0xffffffffu), vec<U32>(0xffffffffu)),
             vec<U64>(0xfffffffe00000001u)));
  CHECK(same(eval<O::I64x2ExtendLowI32x4S>(vec<I32>(-1, 2)), vec<I64>(-1, 2)));
  CHECK(same(eval<O::I32x4DotI16x8S>(vec<I16>(-32768), vec<I16>(-32768)), vec<U32>(0x80000000u)));
  CHECK(same(eval<O::I32x4DotI16x8S>(vec<I16>(1, 2, 3, 4, 5, 6, 7, 8),
                                     vec<I16>(1, -1, 1, -1, 1, -1, 1, -1)),
             vec<I32>(-1)));
  const V128 wide = vec<I16>(-32768, -129, -128, -1, 0, 127, 128, 32767);
  const V128 narrowed = eval<O::I8x16NarrowI16x8S>(wide, vec<I16>(300));
  CHECK(same(narrowed, vec<I8>(-128, -128, -128, -1, 0, 127, 127, 127)));
  CHECK(same(eval<O::I8x16NarrowI16x8U>(wide, vec<I16>(-300)),
             vec<U8>(0, 0, 0, 0, 0, 127, 128, 255, 0)));
  CHECK(same(eval<O::I16x8NarrowI32x4U>(vec<I32>(-1, 65535, 65536, 1), vec<I32>(2)),
             vec<U16>(0, 65535, 65535, 1, 2)));
  CHECK(same(eval<O::I16x8NarrowI32x4S>(vec<I32>(-32769, 32768), vec<I32>(-5)),
             vec<I16>(-32768, 32767, 32767, 32767, -5)));
}

TEST_CASE("vectors of floats: minimum, maximum, pseudo-minimum and -maximum", "[vector]") {
  using O = Opcode;
  const std::vector<float> values{0.0f,  -0.0f, 1.0f, -1.0f, std::numeric_limits<float>::infinity(),
                                  1e-40f};
  const auto check = [&](auto vector, auto scalar) {
    for (const float a : values) {
      for (const float b : values) {
        REQUIRE(same(vector(vec<float>(a), vec<float>(b)), vec<float>(scalar(a, b))));
      }
    }
  };
  check(eval<O::F32x4Min, V128, V128>, eval<O::F32Min, float, float>);
  check(eval<O::F32x4Max, V128, V128>, eval<O::F32Max, float, float>);
  check(eval<O::F32x4Pmin, V128, V128>, [](float a, float b) { return b < a ? b : a; });
  check(eval<O::F32x4Pmax, V128, V128>, [](float a, float b) { return a < b ? b : a; });
  const V128 signalling = vec<U64>(0x7ff4000000000000u);
  CHECK((lanesOf<U64>(eval<O::F64x2Min>(signalling, vec<double>(1)))[1] & 0x7ff8000000000000u) ==
        0x7ff8000000000000u);
  CHECK((lanesOf<U64>(eval<O::F64x2Max>(vec<double>(1), signalling))[0] & 0x7ff8000000000000u) ==
        0x7ff8000000000000u);
  CHECK(same(eval<O::F64x2Pmin>(signalling, vec<double>(1)), signalling));
  CHECK(same(eval<O::F32x4Neg>(vec<U32>(0x7fa00001u)), vec<U32>(0xffa00001u)));
  CHECK(same(eval<O::F64x2Abs>(vec<U64>(0xfff4000000000001u)), vec<U64>(0x7ff4000000000001u)));
}

TEST_CASE("vectors of floats round as scalars do", "[vector]") {
  using O = Opcode;
  std::vector<double> values{0.0,
                             0.3,
                             0.5,
                             0.7,
                             1.0,
                             1.5,
                             2.5,
                             3.499,
                             0x1p22,
                             0x1p23,
                             8388609.0,
                             4194304.5,
                             4194303.5,
                             0x1p51,
                             2251799813685248.5,
                             4503599627370495.5,
                             0x1p52,
                             0x1p63,
                             1e300,
                             std::numeric_limits<double>::infinity(),
                             5e-324};
  for (std::size_t i = values.size(); i-- > 0;) values.push_back(-values[i]);
  for (const double value : values) {
    INFO(value);
    const auto narrow = static_cast<float>(value);
    REQUIRE(
        same(eval<O::F64x2Nearest>(vec<double>(value)), vec<double>(eval<O::F64Nearest>(value))));
    REQUIRE(same(eval<O::F64x2Trunc>(vec<double>(value)), vec<double>(eval<O::F64Trunc>(value))));
    REQUIRE(same(eval<O::F64x2Floor>(vec<double>(value)), vec<double>(eval<O::F64Floor>(value))));
    REQUIRE(same(eval<O::F64x2Ceil>(vec<double>(value)), vec<double>(eval<O::F64Ceil>(value))));
    REQUIRE(
        same(eval<O::F32x4Nearest>(vec<float>(narrow)), vec<float>(eval<O::F32Nearest>(narrow))));
    REQUIRE(same(eval<O::F32x4Trunc>(vec<float>(narrow)), vec<float>(eval<O::F32Trunc>(narrow))));
    REQUIRE(same(eval<O::F32x4Floor>(vec<float>(narrow)), vec<float>(eval<O::F32Floor>(narrow))));
    REQUIRE(same(eval<O::F32x4Ceil>(vec<float>(narrow)), vec<float>(eval<O::F32Ceil>(narrow))));
  }
  CHECK(same(eval<O::F32x4Floor>(vec<U32>(0xffa00001u)), vec<U32>(0xffe00001u)));
}

TEST_CASE("conversions of lanes", "[vector]") {
  using O = Opcode;
  const float nan = std::numeric_limits<float>::quiet_NaN();
  CHECK(same(eval<O::I32x4TruncSatF32x4S>(vec<float>(nan, 3e9f, -3e9f, -1.9f)),
             vec<I32>(0, 0x7fffffff, std::numeric_limits<I32>::min(), -1)));
  CHECK(same(eval<O::I32x4TruncSatF32x4U>(vec<float>(nan, 5e9f, -1.0f, 3e9f)),
             vec<U32>(0, ~0u, 0, 3000000000u)));
  CHECK(same(eval<O::I32x4TruncSatF64x2SZero>(vec<double>(-2147483648.9, 1e10)),
             vec<U32>(0x80000000u, 0x7fffffffu, 0)));
  CHECK(same(eval<O::I32x4TruncSatF64x2UZero>(vec<double>(4294967295.9, -1)), vec<U32>(~0u, 0)));
  CHECK(same(eval<O::F32x4ConvertI32x4U>(vec<U32>(~0u, 0x80000080u, 0x800000c0u, 1)),
             vec<float>(0x1p32f, 0x1p31f, 0x1.000002p31f, 1)));
  CHECK(same(eval<O::F32x4ConvertI32x4S>(vec<I32>(-1, 16777217)), vec<float>(-1, 16777216.0f)));
  CHECK(same(eval<O::F64x2ConvertLowI32x4U>(vec<U32>(~0u, 2)), vec<double>(4294967295.0, 2)));
  CHECK(same(eval<O::F64x2ConvertLowI32x4S>(vec<I32>(-1, 2)), vec<double>(-1, 2)));
  CHECK(same(eval<O::F32x4DemoteF64x2Zero>(vec<double>(1e300, -2)),
             vec<float>(std::numeric_limits<float>::infinity(), -2, 0)));
  CHECK(same(eval<O::F64x2PromoteLowF32x4>(vec<float>(1.5f, -2, 9)), vec<double>(1.5, -2)));
}

TEST_CASE("lanes are moved", "[vector]") {
  using O = Opcode;
  const V128 a = vec<U8>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  const V128 b = vec<U8>(100, 101, 102, 103, 104);
  CHECK(same(eval<O::I8x16Shuffle>(a, b, vec<U8>(15, 16, 17, 0)), vec<U8>(15, 100, 101, 0)));
  CHECK(same(eval<O::I8x16Swizzle>(b, vec<U8>(3, 16, 255, 0, 2, 1)),
             vec<U8>(103, 0, 0, 100, 102, 101)));
  CHECK(eval<O::I8x16ExtractLaneS>(vec<U8>(0x80), 5u) == 0xffffff80u);
  CHECK(eval<O::I8x16ExtractLaneU>(a, 15u) == 15);
  CHECK(eval<O::I16x8ExtractLaneS>(vec<I16>(0, -1), 1u) == 0xffffffffu);
  CHECK(same(eval<O::I32x4ReplaceLane>(vec<U32>(1), 9u, 2u), vec<U32>(1, 1, 9, 1)));
  CHECK(same(eval<O::F64x2ReplaceLane>(vec<double>(1), 2.5, 1u), vec<double>(1, 2.5)));
  CHECK(same(eval<O::I16x8Splat>(0x12345u), vec<U16>(0x2345)));
  CHECK(same(eval<O::V128Load8x8S>(U64{0x80}), vec<I16>(-128, 0)));
  CHECK(same(eval<O::V128Load32x2U>(U64{0x8000000100000002}), vec<U64>(2, 0x80000001u)));
  CHECK(same(eval<O::V128Load16Splat>(U16{7}), vec<U16>(7)));
  CHECK(same(eval<O::V128Load32Zero>(~0u), vec<U32>(~0u, 0)));
  CHECK(same(eval<O::V128Load16Lane>(vec<U16>(1), U16{2}, 7u), vec<U16>(1, 1, 1, 1, 1, 1, 1, 2)));
  CHECK(eval<O::V128Store32Lane>(vec<U32>(1, 2, 3, 4), 2u) == 3);
  CHECK(same(eval<O::V128Bitselect>(vec<U8>(0xf0), vec<U8>(0x0f), vec<U8>(0x3c)), vec<U8>(0x33)));
  CHECK(same(eval<O::V128Andnot>(vec<U8>(0xff), vec<U8>(0x0f)), vec<U8>(0xf0)));
}

TEST_CASE("relaxed operators have the deterministic profile's meaning", "[vector]") {
  using O = Opcode;
  // Not fused: the product is rounded, and what is lost does not come back.
  const V128 large = vec<float>(0x1.000002p0f);
  CHECK(same(eval<O::F32x4RelaxedMadd>(large, large, vec<float>(-0x1.000004p0f)), vec<float>(0)));
  CHECK(same(eval<O::F64x2RelaxedNmadd>(vec<double>(2), vec<double>(3), vec<double>(10)),
             vec<double>(4)));
  CHECK(same(eval<O::I16x8RelaxedDotI8x16I7x16S>(vec<I8>(-128), vec<I8>(-128)), vec<I16>(32767)));
  CHECK(same(eval<O::I32x4RelaxedDotI8x16I7x16AddS>(vec<I8>(-128), vec<I8>(127), vec<I32>(1)),
             vec<I32>(-65023)));
  CHECK(same(eval<O::I16x8RelaxedQ15mulrS>(vec<I16>(-32768), vec<I16>(-32768)), vec<I16>(32767)));
}
