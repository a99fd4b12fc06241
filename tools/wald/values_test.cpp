#include "tools/wald/values.h"

#include <catch2/catch.hpp>

using namespace wald;
using namespace wald::command;
namespace types = wasm::types;

namespace {

std::uint64_t bitsOf(std::string_view text, wasm::ValType type) {
  const auto value = parseValue(text, type);
  INFO(text);
  REQUIRE(value);
  CHECK(value->type == type);
  return value->low;
}

std::string roundTrip(std::string_view text, wasm::ValType type) {
  const auto value = parseValue(text, type);
  INFO(text);
  REQUIRE(value);
  const std::string printed = printValue(*value);
  const auto again = parseValue(printed, type);
  REQUIRE(again);
  CHECK(again->low == value->low);
  CHECK(again->high == value->high);
  return printed;
}

}  // namespace

TEST_CASE("integers") {
  CHECK(bitsOf("42", types::i32) == 42);
  CHECK(bitsOf("-1", types::i32) == 0xffffffff);
  CHECK(bitsOf("4294967295", types::i32) == 0xffffffff);
  CHECK(bitsOf("0xFFFF_ffff", types::i32) == 0xffffffff);
  CHECK(bitsOf("-2147483648", types::i32) == 0x80000000);
  CHECK(bitsOf("i32:7", types::i32) == 7);
  CHECK(bitsOf("-9223372036854775808", types::i64) == 0x8000000000000000);
  CHECK(bitsOf("18446744073709551615", types::i64) == 0xffffffffffffffff);
}

TEST_CASE("what is no value of the type is refused") {
  for (const char* text : {"", "-", "x", "1.5", "4294967296", "-2147483649", "0x", "1__0", "_1",
                           "1_", " 1", "1 ", "--1", "0x1_", "i64:1", "i32", "i32:"}) {
    INFO(text);
    CHECK_FALSE(parseValue(text, types::i32));
  }
  for (const char* text : {"", ".", ".5", "1e", "e5", "1e+", "1p3", "0x1e+5p", "infinity", "NaN",
                           "nan:", "nan:0x", "nan:0x0", "nan:0x800000", "1e39", "--1", "0x.8"}) {
    INFO(text);
    CHECK_FALSE(parseValue(text, types::f32));
  }
  const auto wrong = parseValue("two", types::i32);
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().message() ==
        "'two' is not a value of type i32 (such as -1, 42 or 0xff, in its range)");
}

TEST_CASE("floats keep every bit") {
  CHECK(roundTrip("0.1", types::f32) == "f32:0.1");
  CHECK(roundTrip("0.1", types::f64) == "f64:0.1");
  CHECK(roundTrip("-0.0", types::f64) == "f64:-0");
  CHECK(roundTrip("3", types::f64) == "f64:3");
  CHECK(roundTrip("0x1.8p3", types::f32) == "f32:12");
  CHECK(roundTrip("0x1p-149", types::f32) == "f32:1e-45");
  CHECK(roundTrip("1.7976931348623157e308", types::f64) == "f64:1.7976931348623157e+308");
  CHECK(roundTrip("-inf", types::f32) == "f32:-inf");
  CHECK(roundTrip("nan", types::f32) == "f32:nan");
  CHECK(roundTrip("-nan", types::f64) == "f64:-nan");
  CHECK(roundTrip("nan:0x200000", types::f32) == "f32:nan:0x200000");
  CHECK(roundTrip("nan:0xc000000000000", types::f64) == "f64:nan:0xc000000000000");
  CHECK(bitsOf("nan", types::f32) == 0x7fc00000);
}

TEST_CASE("vectors are a shape and its lanes") {
  const auto value = parseValue("i16x8:0,1,2,3,4,5,6,-1", types::v128);
  REQUIRE(value);
  CHECK(value->low == 0x0003000200010000);
  CHECK(value->high == 0xffff000600050004);
  CHECK(roundTrip("i32x4:1,2,3,4", types::v128) ==
        "v128:i32x4:0x00000001,0x00000002,0x00000003,0x00000004");
  CHECK(parseValue("f32x4:1,2,3,4", types::v128)->low == 0x400000003f800000);
  CHECK(parseValue("f64x2:1,2", types::v128)->high == 0x4000000000000000);
  for (const char* text :
       {"", "1", "i32x4", "i32x4:", "i32x4:1,2,3", "i32x4:1,2,3,4,", "i32x4:1,2,3,4,5",
        "i8x16:256,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0", "i3x2:1,2"}) {
    INFO(text);
    CHECK_FALSE(parseValue(text, types::v128));
  }
}

TEST_CASE("references can be null") {
  CHECK(bitsOf("null", types::externref) == 0);
  CHECK(roundTrip("null", types::funcref) == "funcref:null");
  CHECK_FALSE(parseValue("7", types::externref));
  CHECK_FALSE(parseValue("null", wasm::ValType::ref(wasm::AbsHeap::Func, false)));
}
