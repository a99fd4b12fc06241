#include "text/print_values.h"

#include <algorithm>
#include <bit>
#include <charconv>

#include "support/utf8.h"
#include "text/characters.h"
#include "text/source.h"

namespace wald::text {

namespace {

constexpr std::string_view hexDigits = "0123456789abcdef";

template <typename Number, typename... Format>
void appendChars(std::string& out, Number value, Format... format) {
  char buffer[64];
  const auto result = std::to_chars(std::begin(buffer), std::end(buffer), value, format...);
  out.append(buffer, result.ptr);
}

template <typename Float, typename Bits>
void appendFloat(std::string& out, Bits bits, int mantissaBits) {
  const Bits sign = Bits{1} << (8 * sizeof(Bits) - 1);
  const Bits mantissa = bits & ((Bits{1} << mantissaBits) - 1);
  const Bits infinity = (sign - 1) >> mantissaBits << mantissaBits;
  if ((bits & infinity) != infinity) return appendChars(out, std::bit_cast<Float>(bits));
  if (bits & sign) out += '-';
  if (mantissa == 0) {
    out += "inf";
  } else if (mantissa == Bits{1} << (mantissaBits - 1)) {
    out += "nan";
  } else {
    out += "nan:0x";
    appendChars(out, mantissa, 16);
  }
}

void appendHexByte(std::string& out, std::uint8_t byte) {
  out += '\\';
  out += hexDigits[byte >> 4];
  out += hexDigits[byte & 0xf];
}

/// Whether an ASCII character stands for itself between quotes.
bool isPlain(std::uint8_t byte) {
  return byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\';
}

std::uint32_t codePointOf(std::string_view sequence) {
  const auto lead = static_cast<unsigned char>(sequence[0]);
  std::uint32_t value = lead & (0xffu >> (sequence.size() + 1));
  for (const char c : sequence.substr(1))
    value = value << 6 | (static_cast<unsigned char>(c) & 0x3f);
  return value;
}

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

/// Controls, invisible characters, changes of direction, line separators, and those for private use.
constexpr std::array hidden = {
    Range{0x80, 0x9f},     Range{0xad, 0xad},     Range{0x61c, 0x61c},      Range{0x180e, 0x180e},
    Range{0x200b, 0x200f}, Range{0x2028, 0x202e}, Range{0x2060, 0x206f},    Range{0xe000, 0xf8ff},
    Range{0xfeff, 0xfeff}, Range{0xfff0, 0xffff}, Range{0xe0000, 0x10ffff},
};

bool isHidden(std::uint32_t codePoint) {
  return std::any_of(hidden.begin(), hidden.end(), [&](const Range& range) {
    return codePoint >= range.first && codePoint <= range.last;
  });
}

}  // namespace

void appendUnsigned(std::string& out, std::uint64_t value) { appendChars(out, value); }
void appendSigned(std::string& out, std::int64_t value) { appendChars(out, value); }

void appendF32(std::string& out, std::uint32_t bits) { appendFloat<float>(out, bits, 23); }
void appendF64(std::string& out, std::uint64_t bits) { appendFloat<double>(out, bits, 52); }

void appendVector(std::string& out, std::uint64_t low, std::uint64_t high) {
  out += "i32x4";
  for (const std::uint64_t half : {low, high}) {
    for (const int shift : {0, 32}) {
      out += " 0x";
      for (int digit = 28; digit >= 0; digit -= 4) out += hexDigits[half >> (shift + digit) & 0xf];
    }
  }
}

void appendBytes(std::string& out, std::span<const std::uint8_t> bytes) {
  out += '"';
  for (const std::uint8_t byte : bytes) {
    if (isPlain(byte)) {
      out += static_cast<char>(byte);
    } else {
      appendHexByte(out, byte);
    }
  }
  out += '"';
}

void appendName(std::string& out, std::string_view name) {
  out += '"';
  for (std::size_t i = 0; i < name.size();) {
    const auto byte = static_cast<std::uint8_t>(name[i]);
    const unsigned length = byte < 0x80 ? 1 : utf8LengthAt(name, i);
    const std::string_view sequence = name.substr(i, std::max(length, 1u));
    i += sequence.size();
    if (length == 1 && isPlain(byte)) {
      out += name[i - 1];
    } else if (length <= 1) {
      appendHexByte(out, byte);
    } else if (const std::uint32_t codePoint = codePointOf(sequence); isHidden(codePoint)) {
      out += "\\u{";
      appendChars(out, codePoint, 16);
      out += '}';
    } else {
      out += sequence;
    }
  }
  out += '"';
}

void appendId(std::string& out, std::string_view name) {
  out += '$';
  if (std::all_of(name.begin(), name.end(), isIdCharacter)) {
    out += name;
  } else {
    appendName(out, name);
  }
}

}  // namespace wald::text
