#include "text/parser.h"

#include <string>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "binary/decoder.h"
#include "binary/names.h"

namespace wald::text {
namespace {

using wasm::Features;

/// The bytes of a module behind its magic number and version.
std::string hexOf(std::string_view source) {
  const auto bytes = parseModule(source, Features::all());
  if (!bytes) return bytes.error().format({});
  std::string hex;
  for (std::size_t i = 8; i < bytes->size(); ++i) {
    hex += fmt::format("{}{:02x}", i == 8 ? "" : " ", (*bytes)[i]);
  }
  return hex;
}

/// The instructions of a module's only function, without its `end`. Prelude and function use no
/// names.
std::string bodyOf(std::string_view instructions, std::string_view prelude = {}) {
  const auto bytes =
      parseModule(fmt::format("{} (func {})", prelude, instructions), Features::all());
  if (!bytes) return bytes.error().format({});
  const auto module = binary::decodeModule(*bytes, Features::all());
  if (!module) return module.error().format({});
  std::string hex;
  const auto body = module->view(module->codes.back().body);
  for (const std::uint8_t byte : body.first(body.size() - 1)) {
    hex += fmt::format("{}{:02x}", hex.empty() ? "" : " ", byte);
  }
  return hex;
}

std::string errorOf(std::string_view source) {
  const auto bytes = parseModule(source, Features::all());
  return bytes ? "no error" : bytes.error().format("t").substr(2);
}

binary::Names namesOf(std::string_view source) {
  auto bytes = parseModule(source, Features::all());
  REQUIRE(bytes);
  const auto module = binary::decodeModule(std::move(*bytes), Features::all());
  REQUIRE(module);
  return binary::decodeNames(*module);
}

TEST_CASE("Empty modules") {
  CHECK(hexOf("").empty());
  CHECK(hexOf("(module)").empty());
  CHECK(hexOf(";; nothing\n(module (; at all ;) )").empty());
}

TEST_CASE("Fields become sections") {
  // type 0: [i32] -> [i32]; function; export; code
  CHECK(hexOf("(func (export \"f\") (param i32) (result i32) local.get 0)") ==
        "01 06 01 60 01 7f 01 7f 03 02 01 00 07 05 01 01 66 00 00 0a 06 01 04 00 20 00 0b");
  CHECK(hexOf("(memory 1 2) (memory i64 1 (pagesize 1))") == "05 07 02 01 01 02 0c 01 00");
  CHECK(hexOf("(table 1 2 funcref) (table i64 3 (ref null extern))") ==
        "04 08 02 70 01 01 02 6f 04 03");
  CHECK(hexOf("(table 1 funcref (ref.null func))") == "04 09 01 40 00 70 00 01 d0 70 0b");
  CHECK(hexOf("(global (mut i32) (i32.const -1))") == "06 06 01 7f 01 41 7f 0b");
  CHECK(hexOf("(tag (param i32))") == "01 05 01 60 01 7f 00 0d 03 01 00 00");
  CHECK(hexOf("(import \"a\" \"b\" (func)) (start 0)") ==
        "01 04 01 60 00 00 02 07 01 01 61 01 62 00 00 08 01 00");
  CHECK(hexOf("(memory (export \"m\") (import \"a\" \"b\") 1 1 shared)") ==
        "02 09 01 01 61 01 62 02 03 01 01 07 05 01 01 6d 02 00");
}

TEST_CASE("Segments take the shortest form") {
  CHECK(hexOf("(memory (data \"ab\" \"c\"))") ==
        "05 04 01 01 01 01 0b 09 01 00 41 00 0b 03 61 62 63");
  CHECK(hexOf("(data \"a\")") == "0b 04 01 01 01 61");
  CHECK(hexOf("(memory 0) (memory 0) (data (memory 1) (i32.const 0) \"a\")") ==
        "05 05 02 00 00 00 00 0b 08 01 02 01 41 00 0b 01 61");
  CHECK(hexOf("(table funcref (elem 0)) (func)") ==
        "01 04 01 60 00 00 03 02 01 00 04 05 01 70 01 01 01 09 07 01 00 41 00 0b 01 00 0a 04 01 02 "
        "00 0b");
  CHECK(hexOf("(elem func)") == "09 04 01 01 00 00");
  CHECK(hexOf("(elem declare func)") == "09 04 01 03 00 00");
  CHECK(hexOf("(elem externref (ref.null extern))") == "09 07 01 05 6f 01 d0 6f 0b");
  CHECK(hexOf("(elem (i32.const 0) funcref (item ref.null func))") ==
        "09 09 01 04 41 00 0b 01 d0 70 0b");
  CHECK(hexOf("(elem (table 1) (offset i32.const 0) func)") == "09 08 01 02 01 41 00 0b 00 00");
}

TEST_CASE("Types and type uses") {
  CHECK(
      hexOf(
          "(rec (type $a (struct (field (mut i8) (ref null $a)))) (type (sub $a (array i32))))") ==
      "01 10 01 4e 02 5f 02 78 01 63 00 00 50 01 00 5e 7f 00 00 0b 04 6e 61 6d 65 04 04 01 00 01 "
      "61");
  SECTION("an inline type reuses an equal one, else comes last") {
    const std::string source = "(type (func (param i32))) (func) (func (param i32)) (func)"
                               "(type (sub (func (param f32)))) (func (param f32))";
    const auto bytes = parseModule(source, Features::all());
    REQUIRE(bytes);
    const auto module = binary::decodeModule(*bytes, Features::all());
    REQUIRE(module);
    REQUIRE(module->types.size() == 4);
    CHECK(module->functions[0].type == 2);
    CHECK(module->functions[1].type == 0);
    CHECK(module->functions[2].type == 2);
    CHECK(module->functions[3].type == 3);
  }
  SECTION("types may be defined behind their use") {
    CHECK(errorOf("(func (type $t) (param i32)) (type $t (func (param i32)))") == "no error");
  }
  CHECK(errorOf("(type $t (func)) (func (type $t) (param i32))") ==
        "1:34: malformed: inline function type");
  CHECK(errorOf("(func (type 3) (param i32))") == "1:16: malformed: unknown type 3");
  CHECK(errorOf("(func (type $t))") == "1:13: malformed: unknown type $t");
}

TEST_CASE("Folded and flat instructions are the same") {
  const std::string expected = "41 01 41 02 6a 1a";
  CHECK(bodyOf("i32.const 1 i32.const 2 i32.add drop") == expected);
  CHECK(bodyOf("(drop (i32.add (i32.const 1) (i32.const 2)))") == expected);
  CHECK(bodyOf("(i32.const 1) (i32.const 2) i32.add (drop)") == expected);
  const std::string conditional = "41 00 04 40 01 05 00 0b";
  CHECK(bodyOf("i32.const 0 if nop else unreachable end") == conditional);
  CHECK(bodyOf("(if (i32.const 0) (then (nop)) (else unreachable))") == conditional);
  CHECK(bodyOf("(if (then)) ") == "04 40 0b");
}

TEST_CASE("Labels") {
  CHECK(bodyOf("block $a (loop $b br $a br $b (br 2)) end") ==
        "02 40 03 40 0c 01 0c 00 0c 02 0b 0b");
  CHECK(bodyOf("(block $a (block $a (br $a)) (br $a))") == "02 40 02 40 0c 00 0b 0c 00 0b");
  CHECK(bodyOf("(block $a (if (br_if $a (i32.const 0)) (then (br $a))))") ==
        "02 40 41 00 0d 00 04 40 0c 01 0b 0b");
  CHECK(bodyOf("(block $a br_table $a 1 $a)") == "02 40 0e 02 00 01 00 0b");
  CHECK(bodyOf("block $\"x y\" end $\"\\78 y\"") == "02 40 0b");
  CHECK(errorOf("(func block $a end $b)") == "1:20: malformed: mismatching label $b");
  CHECK(errorOf("(func (block $a) (br $a))") == "1:22: malformed: unknown label $a");
}

TEST_CASE("Immediates") {
  CHECK(bodyOf("(i64.load offset=8 align=4 (i32.const 0))") == "41 00 29 02 08");
  CHECK(bodyOf("(i64.load)") == "29 03 00");
  CHECK(bodyOf("(i64.load 1)") == "29 43 01 00");
  CHECK(bodyOf("(v128.load8_lane 3)") == "fd 54 00 00 03");
  CHECK(bodyOf("(v128.load16_lane 1 offset=2 3)") == "fd 55 41 01 02 03");
  CHECK(bodyOf("(v128.load8x8_s) (v128.load32_zero) (v128.load16_splat) (v128.load)") ==
        "fd 01 03 00 fd 5c 02 00 fd 08 01 00 fd 00 04 00");
  CHECK(bodyOf("(i32.atomic.rmw8.add_u) (memory.atomic.wait64) (atomic.fence)") ==
        "fe 20 00 00 fe 02 03 00 fe 03 00");
  CHECK(bodyOf("(memory.init 1) (memory.init 2 1)", "(data) (data)") == "fc 08 01 00 fc 08 01 02");
  CHECK(bodyOf("(table.init 1) (table.init 2 1) (table.copy) (table.copy 1 2)") ==
        "fc 0c 01 00 fc 0c 01 02 fc 0e 00 00 fc 0e 01 02");
  CHECK(bodyOf("(select) (select (result i32))") == "1b 1c 01 7f");
  CHECK(bodyOf("(ref.test (ref any)) (ref.cast eqref) (ref.null 0)") == "fb 14 6e fb 17 6d d0 00");
  CHECK(bodyOf("br_on_cast 0 anyref (ref eq)") == "fb 18 01 00 6e 6d");
  CHECK(bodyOf("call_indirect 1 (type 0)", "(type (func))") == "11 00 01");
  CHECK(bodyOf("struct.get $t $y", "(type $t (struct (field $x i32) (field $y i32)))") ==
        "fb 02 00 01");
  CHECK(bodyOf("(v128.const i16x8 1 -1 0x1234 0 0 0 0 65535)") ==
        "fd 0c 01 00 ff ff 34 12 00 00 00 00 00 00 00 00 ff ff");
  CHECK(bodyOf("(v128.const f64x2 1 -inf)") ==
        "fd 0c 00 00 00 00 00 00 f0 3f 00 00 00 00 00 00 f0 ff");
  CHECK(bodyOf("i64.const 0x8000000000000000 i32.const 0xffffffff f32.const 1.5") ==
        "42 80 80 80 80 80 80 80 80 80 7f 41 7f 43 00 00 c0 3f");
  CHECK(bodyOf("i64.add128 i64.mul_wide_u") == "fc 13 fc 16");
}

TEST_CASE("Exceptions, new and legacy") {
  CHECK(bodyOf("block $h (try_table $t (result i32) (catch 0 $h) (catch_all_ref 1) br $t) end",
               "(tag)") == "02 40 1f 7f 02 00 00 00 03 01 0c 00 0b 0b");
  const std::string caught = "06 40 01 07 00 00 19 0b";
  CHECK(bodyOf("try nop catch 0 unreachable catch_all end", "(tag)") == caught);
  CHECK(bodyOf("(try (do nop) (catch 0 (unreachable)) (catch_all))", "(tag)") == caught);
  const std::string delegated = "06 40 06 40 18 00 0b";
  CHECK(bodyOf("try $a try $b delegate $a end") == delegated);
  CHECK(bodyOf("(try $a (do (try $b (do) (delegate $a))))") == delegated);
  CHECK(errorOf("(func (try (do) (catch_all) (delegate 0)))") ==
        "1:30: malformed: unexpected token delegate");
}

TEST_CASE("The data count section comes with its instructions") {
  CHECK(hexOf("(data \"a\") (func (data.drop 0))") ==
        "01 04 01 60 00 00 03 02 01 00 0c 01 01 0a 07 01 05 00 fc 09 00 0b 0b 04 01 01 01 61");
}

TEST_CASE("Identifiers are kept as names") {
  const auto names =
      namesOf("(module $m (type $t (struct (field $x i32)))"
              "(import \"\" \"\" (func $f (param $p i32)))"
              "(func (param i32 i32) (local $l i32) (block) (loop $a))"
              "(memory $mem 1) (data $d \"\") (func $\"g\\u{e9}\" (@name \"real\")))");
  CHECK(names.module == "m");
  CHECK(names.functions == binary::NameMap{{0, "f"}, {2, "real"}});
  CHECK(names.locals == binary::IndirectNameMap{{0, {{0, "p"}}}, {1, {{2, "l"}}}});
  CHECK(names.labels == binary::IndirectNameMap{{1, {{1, "a"}}}});
  CHECK(names.types == binary::NameMap{{0, "t"}});
  CHECK(names.fields == binary::IndirectNameMap{{0, {{0, "x"}}}});
  CHECK(names.memories == binary::NameMap{{0, "mem"}});
  CHECK(names.datas == binary::NameMap{{0, "d"}});
}

TEST_CASE("Inline segments count among the segments") {
  CHECK(bodyOf("(data.drop $d) (elem.drop $e)",
               "(memory (data \"x\")) (data $d \"y\") (table funcref (elem)) (elem $e func)") ==
        "fc 09 01 fc 0d 01");
}

TEST_CASE("Custom sections have places") {
  CHECK(hexOf("(module (@custom \"b\" (after type) \"1\") (@custom \"a\" (before type)) (type "
              "(func)))") == "00 02 01 61 01 04 01 60 00 00 00 03 01 62 31");
  CHECK(errorOf("(func (@custom \"a\"))") == "1:7: malformed: misplaced @custom annotation");
  CHECK(errorOf("(@custom 1)") == "1:10: malformed: @custom annotation: missing section name");
}

TEST_CASE("Branch hints count from the locals") {
  // 00: hints; 1 function, index 0, 1 hint, offset 7 (locals 3, local.get 2, local.get 2), 1 byte
  CHECK(
      hexOf(
          "(func (local i32) local.get 0 local.get 0 (@metadata.code.branch_hint \"\\01\") if end)")
          .find("62 72 61 6e 63 68 5f 68 69 6e 74 01 00 01 07 01 01") != std::string::npos);
}

}  // namespace
}  // namespace wald::text
