#include "text/lexer.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace wald::text {
namespace {

struct Lexed {
  std::vector<TokenKind> kinds;
  std::vector<std::string> texts;
  std::string error;
  std::uint32_t errorOffset = 0;
};

Lexed lex(std::string_view source) {
  Lexer lexer(source);
  Lexed result;
  for (Token token = lexer.next(); token.kind != TokenKind::End; token = lexer.next()) {
    result.kinds.push_back(token.kind);
    result.texts.emplace_back(lexer.textOf(token));
  }
  if (!lexer.ok()) {
    result.error = phraseOf(lexer.failure().code);
    result.errorOffset = lexer.failure().offset;
  }
  return result;
}

TokenKind kindOf(std::string_view source) {
  const Lexed result = lex(source);
  INFO(source);
  REQUIRE(result.kinds.size() == 1);
  return result.kinds[0];
}

TEST_CASE("Tokens are told apart by their first character and syntax") {
  using enum TokenKind;
  CHECK(lex("(i32.add $x 0x1_F -1 \"a\" inf)").kinds ==
        std::vector{LeftParen, Keyword, Id, Nat, Int, String, Float, RightParen});
  for (const char* text : {"0", "1_000", "0xFf", "0x0_0"}) CHECK(kindOf(text) == Nat);
  for (const char* text : {"+0", "-1_000", "-0xFf"}) CHECK(kindOf(text) == Int);
  for (const char* text : {"1.", "1.5", "-1e5", "1.e+5", "1_0.0_1E-0_5", "0x1.8p3", "nan", "+inf",
                           "-nan:0x1_2", "0x1p-1", "0x1.P1"}) {
    CHECK(kindOf(text) == Float);
  }
  for (const char* text :
       {"1_", "1__0", "0x", "0x_1", "0xg", "1e", "1e+", "1._5", ".5", "0x.8p1", "1.5_", "+", "0$l",
        "$l\"a\"", "\"a\"\"b\"", "\"a\"x", "a\"b\"", ";", "A"}) {
    CHECK(kindOf(text) == Reserved);
  }
  for (const char* text : {"nan:1", "info", "i", "a=b", "offset=4"}) CHECK(kindOf(text) == Keyword);
}

TEST_CASE("Identifiers may be quoted") {
  CHECK(kindOf("$a!#b") == TokenKind::Id);
  CHECK(kindOf("$\"a b\"") == TokenKind::Id);
  CHECK(lex("$").error == "empty identifier");
  CHECK(lex("$\"\"").error == "empty identifier");
  CHECK(lex("$ \"a\"").error == "empty identifier");
  CHECK(lex("$\"a\nb\"").error == "empty identifier");
  CHECK(lex("$\"\\ef\"").error == "malformed UTF-8 encoding");
}

TEST_CASE("Strings have escapes") {
  CHECK(decodeString(R"("a\t\n\r\"\'\\\00\fF")") == std::string("a\t\n\r\"'\\\0\xff", 9));
  CHECK(decodeString(R"("\u{41}\u{e9}\u{20_ac}\u{10ffff}")") == "A\u00e9\u20ac\U0010ffff");
  for (const char* text : {R"("\u{d800}")", R"("\u{110000}")", R"("\u{}")", R"("\u{1__0}")",
                           R"("\u{_1}")", R"("\u41")", R"("\x")", R"("\0g")"}) {
    INFO(text);
    CHECK(lex(text).error == "illegal escape");
  }
  CHECK(lex("\"abc").error == "unclosed string");
  CHECK(lex("\"abc\n\"").error == "unclosed string");
  CHECK(lex("\"abc\\").error == "illegal escape");
  CHECK(lex("\"\x01\"").error == "illegal character");
  CHECK(lex("\"\x80\"").error == "malformed UTF-8 encoding");
}

TEST_CASE("Comments nest and end with their line") {
  CHECK(lex("a ;; b\n c (; d (; e ;) ;) f").texts == std::vector<std::string>{"a", "c", "f"});
  CHECK(lex(";; a\r b").texts == std::vector<std::string>{"b"});
  const Lexed unclosed = lex("a (; (; ;)");
  CHECK(unclosed.error == "unclosed comment");
  CHECK(unclosed.errorOffset == 2);
  CHECK(lex(";; \x80").error == "malformed UTF-8 encoding");
  CHECK(lex("(; \xc3 ;)").error == "malformed UTF-8 encoding");
  CHECK(lex(";; \xc3\xa9\n").error.empty());
}

TEST_CASE("Characters outside of strings and comments are ASCII") {
  CHECK(lex("a \xc3\xa9").error == "illegal character");
  CHECK(lex("a \x80").error == "malformed UTF-8 encoding");
  CHECK(lex("a \x01").error == "illegal character");
  CHECK(lex("a \x7f").errorOffset == 2);
}

TEST_CASE("Annotations are skipped, and kept where they mean something") {
  CHECK(lex("a (@x , ; [ (y \")\") {} 0x ) b").texts == std::vector<std::string>{"a", "b"});
  CHECK(lex("(@)").error == "empty annotation id");
  CHECK(lex("(@ x)").error == "empty annotation id");
  CHECK(lex("(@\"\")").error == "empty annotation id");
  CHECK(lex("(@x (y)").error == "unclosed annotation");
  CHECK(lex("(@x \"").error == "unclosed string");
  CHECK(lex("(@x \x01)").error == "illegal character");
  CHECK(lex("( @x").kinds == std::vector{TokenKind::LeftParen, TokenKind::Reserved});

  Lexer lexer("func (@name \"f\") (@other) (@custom) nop");
  CHECK(lexer.next().annotationCount == 0);
  const Token nop = lexer.next();
  REQUIRE(nop.annotationCount == 2);
  CHECK(lexer.annotations()[nop.firstAnnotation].kind == AnnotationKind::Name);
  CHECK(lexer.annotations()[nop.firstAnnotation + 1].kind == AnnotationKind::Custom);
  CHECK(lexer.annotations()[nop.firstAnnotation].offset == 5);
}

TEST_CASE("Deep nesting costs the lexer no stack") {
  constexpr std::size_t depth = 1'000'000;
  std::string comments;
  for (std::size_t i = 0; i < depth; ++i) comments += "(;";
  CHECK(lex(comments).error == "unclosed comment");
  std::string annotation = "(@x ";
  annotation.append(depth, '(');
  CHECK(lex(annotation).error == "unclosed annotation");
  CHECK(lex(std::string(depth, '(')).kinds.size() == depth);
}

}  // namespace
}  // namespace wald::text
