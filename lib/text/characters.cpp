#include "text/characters.h"

#include <string>

#include "support/utf8.h"
#include "text/lexer.h"

namespace wald::text {

std::size_t unicodeEscapeLength(std::string_view text) {
  if (!text.starts_with("\\u{")) return 0;
  std::uint32_t value = 0;
  bool afterDigit = false;
  for (std::size_t i = 3; i < text.size(); ++i) {
    if (text[i] == '}') {
      const bool surrogate = value >= 0xd800 && value < 0xe000;
      return afterDigit && !surrogate ? i + 1 : 0;
    }
    if (text[i] == '_') {
      if (!afterDigit) return 0;
      afterDigit = false;
      continue;
    }
    const int digit = hexValue(text[i]);
    if (digit < 0) return 0;
    value = value * 16 + static_cast<std::uint32_t>(digit);
    if (value >= 0x110000) return 0;
    afterDigit = true;
  }
  return 0;
}

std::uint32_t unicodeEscapeValue(std::string_view escape) {
  std::uint32_t value = 0;
  for (std::size_t i = 3; escape[i] != '}'; ++i) {
    if (escape[i] != '_') value = value * 16 + static_cast<std::uint32_t>(hexValue(escape[i]));
  }
  return value;
}

std::string decodeString(std::string_view literal) {
  const std::string_view content = literal.substr(1, literal.size() - 2);
  std::string out;
  out.reserve(content.size());
  for (std::size_t i = 0; i < content.size();) {
    if (content[i] != '\\') {
      const std::string_view plain = content.substr(i, content.find('\\', i) - i);
      out += plain;
      i += plain.size();
    } else if (const int simple = simpleEscape(content[i + 1]); simple >= 0) {
      out.push_back(static_cast<char>(simple));
      i += 2;
    } else if (content[i + 1] == 'u') {
      const std::string_view escape = content.substr(i);
      appendUtf8(out, unicodeEscapeValue(escape));
      i += unicodeEscapeLength(escape);
    } else {
      out.push_back(static_cast<char>(hexValue(content[i + 1]) << 4 | hexValue(content[i + 2])));
      i += 3;
    }
  }
  return out;
}

}  // namespace wald::text
