#include "text/numbers.h"

#include <bit>
#include <charconv>
#include <limits>
#include <string>

#include "text/characters.h"
#include "text/lexer.h"

namespace wald::text {

namespace {

/// Moves `text` behind digits with single underscores between them; false if there are none.
bool skipDigits(std::string_view& text, bool hex) {
  const auto isDigitHere = [&](std::size_t i) {
    return i < text.size() && (hex ? hexValue(text[i]) >= 0 : isDigit(text[i]));
  };
  if (!isDigitHere(0)) return false;
  std::size_t i = 1;
  while (isDigitHere(i) || (i < text.size() && text[i] == '_' && isDigitHere(i + 1))) ++i;
  text.remove_prefix(i);
  return true;
}

bool skipSign(std::string_view& text) {
  if (text.empty() || (text[0] != '+' && text[0] != '-')) return false;
  text.remove_prefix(1);
  return true;
}

bool isHexadecimal(std::string_view text) { return text.starts_with("0x"); }

template <typename Float>
struct Layout;
template <>
struct Layout<float> {
  using Bits = std::uint32_t;
  static constexpr int mantissaBits = 23;
  static constexpr int maxExponent = 127;
};
template <>
struct Layout<double> {
  using Bits = std::uint64_t;
  static constexpr int mantissaBits = 52;
  static constexpr int maxExponent = 1023;
};

template <typename Float>
constexpr typename Layout<Float>::Bits infinityBits() {
  using Bits = typename Layout<Float>::Bits;
  return static_cast<Bits>(2 * Layout<Float>::maxExponent + 1) << Layout<Float>::mantissaBits;
}

/// A decimal exponent, held within a range whose sums cannot overflow.
std::int64_t parseExponent(std::string_view text) {
  constexpr std::int64_t bound = std::int64_t{1} << 40;
  const bool negative = text.starts_with('-');
  skipSign(text);
  std::int64_t value = 0;
  for (const char c : text) {
    if (c != '_' && value < bound) value = value * 10 + (c - '0');
  }
  return negative ? -value : value;
}

/// Rounds `mantissa` × 2^`exponent` (and something below it, if `sticky`) to the nearest float.
template <typename Float>
std::optional<typename Layout<Float>::Bits> roundBinary(std::uint64_t mantissa,
                                                        std::int64_t exponent, bool sticky) {
  using Bits = typename Layout<Float>::Bits;
  constexpr int mantissaBits = Layout<Float>::mantissaBits;
  constexpr int maxExponent = Layout<Float>::maxExponent;
  if (mantissa == 0) return Bits{0};
  const int shift = std::countl_zero(mantissa);
  mantissa <<= shift;
  // The value is 1.f × 2^top now.
  const std::int64_t top = exponent - shift + 63;
  if (top > maxExponent) return std::nullopt;
  const bool isNormal = top > -maxExponent;
  // How many of the 64 bits are dropped; a subnormal number keeps fewer.
  const std::int64_t dropped = 63 - mantissaBits + (isNormal ? 0 : 1 - maxExponent - top);
  if (dropped > 64) return Bits{0};
  const std::uint64_t kept = dropped == 64 ? 0 : mantissa >> dropped;
  const std::uint64_t half = std::uint64_t{1} << (dropped - 1);
  const std::uint64_t rest = mantissa & (half | (half - 1));
  const bool up = rest > half || (rest == half && (sticky || (kept & 1)));
  // A carry out of the mantissa raises the exponent, as it should.
  const std::uint64_t biased = isNormal ? static_cast<std::uint64_t>(top + maxExponent - 1) : 0;
  const auto bits = static_cast<Bits>((biased << mantissaBits) + kept + up);
  if (bits >= infinityBits<Float>()) return std::nullopt;
  return bits;
}

template <typename Float>
std::optional<typename Layout<Float>::Bits> parseHexFloat(std::string_view text) {
  std::uint64_t mantissa = 0;
  std::int64_t exponent = 0;
  bool sticky = false;
  bool fraction = false;
  std::size_t i = 2;
  for (; i < text.size() && text[i] != 'p' && text[i] != 'P'; ++i) {
    if (text[i] == '_') continue;
    if (text[i] == '.') {
      fraction = true;
      continue;
    }
    const auto digit = static_cast<std::uint64_t>(hexValue(text[i]));
    if (mantissa >> 60 == 0) {
      mantissa = mantissa << 4 | digit;
      if (fraction) exponent -= 4;
    } else {
      sticky |= digit != 0;
      if (!fraction) exponent += 4;
    }
  }
  if (i < text.size()) exponent += parseExponent(text.substr(i + 1));
  return roundBinary<Float>(mantissa, exponent, sticky);
}

/// Whether a decimal number that a float cannot hold is too large (else it is too small).
bool isLarge(std::string_view digits) {
  const std::size_t mark = digits.find_first_of("eE");
  std::int64_t exponent =
      mark == std::string_view::npos ? 0 : parseExponent(digits.substr(mark + 1));
  const std::string_view mantissa = digits.substr(0, mark);
  const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  const std::size_t first = mantissa.find_first_not_of("0.");
  if (first == std::string_view::npos) return false;
  const auto distance = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first);
  return exponent + distance > 0;
}

template <typename Float>
std::optional<typename Layout<Float>::Bits> parseDecimalFloat(std::string_view text) {
  std::string digits;
  digits.reserve(text.size());
  for (const char c : text) {
    if (c != '_') digits.push_back(c);
  }
  Float value = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (code == std::errc::result_out_of_range) {
    if (isLarge(digits)) return std::nullopt;
    value = 0;
  }
  const auto bits = std::bit_cast<typename Layout<Float>::Bits>(value);
  if (bits >= infinityBits<Float>()) return std::nullopt;
  return bits;
}

template <typename Float>
std::optional<typename Layout<Float>::Bits> parseMagnitude(std::string_view text) {
  using Bits = typename Layout<Float>::Bits;
  constexpr Bits infinity = infinityBits<Float>();
  if (text == "inf") return infinity;
  if (text == "nan")
    return static_cast<Bits>(infinity | Bits{1} << (Layout<Float>::mantissaBits - 1));
  if (text.starts_with("nan:")) {
    const auto payload = parseUnsigned(text.substr(4), Layout<Float>::mantissaBits);
    if (!payload || *payload == 0) return std::nullopt;
    return static_cast<Bits>(infinity | *payload);
  }
  return isHexadecimal(text) ? parseHexFloat<Float>(text) : parseDecimalFloat<Float>(text);
}

template <typename Float>
std::optional<typename Layout<Float>::Bits> parseFloat(std::string_view text) {
  using Bits = typename Layout<Float>::Bits;
  const bool negative = text.starts_with('-');
  skipSign(text);
  auto bits = parseMagnitude<Float>(text);
  if (bits && negative) *bits |= Bits{1} << (8 * sizeof(Bits) - 1);
  return bits;
}

}  // namespace

