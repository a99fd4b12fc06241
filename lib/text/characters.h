#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wald::text {

namespace detail {

constexpr std::array<bool, 256> makeIdCharacters() {
  std::array<bool, 256> table{};
  for (char c = '0'; c <= '9'; ++c) table[static_cast<unsigned char>(c)] = true;
  for (char c = 'a'; c <= 'z'; ++c) table[static_cast<unsigned char>(c)] = true;
  for (char c = 'A'; c <= 'Z'; ++c) table[static_cast<unsigned char>(c)] = true;
  for (const char c : std::string_view("!#$%&'*+-./:<=>?@\\^_`|~")) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}

inline constexpr std::array<bool, 256> idCharacters = makeIdCharacters();

}  // namespace detail

/// Whether a character may stand in identifiers and keywords.
inline bool isIdCharacter(char c) { return detail::idCharacters[static_cast<unsigned char>(c)]; }

inline bool isSpace(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

inline bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// The value of a hexadecimal digit, or -1.
inline int hexValue(char c) {
  if (isDigit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The character that a backslash and `c` stand for, or -1.
inline int simpleEscape(char c) {
  switch (c) {
    case 't': return '\t';
    case 'n': return '\n';
    case 'r': return '\r';
    case '"':
    case '\'':
    case '\\': return c;
    default: return -1;
  }
}

/// The length of the escape `\u{…}` at the start of `text`, if it names a code point that UTF-8 can
/// encode, else 0.
std::size_t unicodeEscapeLength(std::string_view text);

/// The code point of such an escape. Requires a length other than 0.
std::uint32_t unicodeEscapeValue(std::string_view escape);

}  // namespace wald::text
