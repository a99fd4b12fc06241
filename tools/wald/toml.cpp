#include "tools/wald/toml.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "support/utf8.h"

namespace wald::command::toml {

namespace {

constexpr char end = '\0';  // is in no valid file

bool isBare(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

class Parser {
public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<std::vector<Entry>> run() {
    WALD_TRY(checkBytes());
    for (skip(true); peek() != end; skip(true)) {
      WALD_TRY(peek() == '[' ? header() : entry());
      WALD_TRY(endOfLine());
    }
    return std::move(entries_);
  }

private:
  Error failure(std::string_view what) const {
    return Error(ErrorKind::Usage, fmt::format("{}: {}", line_, what));
  }

  /// Control characters and what is no UTF-8 can stand nowhere.
  Result<void> checkBytes() {
    for (std::string_view rest = text_; !rest.empty();) {
      const unsigned size = utf8LengthAt(rest, 0);
      if (size == 0) return failure("no UTF-8");
      const auto first = static_cast<unsigned char>(rest[0]);
      const bool isLineEnd = rest[0] == '\n' || rest.starts_with("\r\n");
      if ((first < 0x20 && rest[0] != '\t' && !isLineEnd) || first == 0x7f) {
        return failure("a control character");
      }
      if (rest[0] == '\n') ++line_;
      rest.remove_prefix(size);
    }
    line_ = 1;
    return {};
  }

  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : end;
  }
  bool accept(std::string_view what) {
    if (!text_.substr(at_).starts_with(what)) return false;
    at_ += what.size();
    return true;
  }

  /// Skips spaces and, with `lines`, ends of lines and comments.
  void skip(bool lines) {
    for (;; ++at_) {
      if (lines && peek() == '#') at_ = std::min(text_.find('\n', at_), text_.size());
      if (lines && peek() == '\n') ++line_;
      const char c = peek();
      if (c != ' ' && c != '\t' && !(lines && (c == '\n' || c == '\r'))) return;
    }
  }

  Result<void> endOfLine() {
    skip(false);
    if (peek() == '#') at_ = std::min(text_.find('\n', at_), text_.size());
    if (peek() == end || peek() == '\n' || peek() == '\r') return {};
    return failure(fmt::format("the end of the line is expected, found '{}'", shown()));
  }

  /// What stands here, up to the next space.
  std::string_view shown() const {
    const std::string_view rest = text_.substr(at_);
    return rest.substr(0, std::min<std::size_t>(rest.find_first_of(" \t\r\n"), 20));
  }

  Result<void> header() {
    if (peek(1) == '[') return failure("arrays of tables have no meaning here");
    ++at_;
    skip(false);
    WALD_TRY_ASSIGN(name, key());
    skip(false);
    if (peek() == '.') return failure("tables in tables have no meaning here");
    if (!accept("]")) return failure("']' is expected after the table's name");
    if (std::ranges::find(tables_, name) != tables_.end()) {
      return failure(fmt::format("the table \"{}\" is there twice", name));
    }
    tables_.push_back(name);
    table_ = std::move(name);
    return {};
  }

  Result<std::string> key() {
    if (peek() == '"' || peek() == '\'') return string();
    const std::size_t begin = at_;
    while (isBare(peek())) ++at_;
    if (at_ == begin) return failure(fmt::format("a key is expected, found '{}'", shown()));
    return std::string(text_.substr(begin, at_ - begin));
  }

  Result<void> entry() {
    Entry entry{.table = table_, .line = line_};
    WALD_TRY_ASSIGN(name, key());
    entry.key = std::move(name);
    skip(false);
    if (peek() == '.') return failure("keys with dots have no meaning here: write a table");
    if (!accept("=")) return failure(fmt::format("'=' is expected after \"{}\"", entry.key));
    skip(false);
    const auto isSame = [&](const Entry& other) {
      return other.table == entry.table && other.key == entry.key;
    };
    if (std::ranges::any_of(entries_, isSame)) {
      return failure(fmt::format("\"{}\" is there twice", entry.key));
    }
    entry.isArray = accept("[");
    WALD_TRY(entry.isArray ? array(entry.values) : value(entry.values));
    entries_.push_back(std::move(entry));
    return {};
  }

  Result<void> array(std::vector<Value>& values) {
    for (;;) {
      skip(true);
      if (accept("]")) return {};
      if (peek() == '[') return failure("arrays in arrays have no meaning here");
      WALD_TRY(value(values));
      skip(true);
      if (accept("]")) return {};
      if (!accept(",")) return failure("',' or ']' is expected in an array");
    }
  }

  Result<void> value(std::vector<Value>& values) {
    const std::size_t line = line_;
    WALD_TRY_ASSIGN(found, scalar());
    values.push_back({std::move(found), line});
    return {};
  }

  Result<Scalar> scalar() {
    const char c = peek();
    if (c == '"' || c == '\'') {
      WALD_TRY_ASSIGN(text, string());
      return Scalar(std::move(text));
    }
    if (c == '{') return failure("tables in braces have no meaning here: write one of its own");
    const std::size_t begin = at_;
    while (isBare(peek()) || peek() == '+' || peek() == '.' || peek() == ':') ++at_;
    const std::string_view word = text_.substr(begin, at_ - begin);
    if (word == "true") return Scalar(true);
    if (word == "false") return Scalar(false);
    if (const auto number = integer(word)) return Scalar(*number);
    if (word.empty()) return failure(fmt::format("a value is expected, found '{}'", shown()));
    return failure(fmt::format("'{}' is no string in quotes, integer, true or false", word));
  }

  /// Digits with underscores between them, and perhaps a sign.
  static std::optional<std::int64_t> integer(std::string_view word) {
    if (word.starts_with('+')) word.remove_prefix(1);
    std::string digits;
    for (std::size_t i = 0; i < word.size(); ++i) {
      const auto isDigit = [&](std::size_t j) {
        return j < word.size() && word[j] >= '0' && word[j] <= '9';
      };
      const bool isSign = i == 0 && word[0] == '-';
      if (word[i] == '_' && i != 0 && isDigit(i - 1) && isDigit(i + 1)) continue;
      if (!isSign && !isDigit(i)) return std::nullopt;
      digits += word[i];
    }
    const std::size_t first = digits.starts_with('-') ? 1 : 0;
    if (digits.size() > first + 1 && digits[first] == '0') return std::nullopt;
    std::int64_t number = 0;
    const char* const last = digits.data() + digits.size();
    const auto [rest, code] = std::from_chars(digits.data(), last, number);
    return code == std::errc() && rest == last ? std::optional(number) : std::nullopt;
  }

  Result<std::string> string() {
    const char quote = peek();
    if (peek(1) == quote && peek(2) == quote) {
      return failure("strings of several lines have no meaning here");
    }
    ++at_;
    std::string out;
    for (;;) {
      const char c = peek();
      if (c == end || c == '\n' || c == '\r') return failure("a string without an end");
      ++at_;
      if (c == quote) return out;
      if (c == '\\' && quote == '"') {
        WALD_TRY(escape(out));
      } else {
        out += c;
      }
    }
  }

  Result<void> escape(std::string& out) {
    constexpr std::string_view letters = "btnfr\"\\";
    constexpr std::string_view meanings = "\b\t\n\f\r\"\\";
    const char c = peek();
    if (const std::size_t i = letters.find(c); c != end && i != std::string_view::npos) {
      ++at_;
      out += meanings[i];
      return {};
    }
    const std::size_t digits = c == 'u' ? 4 : c == 'U' ? 8 : 0;
    std::uint32_t code = 0;
    const char* const begin = text_.data() + std::min(at_ + 1, text_.size());
    const char* const last = begin + std::min(digits, text_.size() - (begin - text_.data()));
    const auto [rest, error] = std::from_chars(begin, last, code, 16);
    const bool isWhole = digits != 0 && error == std::errc() && rest == begin + digits;
    const bool isCharacter = code < 0xd800 || (code > 0xdfff && code <= 0x10ffff);
    if (!isWhole || !isCharacter) {
      return failure("no such escape in a string; a backslash is written \\\\");
    }
    appendUtf8(out, code);
    at_ += 1 + digits;
    return {};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::string table_;
  std::vector<std::string> tables_;
  std::vector<Entry> entries_;
};

}  // namespace

Result<std::vector<Entry>> parse(std::string_view text) { return Parser(text).run(); }

}  // namespace wald::command::toml
