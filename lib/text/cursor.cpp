#include "text/cursor.h"

#include <fmt/format.h>

#include "support/byte_reader.h"
#include "support/utf8.h"
#include "text/keywords.h"
#include "text/numbers.h"

namespace wald::text {

Cursor::Cursor(std::string_view source, NamePool& names, std::uint32_t begin,
               Annotations annotations)
    : lexer_(source, begin), names_(names),
      ignoresAnnotations_(annotations == Annotations::Ignored) {
  first_ = lexer_.next();
  checkLexer();
}

void Cursor::checkLexer() {
  if (!lexer_.ok()) fail(lexer_.failure());
}

const Token& Cursor::peekSecond() {
  if (!hasSecond_ && !failed_) {
    second_ = lexer_.next();
    hasSecond_ = true;
    checkLexer();
  }
  return second_;
}

Token Cursor::take() {
  const Token token = first_;
  if (token.annotationCount != 0 && !ignoresAnnotations_) {
    misplaced(annotations().front());
    return first_;
  }
  if (failed_ || atEnd()) return token;
  if (hasSecond_) {
    first_ = second_;
    hasSecond_ = false;
  } else {
    first_ = lexer_.next();
    checkLexer();
  }
  return token;
}

std::span<const Annotation> Cursor::annotations() const {
  return std::span(lexer_.annotations()).subspan(first_.firstAnnotation, first_.annotationCount);
}

void Cursor::skipToClose(std::size_t depth) {
  while (depth != 0 && !atEnd()) {
    const TokenKind kind = skip().kind;
    if (kind == TokenKind::LeftParen) ++depth;
    if (kind == TokenKind::RightParen) --depth;
  }
  if (depth != 0) unexpected();
}

bool Cursor::isKeyword(std::string_view word) const {
  return kind() == TokenKind::Keyword && textOf(first_) == word;
}

bool Cursor::isOpen(std::string_view word) {
  if (kind() != TokenKind::LeftParen) return false;
  const Token& second = peekSecond();
  return second.kind == TokenKind::Keyword && textOf(second) == word;
}

bool Cursor::takeOpen(std::string_view word) {
  if (!isOpen(word)) return false;
  take();
  take();
  return ok();
}

bool Cursor::takeKeyword(std::string_view word) {
  if (!isKeyword(word)) return false;
  take();
  return ok();
}

bool Cursor::takeRight() {
  if (kind() != TokenKind::RightParen) return false;
  take();
  return ok();
}

void Cursor::expectLeft() {
  if (kind() != TokenKind::LeftParen) return unexpected();
  take();
}

void Cursor::expectRight() {
  if (kind() != TokenKind::RightParen) return unexpected();
  take();
}

void Cursor::expectKeyword(std::string_view word) {
  if (!takeKeyword(word)) unexpected();
}

std::optional<std::string_view> Cursor::takeId() {
  if (kind() != TokenKind::Id) return std::nullopt;
  const Token token = take();
  if (!ok()) return std::nullopt;
  return nameOf(token);
}

std::string_view Cursor::nameOf(const Token& id) {
  if (id.kind != TokenKind::Id) return {};
  const std::string_view name = textOf(id).substr(1);
  if (!name.starts_with('"')) return name;
  const std::string_view content = name.substr(1, name.size() - 2);
  if (content.find('\\') == std::string_view::npos) return content;
  return names_.keep(decodeString(name));
}

std::string Cursor::expectString() {
  if (kind() != TokenKind::String) {
    unexpected();
    return {};
  }
  const Token token = take();
  return ok() ? decodeString(textOf(token)) : std::string();
}

std::string Cursor::expectName() {
  const std::uint32_t start = offset();
  std::string name = expectString();
  if (!isUtf8(name)) fail(ErrorCode::BadUtf8, start);
  return name;
}

std::uint64_t Cursor::expectUnsigned(unsigned bits, ErrorCode code) {
  if (kind() != TokenKind::Nat) {
    unexpected();
    return 0;
  }
  const auto value = parseUnsigned(textOf(first_), bits);
  if (!value) {
    fail(code, offset());
    return 0;
  }
  take();
  return *value;
}

void Cursor::fail(const Failure& failure) {
  if (!failed_) failure_ = failure;
  failed_ = true;
  first_ = Token{TokenKind::End, failure_.offset, 0, 0, 0};
  second_ = first_;
  hasSecond_ = false;
}

void Cursor::fail(ErrorCode code, std::uint32_t offset, std::string_view detail) {
  fail(Failure{code, std::string(detail), offset});
}

void Cursor::failLimit(std::uint64_t limit, std::string_view what) {
  fail(ErrorCode::LimitExceeded, offset(), fmt::format("more than {} {}", limit, what));
}

void Cursor::failResolution(ErrorCode code, std::uint32_t offset, std::string_view detail) {
  if (!unresolved_) unresolved_ = Failure{code, std::string(detail), offset};
}

void Cursor::mergeFailures(const Cursor& other) {
  if (other.failed_) {
    if (!failed_) fail(other.failure_);
    if (other.failure_.offset < failure_.offset) failure_ = other.failure_;
  }
  if (other.unresolved_ && (!unresolved_ || other.unresolved_->offset < unresolved_->offset)) {
    unresolved_ = other.unresolved_;
  }
}

void Cursor::settle() {
  if (!failed_ && unresolved_) fail(*unresolved_);
}

bool Cursor::isUnknown() const {
  return kind() == TokenKind::Reserved ||
         (kind() == TokenKind::Keyword && !text::isKeyword(textOf(first_)));
}

void Cursor::unexpected() {
  if (failed_) return;
  constexpr std::size_t longest = 100;
  const std::string_view text = textOf(first_);
  const std::string shown = text.size() > longest ? "" : " " + std::string(text);
  if (isUnknown()) return fail(ErrorCode::UnknownOperator, offset(), shown);
  fail(ErrorCode::UnexpectedToken, offset(), atEnd() ? " (end of text)" : shown);
}

void Cursor::misplaced(const Annotation& annotation) {
  if (annotation.kind == AnnotationKind::BranchHint) {
    return fail(ErrorCode::BranchHintAnnotation, annotation.offset, "not in a function");
  }
  fail(ErrorCode::MisplacedAnnotation, annotation.offset,
       fmt::format(" {} annotation", toString(annotation.kind)));
}

}  // namespace wald::text
