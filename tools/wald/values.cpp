#include "tools/wald/values.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "text/numbers.h"

namespace wald::command {

using Code = wasm::ValType::Code;

namespace {

Error usage(std::string_view text) { return Error(ErrorKind::Usage, text); }

bool isDigit(char c, bool hex) {
  return (c >= '0' && c <= '9') || (hex && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
}

/// Takes digits, single underscores between them; false if there are none.
bool takeDigits(std::string_view& text, bool hex) {
  std::size_t at = 0;
  while (at < text.size() && isDigit(text[at], hex)) {
    ++at;
    if (at + 1 < text.size() && text[at] == '_' && isDigit(text[at + 1], hex)) ++at;
  }
  text.remove_prefix(at);
  return at != 0;
}

bool takeSign(std::string_view& text) {
  if (!text.starts_with('+') && !text.starts_with('-')) return false;
  text.remove_prefix(1);
  return true;
}

bool takePrefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// "Text Format › Values › Integers"
bool isInteger(std::string_view text) {
  takeSign(text);
  const bool hex = takePrefix(text, "0x");
  return takeDigits(text, hex) && text.empty();
}

// "Text Format › Values › Floating-Point"
bool isFloat(std::string_view text) {
  takeSign(text);
  if (text == "inf" || text == "nan") return true;
  if (takePrefix(text, "nan:0x")) return takeDigits(text, true) && text.empty();
  const bool hex = takePrefix(text, "0x");
  if (!takeDigits(text, hex)) return false;
  if (takePrefix(text, ".")) takeDigits(text, hex);
  if (text.empty()) return true;
  const char exponent = text[0];
  if (hex ? exponent != 'p' && exponent != 'P' : exponent != 'e' && exponent != 'E') return false;
  text.remove_prefix(1);
  takeSign(text);
  return takeDigits(text, false) && text.empty();
}

struct Shape {
  std::string_view name;
  Code lane;
  unsigned bits;
};
constexpr Shape shapes[] = {
    {"i8x16", Code::I32, 8},  {"i16x8", Code::I32, 16}, {"i32x4", Code::I32, 32},
    {"i64x2", Code::I64, 64}, {"f32x4", Code::F32, 32}, {"f64x2", Code::F64, 64},
};

std::optional<std::uint64_t> parseNumber(std::string_view text, Code code, unsigned bits) {
  if (code == Code::I32 || code == Code::I64) {
    return isInteger(text) ? text::parseInteger(text, bits) : std::nullopt;
  }
  if (!isFloat(text)) return std::nullopt;
  if (code == Code::F64) return text::parseF64(text);
  const std::optional<std::uint32_t> parsed = text::parseF32(text);
  return parsed ? std::optional<std::uint64_t>(*parsed) : std::nullopt;
}

std::optional<runtime::Value> parseVector(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto* const shape = std::ranges::find(shapes, text.substr(0, colon), &Shape::name);
  if (shape == std::end(shapes)) return std::nullopt;
  text.remove_prefix(colon + 1);
  runtime::Value value{wasm::types::v128};
  for (unsigned bit = 0; bit < 128; bit += shape->bits) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const auto lane = parseNumber(text.substr(0, comma), shape->lane, shape->bits);
    const bool isLast = bit + shape->bits == 128;
    if (!lane || isLast != (comma == text.size())) return std::nullopt;
    (bit < 64 ? value.low : value.high) |= *lane << (bit % 64);
    text.remove_prefix(isLast ? comma : comma + 1);
  }
  return value;
}

template <typename Float, typename Bits>
std::string printFloat(Bits bits, unsigned mantissaBits) {
  const auto value = std::bit_cast<Float>(bits);
  if (!std::isnan(value)) return fmt::format("{}", value);
  const Bits payload = bits & ((Bits{1} << mantissaBits) - 1);
  const char* const sign = std::signbit(value) ? "-" : "";
  if (payload == Bits{1} << (mantissaBits - 1)) return fmt::format("{}nan", sign);
  return fmt::format("{}nan:{:#x}", sign, payload);
}

std::string printPlain(const runtime::Value& value) {
  switch (value.type.code()) {
    case Code::I32: return fmt::format("{}", static_cast<std::int32_t>(value.low));
    case Code::I64: return fmt::format("{}", static_cast<std::int64_t>(value.low));
    case Code::F32: return printFloat<float>(static_cast<std::uint32_t>(value.low), 23);
    case Code::F64: return printFloat<double>(value.low, 52);
    case Code::V128:
      return fmt::format("i32x4:{:#010x},{:#010x},{:#010x},{:#010x}",
                         static_cast<std::uint32_t>(value.low), value.low >> 32,
                         static_cast<std::uint32_t>(value.high), value.high >> 32);
    default: return value.low == 0 ? "null" : "reference";
  }
}

std::string_view example(wasm::ValType type) {
  switch (type.code()) {
    case Code::I32:
    case Code::I64: return "such as -1, 42 or 0xff, in its range";
    case Code::F32:
    case Code::F64: return "such as 1.5, -0x1p3, inf or nan";
    case Code::V128: return "such as i32x4:1,2,3,4";
    default: return "only null can be given";
  }
}

}  // namespace

Result<runtime::Value> parseValue(std::string_view text, wasm::ValType type) {
  const std::string name = wasm::toString(type);
  std::string_view rest = text;
  if (takePrefix(rest, name) && !takePrefix(rest, ":")) rest = text;

  std::optional<runtime::Value> value;
  if (type.isVec()) {
    value = parseVector(rest);
  } else if (type.isRef()) {
    if (rest == "null" && type.isNullable()) value = runtime::Value{type};
  } else {
    const bool narrow = type.code() == Code::I32 || type.code() == Code::F32;
    const auto bits = parseNumber(rest, type.code(), narrow ? 32 : 64);
    if (bits) value = runtime::Value{type, *bits};
  }
  if (value) return *value;
  return usage(fmt::format("'{}' is not a value of type {} ({})", text, name, example(type)));
}

std::string printValue(const runtime::Value& value) {
  return fmt::format("{}:{}", wasm::toString(value.type), printPlain(value));
}

}  // namespace wald::command
