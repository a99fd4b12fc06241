#include "text/lexer.h"

#include <array>

#include "support/byte_reader.h"
#include "support/utf8.h"
#include "text/characters.h"

namespace wald::text {

namespace {

constexpr std::array<std::string_view, 3> annotationNames = {"@name", "@custom",
                                                             "@metadata.code.branch_hint"};

/// Whether a character stands for itself in strings and comments, whatever is around it.
bool isPlain(char c) {
  return c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '(' && c != ';';
}

bool isPunctuation(char c) {
  return c == ',' || c == ';' || c == '[' || c == ']' || c == '{' || c == '}';
}

}  // namespace

std::string_view toString(AnnotationKind kind) {
  return annotationNames[static_cast<std::size_t>(kind)];
}

void Lexer::fail(ErrorCode code, std::size_t offset, std::string_view detail) {
  if (!failed_) {
    failed_ = true;
    failure_ = {code, std::string(detail), static_cast<std::uint32_t>(offset)};
  }
  position_ = source_.size();
}

/// Reports the character here, which can start no token.
void Lexer::failCharacter() {
  const bool wellFormed = utf8LengthAt(source_, position_) != 0;
  fail(wellFormed ? ErrorCode::IllegalCharacter : ErrorCode::BadUtf8, position_);
}

Token Lexer::next() {
  Token token;
  token.firstAnnotation = static_cast<std::uint32_t>(annotations_.size());
  skipSpace();
  token.annotationCount = static_cast<std::uint32_t>(annotations_.size()) - token.firstAnnotation;
  token.offset = static_cast<std::uint32_t>(position_);
  if (atEnd()) {
    if (failed_) token.offset = failure_.offset;
    return token;
  }
  const char c = source_[position_];
  if (c == '(' || c == ')') {
    ++position_;
    token.kind = c == '(' ? TokenKind::LeftParen : TokenKind::RightParen;
  } else if (isIdCharacter(c) || c == '"') {
    token.kind = readRun();
  } else if (isPunctuation(c)) {
    ++position_;
    token.kind = TokenKind::Reserved;
  } else {
    failCharacter();
  }
  if (failed_) {
    token.kind = TokenKind::End;
    return token;
  }
  token.length = static_cast<std::uint32_t>(position_ - token.offset);
  return token;
}

void Lexer::skipSpace() {
  while (!atEnd()) {
    const char c = source_[position_];
    if (isSpace(c)) {
      ++position_;
    } else if (c == ';' && startsWith(';', ';')) {
      skipLineComment();
    } else if (c == '(' && startsWith('(', ';')) {
      skipBlockComment();
    } else if (c == '(' && startsWith('(', '@')) {
      skipAnnotation();
    } else {
      return;
    }
  }
}

void Lexer::skipLineComment() {
  while (skipPlain(), !atEnd() && source_[position_] != '\n' && source_[position_] != '\r') {
    const unsigned length = utf8LengthAt(source_, position_);
    if (length == 0) return fail(ErrorCode::BadUtf8, position_);
    position_ += length;
  }
}

void Lexer::skipBlockComment() {
  const std::size_t start = position_;
  std::size_t depth = 0;
  while (skipPlain(), !atEnd()) {
    if (startsWith('(', ';')) {
      ++depth;
      position_ += 2;
    } else if (startsWith(';', ')')) {
      position_ += 2;
      if (--depth == 0) return;
    } else {
      const unsigned length = utf8LengthAt(source_, position_);
      if (length == 0) return fail(ErrorCode::BadUtf8, position_);
      position_ += length;
    }
  }
  fail(ErrorCode::UnclosedComment, start);
}

void Lexer::skipAnnotation() {
  const std::size_t start = position_;
  position_ += 2;
  std::string_view id;
  if (!readAnnotationId(id)) return;
  const std::size_t begin = position_;
  if (!skipAnnotationContent()) {
    return fail(ErrorCode::UnclosedAnnotation, start);
  }
  for (std::size_t i = 0; i < annotationNames.size(); ++i) {
    if (annotationNames[i].substr(1) != id) continue;
    annotations_.push_back({static_cast<AnnotationKind>(i), static_cast<std::uint32_t>(start),
                            static_cast<std::uint32_t>(begin),
                            static_cast<std::uint32_t>(position_ - 1)});
  }
}

bool Lexer::readAnnotationId(std::string_view& id) {
  const std::size_t start = position_;
  if (!atEnd() && source_[position_] == '"') {
    if (!skipString() || position_ - start <= 2) {
      // A string that cannot be read is no identifier at all.
      failed_ = false;
      fail(ErrorCode::EmptyAnnotationId, start);
      return false;
    }
    if (!isUtf8(decodeString(source_.substr(start, position_ - start)))) {
      fail(ErrorCode::BadUtf8, start);
      return false;
    }
    id = source_.substr(start + 1, position_ - start - 2);
    return true;
  }
  while (!atEnd() && isIdCharacter(source_[position_])) ++position_;
  id = source_.substr(start, position_ - start);
  if (id.empty()) fail(ErrorCode::EmptyAnnotationId, start);
  return !id.empty();
}

/// Moves behind the parenthesis that closes an annotation. False if there is none.
bool Lexer::skipAnnotationContent() {
  for (std::size_t depth = 1; depth != 0;) {
    if (atEnd()) return false;
    const char c = source_[position_];
    if (c == '(' && startsWith('(', ';')) {
      skipBlockComment();
    } else if (c == ';' && startsWith(';', ';')) {
      skipLineComment();
    } else if (c == '(' || c == ')') {
      c == '(' ? ++depth : --depth;
      ++position_;
    } else if (c == '"') {
      skipString();
    } else if (isSpace(c) || isIdCharacter(c) || isPunctuation(c)) {
      ++position_;
    } else {
      failCharacter();
    }
  }
  return true;
}

void Lexer::skipPlain() {
  while (!atEnd() && isPlain(source_[position_])) ++position_;
}

/// Moves behind a string. False, with the failure set, if it is not one.
bool Lexer::skipString() {
  const std::size_t start = position_;
  ++position_;
  while (!failed_) {
    skipPlain();
    if (atEnd() || source_[position_] == '\n') {
      fail(ErrorCode::UnclosedString, start);
    } else if (source_[position_] == '"') {
      ++position_;
      return true;
    } else {
      skipStringCharacter();
    }
  }
  return false;
}

void Lexer::skipStringCharacter() {
  const auto c = static_cast<unsigned char>(source_[position_]);
  if (c == '\\') {
    const std::size_t start = position_;
    if (!skipEscape()) fail(ErrorCode::IllegalEscape, start);
  } else if (c < 0x20 || c == 0x7f) {
    fail(ErrorCode::IllegalCharacter, position_);
  } else if (const unsigned length = utf8LengthAt(source_, position_)) {
    position_ += length;
  } else {
    fail(ErrorCode::BadUtf8, position_);
  }
}

bool Lexer::skipEscape() {
  const std::string_view rest = source_.substr(position_);
  if (rest.size() < 2) return false;
  if (simpleEscape(rest[1]) >= 0) {
    position_ += 2;
    return true;
  }
  if (rest[1] == 'u') {
    const std::size_t length = unicodeEscapeLength(rest);
    position_ += length;
    return length != 0;
  }
  if (rest.size() < 3 || hexValue(rest[1]) < 0 || hexValue(rest[2]) < 0) return false;
  position_ += 3;
  return true;
}

TokenKind Lexer::readRun() {
  const std::size_t start = position_;
  const char first = source_[start];
  if (first == '$') return readIdentifier();
  unsigned strings = 0;
  while (!atEnd()) {
    if (source_[position_] == '"') {
      if (!skipString()) return TokenKind::End;
      ++strings;
    } else if (isIdCharacter(source_[position_])) {
      ++position_;
      if (strings != 0) strings = 2;
    } else {
      break;
    }
  }
  if (strings != 0) return first == '"' && strings == 1 ? TokenKind::String : TokenKind::Reserved;
  const std::string_view run = source_.substr(start, position_ - start);
  const bool isLetter = first >= 'a' && first <= 'z';
  if (isLetter && first != 'i' && first != 'n') return TokenKind::Keyword;
  const TokenKind number = classifyNumber(run);
  return number == TokenKind::Reserved && isLetter ? TokenKind::Keyword : number;
}

TokenKind Lexer::readIdentifier() {
  const std::size_t start = position_++;
  bool empty = true;
  bool reserved = false;
  if (!atEnd() && source_[position_] == '"') {
    const std::size_t nameStart = position_;
    if (!skipString()) {
      // What follows the dollar sign is no string then, and nothing else follows it.
      failed_ = false;
      fail(ErrorCode::EmptyIdentifier, start);
      return TokenKind::End;
    }
    empty = position_ - nameStart == 2;
    if (!isUtf8(decodeString(source_.substr(nameStart, position_ - nameStart)))) {
      fail(ErrorCode::BadUtf8, start);
      return TokenKind::End;
    }
  } else {
    while (!atEnd() && isIdCharacter(source_[position_])) ++position_, empty = false;
  }
  while (!atEnd() && (isIdCharacter(source_[position_]) || source_[position_] == '"')) {
    reserved = true;
    if (source_[position_] != '"') {
      ++position_;
    } else if (!skipString()) {
      return TokenKind::End;
    }
  }
  if (reserved) return TokenKind::Reserved;
  if (!empty) return TokenKind::Id;
  fail(ErrorCode::EmptyIdentifier, start);
  return TokenKind::End;
}

}  // namespace wald::text
