#include "support/utf8.h"

namespace wald {

bool isUtf8(std::string_view text) {
  const auto* p = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto* end = p + text.size();
  while (p != end) {
    const std::uint8_t lead = *p++;
    if (lead < 0x80) continue;
    const int extra = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    if (lead < 0xc2 || lead > 0xf4 || end - p < extra) return false;
    std::uint8_t low = 0x80;
    std::uint8_t high = 0xbf;
    if (lead == 0xe0) low = 0xa0;
    if (lead == 0xed) high = 0x9f;
    if (lead == 0xf0) low = 0x90;
    if (lead == 0xf4) high = 0x8f;
    if (*p < low || *p > high) return false;
    ++p;
    for (int i = 1; i < extra; ++i, ++p) {
      if (*p < 0x80 || *p > 0xbf) return false;
    }
  }
  return true;
}

unsigned utf8LengthAt(std::string_view text, std::size_t offset) {
  const auto lead = static_cast<unsigned char>(text[offset]);
  const unsigned length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (text.size() - offset < length) return 0;
  return isUtf8(text.substr(offset, length)) ? length : 0;
}

void appendUtf8(std::string& out, std::uint32_t codePoint) {
  const auto add = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (codePoint < 0x80) {
    add(codePoint);
  } else if (codePoint < 0x800) {
    add(0xc0 | codePoint >> 6);
    add(0x80 | (codePoint & 0x3f));
  } else if (codePoint < 0x10000) {
    add(0xe0 | codePoint >> 12);
    add(0x80 | (codePoint >> 6 & 0x3f));
    add(0x80 | (codePoint & 0x3f));
  } else {
    add(0xf0 | codePoint >> 18);
    add(0x80 | (codePoint >> 12 & 0x3f));
    add(0x80 | (codePoint >> 6 & 0x3f));
    add(0x80 | (codePoint & 0x3f));
  }
}

}  // namespace wald
