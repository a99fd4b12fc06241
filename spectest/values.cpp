#include "spectest/values.h"

#include <bit>

#include <fmt/format.h>

namespace wald::spectest {

namespace {

using Code = wasm::ValType::Code;
using Form = text::ScriptValue::Form;

bool isCanonicalNan(std::uint64_t bits, unsigned width) {
  return width == 32 ? (bits & 0x7fff'ffff) == 0x7fc0'0000
                     : (bits & 0x7fff'ffff'ffff'ffff) == 0x7ff8'0000'0000'0000;
}

bool isArithmeticNan(std::uint64_t bits, unsigned width) {
  return width == 32 ? (bits & 0x7fc0'0000) == 0x7fc0'0000
                     : (bits & 0x7ff8'0000'0000'0000) == 0x7ff8'0000'0000'0000;
}

unsigned widthOf(wasm::ValType type) {
  return type.code() == Code::I32 || type.code() == Code::F32 ? 32 : 64;
}

std::uint64_t lane(std::uint64_t low, std::uint64_t high, unsigned bits, std::size_t index) {
  const std::size_t perHalf = 64 / bits;
  const std::uint64_t half = index < perHalf ? low : high;
  const std::uint64_t shifted = half >> (index % perHalf * bits);
  return bits == 64 ? shifted : shifted & ((std::uint64_t{1} << bits) - 1);
}

bool laneMatches(const text::ScriptValue& expected, std::uint64_t actual, unsigned bits) {
  switch (expected.form) {
    case Form::NanCanonical: return isCanonicalNan(actual, bits);
    case Form::NanArithmetic: return isArithmeticNan(actual, bits);
    default: return expected.bits[0] == actual;
  }
}

bool lanesMatch(const text::ScriptValue& expected, const runtime::Value& actual) {
  if (expected.alternatives.size() * expected.laneBits != 128) return false;
  for (std::size_t i = 0; i < expected.alternatives.size(); ++i) {
    const std::uint64_t bits = lane(actual.low, actual.high, expected.laneBits, i);
    if (!laneMatches(expected.alternatives[i], bits, expected.laneBits)) return false;
  }
  return true;
}

std::string number(Code code, std::uint64_t low, std::uint64_t high) {
  switch (code) {
    case Code::I32: return fmt::format("(i32.const {})", static_cast<std::int32_t>(low));
    case Code::I64: return fmt::format("(i64.const {})", static_cast<std::int64_t>(low));
    case Code::F32: {
      const auto bits = static_cast<std::uint32_t>(low);
      return fmt::format("(f32.const {} (; {:#010x} ;))", std::bit_cast<float>(bits), bits);
    }
    case Code::F64:
      return fmt::format("(f64.const {} (; {:#018x} ;))", std::bit_cast<double>(low), low);
    case Code::V128: return fmt::format("(v128.const i64x2 {:#018x} {:#018x})", low, high);
    default: return "(unknown)";
  }
}

std::string shapeOf(const text::ScriptValue& value) {
  return fmt::format("{}{}x{}", value.laneIsFloat ? 'f' : 'i', value.laneBits,
                     value.laneBits == 0 ? 0 : 128 / value.laneBits);
}

std::string laneToString(const text::ScriptValue& value) {
  switch (value.form) {
    case Form::NanCanonical: return "nan:canonical";
    case Form::NanArithmetic: return "nan:arithmetic";
    default: return fmt::format("{:#x}", value.bits[0]);
  }
}

std::string joined(std::span<const text::ScriptValue> values,
                   std::string (*print)(const text::ScriptValue&)) {
  std::string out;
  for (const text::ScriptValue& value : values) out += ' ' + print(value);
  return out;
}

std::string heapName(wasm::ValType type) {
  return type.isRef() ? wasm::toString(type.heap()) : std::string("null");
}

}  // namespace

runtime::Value toArgument(const text::ScriptValue& value) {
  switch (value.form) {
    case Form::RefNull: return {value.type, 0};
    case Form::RefExtern: return {wasm::types::externref, runtime::hostRef(value.bits[0])};
    case Form::RefHost: return {wasm::types::anyref, runtime::hostRef(value.bits[0])};
    default: return {value.type, value.bits[0], value.bits[1]};
  }
}

bool matches(const text::ScriptValue& expected, const runtime::Value& actual,
             const runtime::Engine& engine) {
  if (expected.form == Form::Either) {
    for (const text::ScriptValue& choice : expected.alternatives) {
      if (matches(choice, actual, engine)) return true;
    }
    return false;
  }
  const bool expectsReference = expected.form == Form::RefNull ||
                                expected.form == Form::RefExtern ||
                                expected.form == Form::RefHost || expected.form == Form::RefAny;
  if (expectsReference != actual.type.isRef()) return false;
  if (!expectsReference && expected.type.code() != actual.type.code()) return false;
  switch (expected.form) {
    case Form::Bits: return expected.bits[0] == actual.low && expected.bits[1] == actual.high;
    case Form::NanCanonical: return isCanonicalNan(actual.low, widthOf(expected.type));
    case Form::NanArithmetic: return isArithmeticNan(actual.low, widthOf(expected.type));
    case Form::Lanes: return lanesMatch(expected, actual);
    case Form::RefNull: return actual.low == 0;
    case Form::RefExtern:
    case Form::RefHost:
      return expected.hasNumber ? actual.low == runtime::hostRef(expected.bits[0])
                                : actual.low != 0;
    case Form::RefAny:
      return actual.low != 0 && engine.matches(actual.type.withNull(false), expected.type);
    case Form::Either: break;
  }
  return false;
}

std::optional<std::string> difference(std::span<const text::ScriptValue> expected,
                                      std::span<const runtime::Value> actual,
                                      const runtime::Engine& engine) {
  if (expected.size() != actual.size()) {
    return fmt::format("expected {} results, got {}", expected.size(), actual.size());
  }
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (matches(expected[i], actual[i], engine)) continue;
    const std::string which = expected.size() == 1 ? "" : fmt::format("result {}: ", i);
    return fmt::format("{}expected {}, got {}", which, toString(expected[i]), toString(actual[i]));
  }
  return std::nullopt;
}

std::string toString(const runtime::Value& value) {
  if (!value.type.isRef()) return number(value.type.code(), value.low, value.high);
  if (value.low == 0) return fmt::format("(ref.null {})", heapName(value.type));
  return fmt::format("({} {:#x})", wasm::toString(value.type), value.low);
}

std::string toString(const text::ScriptValue& value) {
  switch (value.form) {
    case Form::Bits: return number(value.type.code(), value.bits[0], value.bits[1]);
    case Form::NanCanonical:
    case Form::NanArithmetic:
      return fmt::format("({}.const {})", wasm::toString(value.type), laneToString(value));
    case Form::Lanes:
      return fmt::format("(v128.const {}{})", shapeOf(value),
                         joined(value.alternatives, laneToString));
    case Form::RefNull: return fmt::format("(ref.null {})", heapName(value.type));
    case Form::RefExtern:
      return value.hasNumber ? fmt::format("(ref.extern {})", value.bits[0]) : "(ref.extern)";
    case Form::RefHost: return fmt::format("(ref.host {})", value.bits[0]);
    case Form::RefAny: return fmt::format("(ref.{})", heapName(value.type));
    case Form::Either: {
      std::string (*print)(const text::ScriptValue&) = toString;
      return fmt::format("(either{})", joined(value.alternatives, print));
    }
  }
  return {};
}

}  // namespace wald::spectest
