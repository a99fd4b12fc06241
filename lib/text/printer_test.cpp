#include "text/printer.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "binary/decoder.h"
#include "binary/encoder.h"
#include "binary/names.h"
#include "support/test_bytes.h"
#include "text/parser.h"

namespace wald::text {
namespace {

using wasm::Features;

wasm::Module moduleOf(std::vector<std::uint8_t> bytes) {
  auto module = binary::decodeModule(std::move(bytes), Features::all());
  if (!module) FAIL(module.error().format("module"));
  return std::move(*module);
}

std::vector<std::uint8_t> bytesOf(std::string_view source) {
  auto bytes = parseModule(source, Features::all());
  if (!bytes) FAIL(bytes.error().format("text"));
  return std::move(*bytes);
}

std::string print(const wasm::Module& module, bool isFlat, Result<void>& result) {
  std::string text;
  result = printModule(module, {.isFlat = isFlat}, [&](std::string_view part) {
    text += part;
    return true;
  });
  return text;
}

std::string print(const wasm::Module& module, bool isFlat = false) {
  Result<void> result;
  std::string text = print(module, isFlat, result);
  if (!result) FAIL(result.error().format("printed"));
  return text;
}

/// The text of what a text means, which must mean the same bytes, folded and flat.
std::string printed(std::string_view source, bool isFlat = false) {
  const auto bytes = bytesOf(source);
  const wasm::Module module = moduleOf(bytes);
  for (const bool flat : {false, true}) {
    const std::string text = print(module, flat);
    INFO(text);
    CHECK((bytesOf(text) == bytes));
  }
  return print(module, isFlat);
}

/// The lines of the only function of a text, without their first indentation.
std::string bodyOf(std::string_view instructions, bool isFlat = false) {
  const std::string text = printed(fmt::format("(module (func {}))", instructions), isFlat);
  const std::size_t begin = text.find("(type 0)", text.find("(func (;0;)")) + 8;
  std::string out;
  for (std::size_t at = text.find("\n    ", begin); at != std::string::npos;) {
    const std::size_t end = text.find('\n', at + 1);
    out += text.substr(at + (out.empty() ? 5 : 0), end - at - (out.empty() ? 5 : 0));
    at = text.compare(end, 5, "\n    ") == 0 ? end : std::string::npos;
  }
  return out;
}

/// What a constant is printed as.
std::string constantOf(std::string_view constant) {
  const std::string body = bodyOf(fmt::format("({})", constant));
  return body.substr(1, body.size() - 2);
}

}  // namespace

TEST_CASE("Fields are printed in the order of the sections") {
  CHECK(printed("(module $m (func $f (export \"f\") (param $a i32) (param i64) (result i32) "
                "(local $x f32) (local i32 i32) (local.get $a)) "
                "(memory $mem i64 1 2) (data (i64.const 4) \"a\\00\\\"\") (start $s) (func $s))") ==
        R"((module $m
  (type (;0;) (func (param i32 i64) (result i32)))
  (type (;1;) (func))
  (memory $mem (;0;) i64 1 2)
  (export "f" (func $f))
  (start $s)
  (func $f (;0;) (type 0) (param $a i32) (param i64) (result i32)
    (local $x f32) (local i32 i32)
    (local.get $a)
  )
  (func $s (;1;) (type 1))
  (data (;0;) (i64.const 4) "a\00\22")
)
)");
}

