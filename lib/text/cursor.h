#pragma once

#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "text/lexer.h"

namespace wald::text {

/// Keeps the names of identifiers that are written with escapes, so that all names can be views.
class NamePool {
public:
  std::string_view keep(std::string name) { return names_.emplace_back(std::move(name)); }

private:
  std::deque<std::string> names_;
};

/// The parsers' view of a text: two tokens ahead, and the helpers that every rule needs.
///
/// The first failure sticks, and after it there is nothing but `End` tokens, which no rule accepts.
/// So a rule may go on without looking at `ok()`, as long as its loops end at `End`. Names that do
/// not resolve do not stop the parsing: an error of syntax anywhere in the text goes before them.
class Cursor {
public:
  enum class Annotations : std::uint8_t { Needed, Ignored };

  /// Source and pool must outlive the cursor, and the names it gives.
  Cursor(std::string_view source, NamePool& names, std::uint32_t begin = 0,
         Annotations annotations = Annotations::Needed);

  bool ok() const { return !failed_; }
  const Failure& failure() const { return failure_; }
  std::string_view source() const { return lexer_.source(); }
  NamePool& names() { return names_; }

  const Token& peek() const { return first_; }
  const Token& peekSecond();
  Token take();
  std::string_view textOf(const Token& token) const { return lexer_.textOf(token); }
  TokenKind kind() const { return first_.kind; }
  bool atEnd() const { return first_.kind == TokenKind::End; }
  std::uint32_t offset() const { return first_.offset; }

  /// Whether the next token is the keyword.
  bool isKeyword(std::string_view word) const;
  /// Whether a parenthesis with the keyword comes next.
  bool isOpen(std::string_view word);
  /// The same, and consumes both.
  bool takeOpen(std::string_view word);
  bool takeKeyword(std::string_view word);
  bool takeRight();
  void expectLeft();
  void expectRight();
  void expectKeyword(std::string_view word);
  /// The name of an identifier, without `$`, if one comes next.
  std::optional<std::string_view> takeId();
  std::string_view nameOf(const Token& id);
  /// The bytes of the string that must come next.
  std::string expectString();
  /// The same; it must be UTF-8.
  std::string expectName();
  /// The number that must come next; `code` says what is out of range.
  std::uint64_t expectUnsigned(unsigned bits, ErrorCode code);
  std::uint32_t expectU32() {
    return static_cast<std::uint32_t>(expectUnsigned(32, ErrorCode::I32OutOfRange));
  }

  /// The annotations before the next token that wald knows, if no rule took them yet. One that no
  /// rule takes is an error when the token is consumed.
  std::span<const Annotation> annotations() const;
  void claimAnnotations() { first_.annotationCount = 0; }
  /// Consumes a token, whatever it is, with the annotations before it.
  Token skip() {
    claimAnnotations();
    return take();
  }
  /// Consumes tokens to the parenthesis that closes `depth` open ones.
  void skipToClose(std::size_t depth = 1);

  void fail(ErrorCode code, std::uint32_t offset, std::string_view detail = {});
  /// Fails at the next token if there are more than `limit` of something.
  void checkLimit(std::uint64_t number, std::uint64_t limit, std::string_view what) {
    if (number > limit) failLimit(limit, what);
  }
  /// Notes that a name or type does not resolve.
  void failResolution(ErrorCode code, std::uint32_t offset, std::string_view detail);
  /// Takes over the failures of a cursor over a part of the same text, where they come first.
  void mergeFailures(const Cursor& other);
  /// At the end of what is resolved together: what did not resolve is a failure now.
  void settle();
  /// The next token cannot stand here.
  void unexpected();
  void misplaced(const Annotation& annotation);
  /// Whether the next token is no word of the language.
  bool isUnknown() const;

private:
  void fail(const Failure& failure);
  void failLimit(std::uint64_t limit, std::string_view what);
  void checkLexer();

  Lexer lexer_;
  NamePool& names_;
  bool ignoresAnnotations_;
  Token first_;
  Token second_;
  bool hasSecond_ = false;
  Failure failure_;
  std::optional<Failure> unresolved_;
  bool failed_ = false;
};

}  // namespace wald::text
