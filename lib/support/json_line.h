#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace wald {

/// Writes one JSON value (RFC 8259) on one line, from its start to its end. What is left out of long strings is said by the caller:
/// `isCut`. Keys are not escaped.
class JsonLine {
public:
  /// Strings longer than so many bytes, as they are written, are cut.
  explicit JsonLine(std::size_t longestString = ~std::size_t{0}) : longest_(longestString) {}

  JsonLine& beginObject(std::string_view key = {});
  JsonLine& beginArray(std::string_view key = {});
  JsonLine& end();

  JsonLine& string(std::string_view key, std::string_view value);
  JsonLine& number(std::string_view key, std::uint64_t value);
  JsonLine& boolean(std::string_view key, bool value);
  /// An element of an array.
  JsonLine& string(std::string_view value) { return string({}, value); }

  bool isCut() const { return isCut_; }
  const std::string& text() const { return text_; }

private:
  void begin(std::string_view key);

  std::size_t longest_;
  std::string text_;
  std::string open_;  ///< what ends each object and array that is open
  bool isFirst_ = true;
  bool isCut_ = false;
};

/// The characters of a JSON string without its quotes: control characters and what ends lines as codes; bytes that are no UTF-8 as lone
/// surrogates U+DC80 to U+DCFF, of which they can be had back (as Python's "surrogateescape" does).
std::string escapeJson(std::string_view bytes);

}  // namespace wald
