#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "text/source.h"

namespace wald::text {

// "Text Format › Lexical Format".

enum class TokenKind : std::uint8_t {
  LeftParen,
  RightParen,
  Nat,  ///< an unsigned integer
  Int,  ///< an integer with a sign
  Float,
  String,   ///< with its quotes; its escapes are well-formed
  Id,       ///< with its `$`
  Keyword,  ///< starts with a lower-case letter; whether it is one of ours is the parser's question
  Reserved,  ///< any other run of characters
  End,
};

struct Token {
  TokenKind kind = TokenKind::End;
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  /// The annotations that wald knows directly before the token, in `Lexer::annotations()`.
  std::uint32_t firstAnnotation = 0;
  std::uint32_t annotationCount = 0;
};

enum class AnnotationKind : std::uint8_t { Name, Custom, BranchHint };

/// The identifier of an annotation, e.g. "@custom".
std::string_view toString(AnnotationKind kind);

/// An annotation that has a meaning here; all others are skipped like comments.
struct Annotation {
  AnnotationKind kind = AnnotationKind::Name;
  std::uint32_t offset = 0;  ///< of its parenthesis
  std::uint32_t begin = 0;   ///< of its content
  std::uint32_t end = 0;     ///< of its content: the closing parenthesis
};

/// Splits a text into tokens, one at a time, in time linear in the text and without recursion. The
/// first failure sticks; after it every token is `End`.
class Lexer {
public:
  /// The source must outlive the lexer and be shorter than 4 GiB.
  explicit Lexer(std::string_view source, std::uint32_t begin = 0)
      : source_(source), position_(begin) {}

  Token next();

  bool ok() const { return !failed_; }
  const Failure& failure() const { return failure_; }
  const std::vector<Annotation>& annotations() const { return annotations_; }
  std::string_view source() const { return source_; }
  std::string_view textOf(const Token& token) const {
    return source_.substr(token.offset, token.length);
  }

private:
  bool atEnd() const { return position_ == source_.size(); }
  bool startsWith(char first, char second) const {
    return source_.size() - position_ >= 2 && source_[position_] == first &&
           source_[position_ + 1] == second;
  }
  void skipSpace();
  void skipLineComment();
  void skipBlockComment();
  void skipAnnotation();
  bool skipAnnotationContent();
  bool readAnnotationId(std::string_view& id);
  bool skipString();
  void skipPlain();
  void skipStringCharacter();
  bool skipEscape();
  TokenKind readRun();
  TokenKind readIdentifier();
  void fail(ErrorCode code, std::size_t offset, std::string_view detail = {});
  void failCharacter();

  std::string_view source_;
  std::size_t position_;
  std::vector<Annotation> annotations_;
  Failure failure_;
  bool failed_ = false;
};

/// Whether a run of characters is a number, and of which kind (`Nat`, `Int`, `Float`); else
/// `Reserved`.
TokenKind classifyNumber(std::string_view text);

/// The bytes that a string token stands for. Requires well-formed escapes.
std::string decodeString(std::string_view literal);

}  // namespace wald::text