TEST_CASE("Everything that a module can have is printed and read again") {
  CHECK(printed("(rec (type $a (sub (struct (field $x (mut i8)) (field i16 (ref null $b)))))"
                "  (type $b (sub final $a (struct (field (mut i8) i16 (ref null $b))))))"
                "(rec) (type (array (mut v128))) (type (sub (func)))")
            .find("(type $b (;1;) (sub final $a (struct (field (mut i8) i16 (ref null $b)))))") !=
        std::string::npos);
  printed(
      "(import \"a\" \"f\" (func $f (param $x i32))) (import \"\" \"t\" (table i64 1 2 externref))"
      "(import \"a\" \"m\" (memory 1 1 shared)) (import \"a\" \"g\" (global (mut anyref)))"
      "(import \"a\" \"e\" (tag (param i32))) (tag $e (param f32))"
      "(table $t 1 (ref func) (ref.func $f)) (memory 1 (pagesize 1))"
      "(global i32 (i32.add (i32.const 1) (i32.mul (i32.const 2) (i32.const 3))))");
  printed("(func $f) (table $t 9 funcref) (table $u 9 funcref) (table $v 9 (ref null $ty)) (type "
          "$ty (func))"
          "(elem (i32.const 0) $f $f) (elem (table $u) (i32.const 0) func $f) (elem func $f)"
          "(elem $d declare func $f) (elem funcref (ref.null func) (item ref.func $f))"
          "(elem (table $v) (offset i32.const 1 i32.const 2 i32.add) (ref null $ty) (ref.func $f))"
          "(elem declare (ref $ty) (ref.func $f)) (elem (i32.const 0) (ref func))"
          "(memory 1) (memory $n 1) (data $p \"x\") (data (memory $n) (i32.const 0) \"\" \"y\")");
  printed("(memory 1) (memory $n 1) (data $d \"x\") (table $t 1 funcref) (elem $e func)"
          "(func (memory.init $n $d (i32.const 0) (i32.const 0) (i32.const 0)) (data.drop $d)"
          "  (memory.copy $n 0 (i32.const 0) (i32.const 0) (i32.const 0))"
          "  (table.init $t $e (i32.const 0) (i32.const 0) (i32.const 0)) (elem.drop $e)"
          "  (drop (memory.grow $n (memory.size 0)))"
          "  (v128.store8_lane $n offset=3 7 (i32.const 0) (v128.const i64x2 1 -1))"
          "  (v128.store8_lane 7 (i32.const 0) (v128.const i64x2 1 -1))"
          "  (v128.store16_lane align=1 7 (i32.const 0) (v128.const i64x2 1 -1))"
          "  (drop (i32.atomic.rmw8.add_u $n offset=4294967296 (i32.const 0) (i32.const 1)))"
          "  (atomic.fence) (drop (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 31"
          "    (v128.const i64x2 1 -1) (v128.const f32x4 nan inf 0 1))))");
}

TEST_CASE("Instructions are folded as long as their operands are there") {
  CHECK(bodyOf("i32.const 1 i32.const 2 i32.add drop") ==
        "(drop (i32.add (i32.const 1) (i32.const 2)))");
  // A statement between the operands ends the folding.
  CHECK(bodyOf("i32.const 1 nop i32.const 2 i32.add drop") ==
        "(i32.const 1)\n    (nop)\n    (i32.const 2)\n    i32.add\n    drop");
  // Two results serve two operands, and not one.
  CHECK(bodyOf("(drop (i64.mul_wide_s (i64.const 1) (i64.const 2))) drop") ==
        "(i64.mul_wide_s (i64.const 1) (i64.const 2))\n    drop\n    drop");
  CHECK(bodyOf("(i64.add (i64.mul_wide_s (i64.const 1) (i64.const 2))) drop") ==
        "(drop (i64.add (i64.mul_wide_s (i64.const 1) (i64.const 2))))");
  CHECK(bodyOf("i32.add unreachable i32.add") == "i32.add\n    (unreachable)\n    i32.add");
}