TokenKind classifyNumber(std::string_view text) {
  const bool isSigned = skipSign(text);
  if (text == "inf" || text == "nan") return TokenKind::Float;
  if (text.starts_with("nan:0x")) {
    text.remove_prefix(6);
    return skipDigits(text, true) && text.empty() ? TokenKind::Float : TokenKind::Reserved;
  }
  const bool hex = isHexadecimal(text);
  if (hex) text.remove_prefix(2);
  if (!skipDigits(text, hex)) return TokenKind::Reserved;
  if (text.empty()) return isSigned ? TokenKind::Int : TokenKind::Nat;
  if (text[0] == '.') {
    text.remove_prefix(1);
    skipDigits(text, hex);
  }
  if (!text.empty() && (text[0] | 0x20) == (hex ? 'p' : 'e')) {
    text.remove_prefix(1);
    skipSign(text);
    if (!skipDigits(text, false)) return TokenKind::Reserved;
  }
  return text.empty() ? TokenKind::Float : TokenKind::Reserved;
}

std::optional<std::uint64_t> parseUnsigned(std::string_view text, unsigned bits) {
  const std::uint64_t max = std::numeric_limits<std::uint64_t>::max() >> (64 - bits);
  const std::uint64_t base = isHexadecimal(text) ? 16 : 10;
  if (base == 16) text.remove_prefix(2);
  std::uint64_t value = 0;
  for (const char c : text) {
    if (c == '_') continue;
    const int digit = hexValue(c);
    if (digit < 0 || static_cast<std::uint64_t>(digit) >= base) return std::nullopt;
    if (value > (max - static_cast<std::uint64_t>(digit)) / base) return std::nullopt;
    value = value * base + static_cast<std::uint64_t>(digit);
  }
  return value;
}

std::optional<std::uint64_t> parseInteger(std::string_view text, unsigned bits) {
  const std::uint64_t mask = std::numeric_limits<std::uint64_t>::max() >> (64 - bits);
  const bool negative = text.starts_with('-');
  skipSign(text);
  const auto magnitude = parseUnsigned(text, bits);
  if (!magnitude) return std::nullopt;
  if (!negative) return magnitude;
  if (*magnitude > std::uint64_t{1} << (bits - 1)) return std::nullopt;
  return (~*magnitude + 1) & mask;
}

std::optional<std::uint32_t> parseF32(std::string_view text) { return parseFloat<float>(text); }
std::optional<std::uint64_t> parseF64(std::string_view text) { return parseFloat<double>(text); }

}  // namespace wald::text
