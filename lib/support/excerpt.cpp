#include "support/excerpt.h"

#include <algorithm>

#include <fmt/format.h>

namespace wald {

namespace {

bool isContinuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

/// How many code points a text has.
std::size_t lengthOf(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !isContinuation(c); }));
}

/// The text without its first `count` code points.
std::string_view without(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  while (at < text.size() && (count != 0 || isContinuation(text[at]))) {
    if (!isContinuation(text[at++])) --count;
  }
  return text.substr(at);
}

/// As on a terminal, with tabs as wide as one space.
std::string shown(std::string_view text) {
  std::string out(text);
  std::replace(out.begin(), out.end(), '\t', ' ');
  return printable(out);
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out;
}

std::string excerptOf(const Error& error, std::size_t indentation) {
  constexpr std::size_t width = 100;
  if (error.context().empty() || error.column() == 0) return {};
  const std::size_t before = error.column() - 1;
  std::string_view line = without(error.context(), before < width ? 0 : before - width / 2);
  line.remove_suffix(without(line, width).size());
  const std::size_t skipped = before < width ? 0 : before - width / 2;
  const std::string_view left =
      line.substr(0, line.size() - without(line, before - skipped).size());
  return fmt::format("{:{}}{}\n{:{}}^\n", "", indentation, shown(line), "",
                     indentation + lengthOf(shown(left)));
}

}  // namespace wald
