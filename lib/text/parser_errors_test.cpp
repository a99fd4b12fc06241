#include <string>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "text/parser.h"
#include "wasm/limits.h"

namespace wald::text {
namespace {

using wasm::Features;

std::string errorOf(std::string_view source) {
  const auto bytes = parseModule(source, Features::all());
  return bytes ? "no error" : bytes.error().format("t").substr(2);
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string result;
  result.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

TEST_CASE("Errors tell line and column, and show the line") {
  const auto bytes = parseModule("(module\n  (func (\xc3\xa9;)))", Features());
  REQUIRE(!bytes);
  CHECK(bytes.error().format("a.wat") == "a.wat:2:10: malformed: illegal character");
  const auto other = parseModule(";; \xc3\xa9\n  (; \xc3\xa9 ;) (funk)\n", Features());
  REQUIRE(!other);
  CHECK(other.error().format("t") == "t:2:12: malformed: unknown operator funk");
  CHECK(other.error().context() == "  (; \xc3\xa9 ;) (funk)");
  CHECK(other.error().code() == ErrorCode::UnknownOperator);
}

TEST_CASE("Unknown words are told from misplaced ones") {
  CHECK(errorOf("(func i32.foo)") == "1:7: malformed: unknown operator i32.foo");
  CHECK(errorOf("(func i32.const)") == "1:16: malformed: unexpected token )");
  CHECK(errorOf("(func i32.const 0x)") == "1:17: malformed: unknown operator 0x");
  CHECK(errorOf("(func (nop) (local i32))") == "1:14: malformed: unexpected token local");
  CHECK(errorOf("(func") == "1:6: malformed: unexpected token (end of text)");
  CHECK(errorOf("(func))") == "1:7: malformed: unexpected token )");
  CHECK(errorOf("(module) (module)") == "1:10: malformed: unexpected token (");
  CHECK(errorOf("(func (i32.load offset=-1))") == "1:17: malformed: unknown operator offset=-1");
  CHECK(errorOf("(func (i32.load align=3))") ==
        "1:17: malformed: alignment must be a power of two");
  CHECK(errorOf("(func (i32.const 4294967296))") == "1:18: malformed: constant out of range");
  CHECK(errorOf("(func (br 4294967296))") == "1:11: malformed: i32 constant out of range");
}

TEST_CASE("Errors of syntax go before names that do not resolve") {
  CHECK(errorOf("(func call $f) (func i32.foo)") == "1:22: malformed: unknown operator i32.foo");
  CHECK(errorOf("(func call $f) (func call $g)") == "1:12: malformed: unknown func $f");
  CHECK(errorOf("(func $f) (func $f) (type (func) x)") == "1:34: malformed: unknown operator x");
  CHECK(errorOf("(func $f) (func $f)") == "1:17: malformed: duplicate func $f");
  CHECK(errorOf("(func $\"f\") (func $\"\\66\")") == "1:19: malformed: duplicate func $f");
  CHECK(errorOf("(func call $f) (func \x01)") == "1:22: malformed: illegal character");
  CHECK(errorOf("(func (param $x i32) (local $x i32))") == "1:29: malformed: duplicate local $x");
  CHECK(errorOf("(memory 1) (import \"\" \"\" (func))") == "1:20: malformed: import after memory");
  CHECK(errorOf("(func) (start 0) (start 0)") == "1:25: malformed: multiple start sections");
}

TEST_CASE("Annotations stand where they mean something") {
  CHECK(errorOf("(func (@custom \"a\") $f)") == "1:7: malformed: misplaced @custom annotation");
  CHECK(errorOf("(memory (@name \"m\") $m 1)") == "1:9: malformed: misplaced @name annotation");
  CHECK(errorOf("(func (param (@name \"x\") $x i32))") ==
        "1:14: malformed: misplaced @name annotation");
  CHECK(errorOf("(import (@name \"x\") \"a\" \"b\" (func))") ==
        "1:9: malformed: misplaced @name annotation");
  CHECK(errorOf("(func (@name \"a\") (@name \"b\"))") ==
        "1:26: malformed: @name annotation: multiple func");
}

TEST_CASE("Nesting is limited by a number, not by the stack") {
  const std::string end = fmt::format("nesting deeper than {}", wasm::limits::nesting);
  struct Form {
    const char* open;
    const char* close;
  };
  for (const auto& [open, close] :
       {Form{"(block ", ")"}, Form{"block ", "end "}, Form{"(i32.eqz ", ")"},
        Form{"(if (then ", "))"}, Form{"(block (i32.eqz ", "))"}, Form{"loop (block $l ", ") end "},
        Form{"(if (i32.const 0) (then) (else ", "))"}}) {
    INFO(open);
    const auto nested = [&](std::size_t depth) {
      return errorOf("(func " + repeated(open, depth) + repeated(close, depth) + ")");
    };
    CHECK(nested(10'000) == "no error");
    CHECK(nested(wasm::limits::nesting / 2) == "no error");
    const std::string error = nested(1'000'000);
    CHECK(error.find(": limit: implementation limit exceeded: " + end) != std::string::npos);
  }
  const std::size_t cap = wasm::limits::nesting;
  CHECK(errorOf("(func " + repeated("(block ", cap) + repeated(")", cap) + ")") == "no error");
  CHECK(errorOf("(global i32 " + repeated("(i32.eqz ", cap) + repeated(")", cap) + ")") ==
        "no error");
}

TEST_CASE("Text that is nothing but nesting") {
  CHECK(errorOf(repeated("(", 1'000'000)) == "1:2: malformed: unexpected token (");
  CHECK(errorOf("(func " + repeated("(", 1'000'000)) == "1:8: malformed: unexpected token (");
  CHECK(errorOf("(type " + repeated("(", 1'000'000)) == "1:8: malformed: unexpected token (");
  CHECK(errorOf(repeated("(module ", 100'000)) == "1:10: malformed: unexpected token module");
  CHECK(errorOf("(func (block " + repeated("(ref ", 100'000)) ==
        "1:15: malformed: unexpected token ref");
}

TEST_CASE("Many labels in one function cost the others nothing") {
  std::string source = "(func ";
  for (int i = 0; i < 90'000; ++i) source += fmt::format("block $l{} end ", i);
  CHECK(errorOf(source + ")" + repeated("(func)", 500'000)) == "no error");
}

TEST_CASE("Names are looked up in constant time at any depth") {
  constexpr std::size_t depth = 50'000;
  std::string source = "(func ";
  for (std::size_t i = 0; i < depth; ++i) source += fmt::format("(block $l{} (br $l0) ", i);
  source += repeated(")", depth + 1);
  CHECK(errorOf(source) == "no error");
}

TEST_CASE("Limits are told with line and column") {
  constexpr std::string_view limit = "limit: implementation limit exceeded: ";
  const auto check = [&](std::string_view begin, std::string_view item, std::size_t most,
                         std::string_view end, std::string_view what) {
    const std::string text = fmt::format("{}\n{}", begin, repeated(item, most));
    INFO(text.substr(0, 100));
    CHECK(errorOf(text + std::string(end)) == "no error");
    CHECK(errorOf(text + std::string(item) + std::string(end)) ==
          fmt::format("2:{}: {}more than {} {}", most * item.size() + 1, limit, most, what));
  };
  namespace limits = wasm::limits;
  check("(func (param", "i32 ", limits::functionParams, "))", "parameters");
  check("(type (func (result", "i32 ", limits::functionResults, ")))", "results");
  check("(type (struct (field", "i8 ", limits::structFields, ")))", "fields");
  check("(func (param i32) (local", "i32 ", limits::functionLocals, "))", "locals");
  check("(func (br_table 0", "0 ", limits::brTableTargets, "))", "targets of br_table");
  const std::string memories = repeated("(memory 1)", limits::memories + 1);
  CHECK(errorOf(memories) == fmt::format("1:{}: {}more than {} memory fields", memories.size() - 1,
                                         limit, limits::memories));
}

TEST_CASE("Bad text has a place, however large it is") {
  const std::string large(8'000'000, 'x');
  const auto place = [](std::size_t column, std::string_view message) {
    return fmt::format("2:{}: malformed: {}", column, message);
  };
  const auto inText = [](std::string_view begin, std::string_view text, std::string_view end) {
    return errorOf(fmt::format("(module\n{}{}{}", begin, text, end));
  };
  CHECK(inText("(; (; ;)", large, ";") == place(1, "unclosed comment"));
  CHECK(inText("(; ", large, "\xff ;)") == place(large.size() + 4, "malformed UTF-8 encoding"));
  CHECK(inText(";; ", large, "\xc3\x28") == place(large.size() + 4, "malformed UTF-8 encoding"));
  CHECK(inText("(@a ", large, "") == place(1, "unclosed annotation"));
  CHECK(inText("(data \"", large, "") == place(7, "unclosed string"));
  CHECK(inText("(data \"", large, "\xf0\x80\x80\x80\")") ==
        place(large.size() + 8, "malformed UTF-8 encoding"));
  CHECK(inText("(export \"", "\\ff", "\" (func 0))") == place(9, "malformed UTF-8 encoding"));
  CHECK(inText("(func $", large, " $y)") == place(large.size() + 9, "unexpected token $y"));
  CHECK(inText("(func ", large, ")") == place(7, "unknown operator"));
  CHECK(inText("(func i32.const ", repeated("9", 8'000'000), ")") ==
        place(17, "constant out of range"));
  CHECK(inText("(func f64.const 1e", repeated("9", 8'000'000), ")") ==
        place(17, "constant out of range"));
  CHECK(inText("(func f32.const 0x", repeated("f", 8'000'000), ")") ==
        place(17, "constant out of range"));
  CHECK(inText("", repeated("(", 100'000), "") == place(2, "unexpected token ("));
  CHECK(inText("(func ", repeated("nop ", 2'000'000), "(nop") ==
        place(8'000'011, "unexpected token (end of text)"));
}

TEST_CASE("Numbers out of range have a place") {
  const auto at = [](int column, std::string_view message) {
    return fmt::format("1:{}: malformed: {}", column, message);
  };
  CHECK(errorOf("(func (i64.const 0x10000000000000000))") == at(18, "constant out of range"));
  CHECK(errorOf("(func (i32.const -2147483649))") == at(18, "constant out of range"));
  CHECK(errorOf("(func (f32.const 0x1p128))") == at(18, "constant out of range"));
  CHECK(errorOf("(func (f64.const nan:0x10000000000000))") == at(18, "constant out of range"));
  CHECK(errorOf("(func (v128.const i8x16 256 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0))") ==
        at(25, "constant out of range"));
  CHECK(errorOf("(func (i8x16.extract_lane_s 256))") == at(29, "i8 constant out of range"));
  CHECK(errorOf("(func (local.get 0x100000000))") == at(18, "i32 constant out of range"));
  CHECK(errorOf("(memory 18446744073709551616)") == at(9, "i64 constant out of range"));
  CHECK(errorOf("(func (i32.load offset=18446744073709551616))") ==
        at(17, "i64 constant out of range"));
}

TEST_CASE("Names that collide have a place, in every space") {
  const auto collides = [](std::string_view text) {
    const std::string error = errorOf(text);
    const std::size_t second = text.rfind("$x") + 1;
    return error.starts_with(fmt::format("1:{}: malformed: duplicate ", second));
  };
  CHECK(collides("(type $x (func)) (rec (type $x (func)))"));
  CHECK(collides("(import \"\" \"\" (table $x 1 funcref)) (table $x 1 funcref)"));
  CHECK(collides("(memory $x 1) (memory $x 1)"));
  CHECK(collides("(global $x i32 (i32.const 0)) (global $x i32 (i32.const 0))"));
  CHECK(collides("(tag $x) (tag $x)"));
  CHECK(collides("(elem $x func) (elem $x func)"));
  CHECK(collides("(data $x) (data $x)"));
  CHECK(collides("(type (struct (field $x i32) (field $x i32)))"));
  CHECK(collides("(func (param $x i32) (param $x i32))"));
  CHECK(collides("(type (func (param $x i32) (param $x i32)))"));
  CHECK(errorOf("(func (block $x (block $x (br $x))))") == "no error");
}

}  // namespace
}  // namespace wald::text
