#include "text/source.h"

#include <algorithm>

#include "support/byte_reader.h"
#include "support/utf8.h"

namespace wald::text {

namespace {

constexpr std::size_t longestContext = std::size_t{1} << 20;

bool isContinuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

/// A detail that begins with a space makes one phrase with the catalogue's ("unknown operator
/// i32.foo").
Error errorOf(const Failure& failure) {
  if (!failure.detail.starts_with(' ')) return Error(failure.code, failure.detail);
  return Error::withMessage(failure.code, std::string(phraseOf(failure.code)) + failure.detail);
}

}  // namespace

Position positionOf(std::string_view source, std::uint32_t offset) {
  const std::string_view before = source.substr(0, offset);
  const std::size_t lastBreak = before.rfind('\n');
  const std::size_t lineBegin = lastBreak == std::string_view::npos ? 0 : lastBreak + 1;
  const std::string_view line = before.substr(lineBegin);
  Position position;
  position.line += static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
  position.column += static_cast<std::uint32_t>(
      std::count_if(line.begin(), line.end(), [](char c) { return !isContinuation(c); }));
  return position;
}

Error toError(std::string_view source, const Failure& failure) {
  const Position position = positionOf(source, failure.offset);
  const std::size_t lastBreak = source.substr(0, failure.offset).rfind('\n');
  const std::size_t begin = lastBreak == std::string_view::npos ? 0 : lastBreak + 1;
  std::string_view line = source.substr(begin, longestContext + 1);
  line = line.substr(0, line.find_first_of("\r\n"));
  if (line.size() > longestContext || !isUtf8(line)) line = {};
  return errorOf(failure).atLine(position.line, position.column, line);
}

}  // namespace wald::text
