#include "support/json_line.h"

#include <fmt/format.h>

#include "support/utf8.h"

namespace wald {

namespace {

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
  const std::size_t size = utf8LengthAt(text, 0);
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
