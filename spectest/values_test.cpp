#include "spectest/values.h"

#include <limits>

#include <catch2/catch.hpp>

using namespace wald;
using namespace wald::spectest;
using Form = text::ScriptValue::Form;
using runtime::Value;

namespace {

text::ScriptValue bits(wasm::ValType type, std::uint64_t low, std::uint64_t high = 0) {
  return {.form = Form::Bits, .type = type, .bits = {low, high}};
}

text::ScriptValue form(Form form, wasm::ValType type) { return {.form = form, .type = type}; }

struct Fixture {
  runtime::Engine engine{runtime::Config{}};
  bool matches(const text::ScriptValue& expected, const Value& actual) const {
    return spectest::matches(expected, actual, engine);
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "numbers are compared by their bits and type") {
  CHECK(matches(bits(wasm::types::i32, 5), Value::i32(5)));
  CHECK_FALSE(matches(bits(wasm::types::i32, 5), Value::i32(6)));
  CHECK_FALSE(matches(bits(wasm::types::i32, 5), Value::i64(5)));
  CHECK_FALSE(matches(bits(wasm::types::f64, 0), Value::f64(-0.0)));
  CHECK(matches(bits(wasm::types::v128, 1, 2), Value{wasm::types::v128, 1, 2}));
  CHECK_FALSE(matches(bits(wasm::types::v128, 1, 2), Value{wasm::types::v128, 1, 3}));
}

TEST_CASE_METHOD(Fixture, "canonical and arithmetic NaNs") {
  const auto f32 = [](std::uint64_t payload) { return Value{wasm::types::f32, payload}; };
  const auto canonical = form(Form::NanCanonical, wasm::types::f32);
  const auto arithmetic = form(Form::NanArithmetic, wasm::types::f32);
  for (const std::uint64_t nan : {0x7fc00000u, 0xffc00000u}) {
    CHECK(matches(canonical, f32(nan)));
    CHECK(matches(arithmetic, f32(nan)));
  }
  CHECK_FALSE(matches(canonical, f32(0x7fc00001)));
  CHECK(matches(arithmetic, f32(0x7fc00001)));
  CHECK_FALSE(matches(arithmetic, f32(0x7fa00000)));
  CHECK_FALSE(matches(arithmetic, f32(0x7f800000)));

  const Value f64{wasm::types::f64, 0xfff8000000000000};
  CHECK(matches(form(Form::NanCanonical, wasm::types::f64), f64));
  CHECK_FALSE(matches(canonical, f64));
}

TEST_CASE_METHOD(Fixture, "lanes") {
  text::ScriptValue expected{
      .form = Form::Lanes, .type = wasm::types::v128, .laneBits = 32, .laneIsFloat = true};
  expected.alternatives = {bits(wasm::types::f32, 1), form(Form::NanCanonical, wasm::types::f32),
                           bits(wasm::types::f32, 3), form(Form::NanArithmetic, wasm::types::f32)};
  CHECK(matches(expected, {wasm::types::v128, 0x7fc0000000000001, 0xffc0000100000003}));
  CHECK_FALSE(matches(expected, {wasm::types::v128, 0x7fc0000100000001, 0xffc0000100000003}));
  CHECK_FALSE(matches(expected, {wasm::types::v128, 0x7fc0000000000001, 0xffc0000100000004}));

  text::ScriptValue bytes{.form = Form::Lanes, .type = wasm::types::v128, .laneBits = 8};
  for (unsigned i = 0; i < 16; ++i) bytes.alternatives.push_back(bits(wasm::types::i32, i));
  CHECK(matches(bytes, {wasm::types::v128, 0x0706050403020100, 0x0f0e0d0c0b0a0908}));
  CHECK_FALSE(matches(bytes, {wasm::types::v128, 0x0706050403020100, 0x0f0e0d0c0b0a0909}));
}

TEST_CASE_METHOD(Fixture, "references") {
  const Value null{wasm::types::externref, 0};
  const Value seven{wasm::types::externref, runtime::hostRef(7)};
  text::ScriptValue external = form(Form::RefExtern, wasm::types::externref);
  CHECK(matches(form(Form::RefNull, wasm::types::externref), null));
  CHECK(matches(form(Form::RefNull, wasm::ValType()), null));
  CHECK_FALSE(matches(form(Form::RefNull, wasm::types::externref), seven));
  CHECK(matches(external, seven));
  CHECK_FALSE(matches(external, null));
  external.hasNumber = true;
  external.bits = {7, 0};
  CHECK(matches(external, seven));
  CHECK(toArgument(external).low == seven.low);
  external.bits = {0, 0};
  CHECK_FALSE(matches(external, seven));
  CHECK(toArgument(external).low != 0);

  const auto anyFunction = form(Form::RefAny, wasm::ValType::ref(wasm::AbsHeap::Func, false));
  CHECK(matches(anyFunction, {wasm::types::funcref, 0x1000}));
  CHECK_FALSE(matches(anyFunction, {wasm::types::funcref, 0}));
  CHECK_FALSE(matches(anyFunction, seven));
  CHECK_FALSE(matches(anyFunction, Value::i64(0x1000)));
}

TEST_CASE_METHOD(Fixture, "alternatives") {
  text::ScriptValue either{.form = Form::Either};
  either.alternatives = {bits(wasm::types::i32, 1), bits(wasm::types::i32, 2)};
  CHECK(matches(either, Value::i32(2)));
  CHECK_FALSE(matches(either, Value::i32(3)));
}

TEST_CASE_METHOD(Fixture, "differences name the result, what was expected and what came") {
  const text::ScriptValue expected[] = {bits(wasm::types::i32, 1),
                                        form(Form::NanCanonical, wasm::types::f32)};
  const Value good[] = {Value::i32(1), Value::f32(std::numeric_limits<float>::quiet_NaN())};
  const Value bad[] = {Value::i32(1), Value::f32(1.5F)};
  CHECK_FALSE(difference(expected, good, engine));
  CHECK(difference(expected, bad, engine) ==
        "result 1: expected (f32.const nan:canonical), got (f32.const 1.5 (; 0x3fc00000 ;))");
  CHECK(difference(expected, std::span(good).first(1), engine) == "expected 2 results, got 1");
}
