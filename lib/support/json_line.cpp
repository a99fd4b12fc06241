#include "support/json_line.h"

#include <fmt/format.h>

namespace wald {

namespace {

/// The bytes of the character at the start of `text`, of which at least one is there; 0 if it is no UTF-8 (RFC 3629).
std::size_t characterSize(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < size) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  // Written longer than needed, surrogates, and beyond the last.
  const unsigned second = byte(1);
  const bool isWrong = (first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) ||
                       (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f);
  return isWrong ? 0 : size;
}

/// Whether something that shows lines may end one here: also U+0080 to U+009F, U+2028 and U+2029.
bool isControl(std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  if (character.size() == 1) return first < 0x20 || first == 0x7f;
  if (character.size() == 2)
    return first == 0xc2 && static_cast<unsigned char>(character[1]) < 0xa0;
  return character == "\u2028" || character == "\u2029";
}

unsigned codePoint(std::string_view character) {
  if (character.size() == 1) return static_cast<unsigned char>(character[0]);
  if (character.size() == 2) return static_cast<unsigned char>(character[1]);
  return 0x2000 | (static_cast<unsigned char>(character[2]) & 0x3f);
}

/// The escaped form of the first character, which is taken off.
std::string takeEscaped(std::string_view& text) {
  const std::size_t size = characterSize(text);
  const std::string_view character = text.substr(0, size == 0 ? 1 : size);
  text.remove_prefix(character.size());
  if (size == 0) return fmt::format("\\udc{:02x}", static_cast<unsigned char>(character[0]));
  if (character == "\"" || character == "\\") return fmt::format("\\{}", character);
  if (isControl(character)) return fmt::format("\\u{:04x}", codePoint(character));
  return std::string(character);
}

}  // namespace

std::string escapeJson(std::string_view bytes) {
  std::string out;
  while (!bytes.empty()) out += takeEscaped(bytes);
  return out;
}

void JsonLine::begin(std::string_view key) {
  if (!isFirst_) text_ += ',';
  isFirst_ = false;
  if (!key.empty()) text_ += fmt::format("\"{}\":", key);
}

JsonLine& JsonLine::beginObject(std::string_view key) {
  begin(key);
  text_ += '{';
  open_ += '}';
  isFirst_ = true;
  return *this;
}

JsonLine& JsonLine::beginArray(std::string_view key) {
  begin(key);
  text_ += '[';
  open_ += ']';
  isFirst_ = true;
  return *this;
}

JsonLine& JsonLine::end() {
  text_ += open_.back();
  open_.pop_back();
  isFirst_ = false;
  return *this;
}

JsonLine& JsonLine::string(std::string_view key, std::string_view value) {
  begin(key);
  text_ += '"';
  const std::size_t start = text_.size();
  while (!value.empty()) {
    const std::string next = takeEscaped(value);
    if (text_.size() - start + next.size() > longest_) {
      isCut_ = true;
      break;
    }
    text_ += next;
  }
  text_ += '"';
  return *this;
}

JsonLine& JsonLine::number(std::string_view key, std::uint64_t value) {
  begin(key);
  text_ += fmt::format("{}", value);
  return *this;
}

JsonLine& JsonLine::boolean(std::string_view key, bool value) {
  begin(key);
  text_ += value ? "true" : "false";
  return *this;
}

}  // namespace wald