TEST_CASE("Blocks are folded with their parts") {
  CHECK(bodyOf("(if (result i32) (i32.const 1) (then (i32.const 2)) (else (i32.const 3))) drop") ==
        R"((drop
      (if (result i32) ;; label = @1
        (i32.const 1)
        (then
          (i32.const 2)
        )
        (else
          (i32.const 3)
        )
      )))");
  CHECK(bodyOf("i32.const 1 if else end") ==
        R"((if ;; label = @1
      (i32.const 1)
      (then)
      (else)
    ))");
  CHECK(bodyOf("block $a block $a br 0 br $a br 1 br 2 br 9 end end") == R"((block $a
      (block $a
        (br $a)
        (br $a)
        (br 1 (;@1;))
        (br 2 (;@0;))
        (br 9)
      )
    ))");
  CHECK(bodyOf("try $l try catch_all rethrow 0 end delegate 0") == R"((try $l
      (do
        (try ;; label = @2
          (do)
          (catch_all
            (rethrow 0 (;@2;))
          )
        )
      )
      (delegate 0 (;@0;))
    ))");
}

TEST_CASE("The flat form has one instruction a line") {
  CHECK(bodyOf("(if $l (i32.const 1) (then (br $l)) (else (nop)))", true) ==
        "i32.const 1\n    if $l\n      br $l\n    else\n      nop\n    end");
  CHECK(
      bodyOf("block try_table (catch_all 1) (catch_all_ref 2) end end", true) ==
      "block ;; label = @1\n      try_table (catch_all 1 (;@0;)) (catch_all_ref 2) ;; label = @2\n"
      "      end\n    end");
}

TEST_CASE("Numbers keep every bit") {
  CHECK(constantOf("i32.const 0xffffffff") == "i32.const -1");
  CHECK(constantOf("i64.const 0x8000000000000000") == "i64.const -9223372036854775808");
  CHECK(constantOf("f32.const 0x1p-149") == "f32.const 1e-45");
  CHECK(constantOf("f32.const 0.1") == "f32.const 0.1");
  CHECK(constantOf("f64.const 0x1.fffffffffffffp1023") == "f64.const 1.7976931348623157e+308");
  CHECK(constantOf("f64.const -0") == "f64.const -0");
  CHECK(constantOf("f64.const 100000") == "f64.const 1e+05");
  CHECK(constantOf("f32.const -inf") == "f32.const -inf");
  CHECK(constantOf("f32.const nan") == "f32.const nan");
  CHECK(constantOf("f32.const -nan:0x200000") == "f32.const -nan:0x200000");
  CHECK(constantOf("f64.const nan:0xfffffffffffff") == "f64.const nan:0xfffffffffffff");
  CHECK(constantOf("v128.const i8x16 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 255") ==
        "v128.const i32x4 0x03020100 0x07060504 0x0b0a0908 0xff0e0d0c");
}

TEST_CASE("Names become identifiers, or annotations where they cannot") {
  const std::string text = printed(
      "(module (@name \"\") (func $a) (func (@name \"a\")) (func (@name \"a\")) (func $a.1) "
      "(func (@name \"\")) (func $\"a b\\0a\\u{202e}\\e2\\82\\ac\") (func)"
      "(func (export \"\\u{200b}\") (param (@name \"p\") i32) (param $p i32) (local (@name \"\") "
      "i32)"
      "  (local.set 1 (local.get $p))))");
  CHECK(text.find("(module (@name \"\")\n") == 0);
  for (const char* line : {"(func $a (;0;) (type 0))", "(func $a.2 (;1;) (@name \"a\") (type 0))",
                           "(func $a.3 (;2;) (@name \"a\") (type 0))", "(func $a.1 (;3;) (type 0))",
                           "(func (;4;) (@name \"\") (type 0))",
                           "(func $\"a b\\0a\\u{202e}\xe2\x82\xac\" (;5;) (type 0))",
                           "(func (;6;) (type 0))", "(param $p i32) (param $p.1 (@name \"p\") i32)",
                           "(local (@name \"\") i32)", "(export \"\\u{200b}\" (func 7))"}) {
    INFO(line);
    CHECK(text.find(line) != std::string::npos);
  }
}

