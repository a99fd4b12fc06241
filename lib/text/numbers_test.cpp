#include "text/numbers.h"

#include <bit>
#include <cfloat>
#include <cmath>
#include <cstdio>
#include <random>
#include <string>

#include <catch2/catch.hpp>

namespace wald::text {
namespace {

TEST_CASE("Unsigned integers have their range") {
  CHECK(parseUnsigned("255", 8) == 255u);
  CHECK(!parseUnsigned("256", 8));
  CHECK(parseUnsigned("0xffff_ffff", 32) == 0xffff'ffffu);
  CHECK(!parseUnsigned("4294967296", 32));
  CHECK(parseUnsigned("18446744073709551615", 64) == ~std::uint64_t{0});
  CHECK(!parseUnsigned("18446744073709551616", 64));
  CHECK(parseUnsigned("0xffff_ffff_ffff_ffff", 64) == ~std::uint64_t{0});
  CHECK(!parseUnsigned("0x1_0000_0000_0000_0000", 64));
  CHECK(parseUnsigned(std::string(1000, '0') + "7", 32) == 7u);
}

TEST_CASE("Integers may be signed or unsigned") {
  CHECK(parseInteger("-1", 32) == 0xffff'ffffu);
  CHECK(parseInteger("-0x8000_0000", 32) == 0x8000'0000u);
  CHECK(!parseInteger("-0x8000_0001", 32));
  CHECK(parseInteger("+4294967295", 32) == 0xffff'ffffu);
  CHECK(!parseInteger("4294967296", 32));
  CHECK(parseInteger("-9223372036854775808", 64) == std::uint64_t{1} << 63);
  CHECK(!parseInteger("-9223372036854775809", 64));
  CHECK(parseInteger("-128", 8) == 0x80u);
  CHECK(!parseInteger("-129", 8));
  CHECK(parseInteger("-0", 16) == 0u);
  CHECK(!parseInteger("1.0", 32));
  CHECK(!parseInteger("nan", 32));
}

TEST_CASE("Special values of floats") {
  CHECK(parseF32("inf") == 0x7f80'0000u);
  CHECK(parseF32("-inf") == 0xff80'0000u);
  CHECK(parseF32("nan") == 0x7fc0'0000u);
  CHECK(parseF32("-nan:0x1") == 0xff80'0001u);
  CHECK(parseF32("nan:0x7f_ffff") == 0x7fff'ffffu);
  CHECK(!parseF32("nan:0x0"));
  CHECK(!parseF32("nan:0x80_0000"));
  CHECK(parseF64("nan:0xf_ffff_ffff_ffff") == 0x7fff'ffff'ffff'ffffu);
  CHECK(!parseF64("nan:0x10_0000_0000_0000"));
  CHECK(parseF64("-0") == std::uint64_t{1} << 63);
  CHECK(parseF64("+0x0p0") == 0u);
}

TEST_CASE("Floats at the ends of their range") {
  CHECK(parseF32("340282346638528859811704183484516925440") == 0x7f7f'ffffu);
  // Just below and at half a step beyond the greatest.
  CHECK(parseF32("340282356779733661637539395458142568447") == 0x7f7f'ffffu);
  CHECK(!parseF32("340282356779733661637539395458142568448"));
  CHECK(parseF32("0x1.fffffefp127") == 0x7f7f'ffffu);
  CHECK(parseF32("0x1.fffffeffffffffffffffffffp127") == 0x7f7f'ffffu);
  CHECK(!parseF32("0x1.ffffffp127"));
  CHECK(!parseF32("1e39"));
  CHECK(parseF64("1.7976931348623157e308") == 0x7fef'ffff'ffff'ffffu);
  CHECK(!parseF64("1.8e308"));
  CHECK(!parseF64("0x1p1024"));
  CHECK(!parseF64("1e99999999999999999999"));
  CHECK(parseF64("0e99999999999999999999") == 0u);
  CHECK(!parseF64("0x1p99999999999999999999"));

  CHECK(parseF32("0x1p-149") == 1u);
  CHECK(parseF32("0x1p-150") == 0u);
  CHECK(parseF32("0x1.000001p-150") == 1u);
  CHECK(parseF32("0x1p-151") == 0u);
  CHECK(parseF32("0x1.8p-149") == 2u);  // a tie goes to even
  CHECK(parseF32("0x1.fffffcp-127") == 0x7f'ffffu);
  CHECK(parseF32("0x1.fffffep-127") == 0x80'0000u);
  CHECK(parseF32("1e-45") == 1u);
  CHECK(parseF32("7.0064923216240853e-46") == 0u);
  CHECK(parseF32("7.0064923216240854e-46") == 1u);
  CHECK(parseF64("4.9406564584124654e-324") == 1u);
  CHECK(parseF64("2e-324") == 0u);
  CHECK(parseF64("-1e-400") == std::uint64_t{1} << 63);
  CHECK(parseF64("0x0.0000000000000000000001p-99999999999999999999") == 0u);
  CHECK(parseF64("0x1p-1074") == 1u);
  CHECK(parseF64("2.2250738585072011e-308") == 0xf'ffff'ffff'ffffu);
}

TEST_CASE("Floats round once, to the nearest, ties to even") {
  CHECK(parseF32("16777217") == std::bit_cast<std::uint32_t>(16777216.0f));
  CHECK(parseF32("16777219") == std::bit_cast<std::uint32_t>(16777220.0f));
  CHECK(parseF32("0x1.000001p0") == 0x3f80'0000u);
  CHECK(parseF32("0x1.0000010000000000000001p0") == 0x3f80'0001u);
  CHECK(parseF32("0x1.000003p0") == 0x3f80'0002u);
  // Rounded to a double first, this would be a tie.
  CHECK(parseF32("1.00000005960464477539062500000000001") == 0x3f80'0001u);
  CHECK(parseF64("9007199254740993") == std::bit_cast<std::uint64_t>(9007199254740992.0));
  CHECK(parseF64("0x20000000000001") == std::bit_cast<std::uint64_t>(9007199254740992.0));
  CHECK(parseF64("0x20000000000003") == std::bit_cast<std::uint64_t>(9007199254740996.0));
  CHECK(parseF64("1_0.2_5e0_1") == std::bit_cast<std::uint64_t>(102.5));
  CHECK(parseF64("0x1_0.8p1") == std::bit_cast<std::uint64_t>(33.0));
  CHECK(parseF64("1.") == std::bit_cast<std::uint64_t>(1.0));
  CHECK(parseF64("1.e1") == std::bit_cast<std::uint64_t>(10.0));
}

TEST_CASE("Printed floats come back") {
  std::mt19937_64 random(1);
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t bits = random();
    const auto wide = std::bit_cast<double>(bits);
    const auto narrow = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
    char text[64];
    if (std::isfinite(wide)) {
      std::snprintf(text, sizeof text, "%.17g", wide);
      CHECK(parseF64(text) == bits);
      std::snprintf(text, sizeof text, "%a", wide);
      CHECK(parseF64(text) == bits);
    }
    if (std::isfinite(narrow)) {
      std::snprintf(text, sizeof text, "%.9g", static_cast<double>(narrow));
      CHECK(parseF32(text) == static_cast<std::uint32_t>(bits));
      std::snprintf(text, sizeof text, "%a", static_cast<double>(narrow));
      CHECK(parseF32(text) == static_cast<std::uint32_t>(bits));
    }
    // Hexadecimal digits beyond the precision of a float.
    if (std::isfinite(wide) && std::abs(wide) < 1e38) {
      std::snprintf(text, sizeof text, "%a", wide);
      CHECK(parseF32(text) == std::bit_cast<std::uint32_t>(static_cast<float>(wide)));
    }
  }
}

}  // namespace
}  // namespace wald::text