TEST_CASE("Long names are not repeated") {
  const std::string name(5'000, 'x');
  const std::string text =
      printed(fmt::format("(func ${0} (call ${0}) (block ${0} (br ${0})))", name));
  CHECK(text.size() < 3 * name.size() + 1'000);
}

TEST_CASE("Custom sections and branch hints are annotations") {
  const std::string text =
      printed("(module (@custom \"a\" (before first) \"1\") (@custom \"b\") (type (func))"
              "(@custom \"c\" (after func) \"\\00\\ff\") (@custom \"d\" (before code))"
              "(func (param i32) (@metadata.code.branch_hint \"\\01\") (if (local.get 0) (then)) "
              "(block (drop (i32.add (i32.const 1) (block (result i32) "
              "(@metadata.code.branch_hint \"\\00\") (br_if 0 (i32.const 1) (local.get 0))))))))");
  for (const char* line :
       {"(@custom \"a\" (before first) \"1\")", "(@custom \"c\" (after func) \"\\00\\ff\")",
        "(@metadata.code.branch_hint \"\\01\") (if ;; label = @1",
        "(@metadata.code.branch_hint \"\\00\") (br_if 0 (;@2;)"}) {
    INFO(line);
    CHECK(text.find(line) != std::string::npos);
  }
  // Hints that belong to nothing stay what they are.
  CHECK(printed(
            "(module (func) (@custom \"metadata.code.branch_hint\" \"\\01\\00\\01\\07\\01\\00\"))")
            .find("(@custom \"metadata.code.branch_hint\" (after code) \"\\01") !=
        std::string::npos);
  CHECK(printed("(module (@custom \"name\" \"garbage\"))").find("(@custom \"name\"") !=
        std::string::npos);
}

TEST_CASE("Deep nesting is printed, and read again") {
  const auto repeated = [](std::string_view text, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += text;
    return out;
  };
  printed("(func " + repeated("block ", 99'999) + "i32.const 0 i32.eqz drop " +
          repeated("end ", 99'999) + ")");
  printed("(func i32.const 0 " + repeated("i32.eqz ", 300'000) + "drop)");
  printed("(func " + repeated("i32.const 0 if ", 50'000) + repeated("end ", 50'000) + ")");
  printed("(func " + repeated("block (result i32) ", 60'000) + "i32.const 0 " +
          repeated("end i32.eqz ", 60'000) + "drop)");
}

TEST_CASE("What refers to nothing is printed by its number") {
  printed(
      "(func (type 9)) (func (type 9) (local i32) (call 9) (call_indirect 8 (type 7)) (br_table 5 "
      "6) "
      "(struct.get 8 9) (local.get 77) (ref.null 1234) (array.new_fixed 3 4000000000) (throw 7)) "
      "(export \"x\" (table 9)) (elem (table 9) (ref.func 8) func 7) (start 12)");
}

TEST_CASE("A malformed body is printed as far as it goes") {
  // (module (type (func)) (func) (func block else) (func))
  const wasm::Module module =
      moduleOf(test::bytesOf("00 61 73 6d 01 00 00 00 01 04 01 60 00 00 03 04 03 00 00 00"
                             "0a 0f 03 02 00 0b 07 00 02 40 01 05 0b 0b 02 00 0b"));
  for (const bool isFlat : {false, true}) {
    Result<void> result;
    const std::string text = print(module, isFlat, result);
    REQUIRE(!result);
    CHECK(result.error().format("m") ==
          "m:0x1f: malformed: illegal opcode else (code section, function 1)");
    CHECK(text.find(";; at 0x1f: malformed: illegal opcode else\n  )\n  (func (;2;) (type 0))") !=
          std::string::npos);
    CHECK(parseModule(text, Features::all()));
  }
}

TEST_CASE("Printing stops when nobody listens") {
  std::string source = "(module ";
  for (int i = 0; i < 100'000; ++i) source += "(func)";
  int parts = 0;
  const wasm::Module module = moduleOf(bytesOf(source + ")"));
  const auto result = printModule(module, {}, [&](std::string_view) { return ++parts < 2; });
  CHECK(result);
  CHECK(parts == 2);
}

}  // namespace wald::text
