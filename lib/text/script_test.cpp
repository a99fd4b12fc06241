#include "text/script.h"

#include <string>

#include <catch2/catch.hpp>

namespace wald::text {
namespace {

using Kind = ScriptCommand::Kind;
using Form = ScriptValue::Form;
using wasm::Features;

std::vector<ScriptCommand> parse(std::string_view source) {
  auto commands = parseScript(source, Features::all());
  if (!commands) FAIL(commands.error().format({}));
  return std::move(*commands);
}

std::string errorOf(std::string_view source) {
  const auto commands = parseScript(source, Features::all());
  return commands ? "no error" : commands.error().format("t").substr(2);
}

TEST_CASE("Modules in scripts") {
  const auto commands = parse("(module $a)\n(module binary \"\\00asm\" \"\\01\\00\\00\\00\")\n\n"
                              "(module $q quote \"(func\" \" foo)\")\n(module definition $d)\n"
                              "(module instance $i $d) (module instance $j)");
  REQUIRE(commands.size() == 6);
  CHECK(commands[0].module.name == "a");
  CHECK(commands[0].module.binary.size() == 19);
  CHECK(commands[1].module.binary == std::vector<std::uint8_t>{0, 'a', 's', 'm', 1, 0, 0, 0});
  CHECK(commands[1].line == 2);
  CHECK(commands[2].module.form == ScriptModule::Form::Quote);
  CHECK(commands[2].module.quoted == "(func foo)");
  CHECK(commands[2].line == 4);
  CHECK(commands[3].module.isDefinition);
  CHECK(commands[3].module.name == "d");
  CHECK(commands[4].kind == Kind::Instance);
  CHECK(commands[4].instance.name == "i");
  CHECK(commands[4].instance.definition == "d");
  CHECK(commands[5].instance.name == "j");
  CHECK(commands[5].instance.definition.empty());
}

TEST_CASE("A script of fields is one module") {
  const auto commands = parse("(func) (memory 0) (func (export \"f\"))");
  REQUIRE(commands.size() == 1);
  CHECK(commands[0].kind == Kind::Module);
  CHECK(commands[0].module.binary.size() > 8);
  CHECK(parse(";; nothing").empty());
}

TEST_CASE("Actions") {
  const auto commands =
      parse("(register \"m\" $a) (register \"n\") (get $a \"g\")"
            "(invoke \"f\" (i32.const -1) (f32.const nan:0x1) (ref.extern 3) (ref.null func)"
            " (ref.host 2) (v128.const i32x4 1 2 3 4))");
  REQUIRE(commands.size() == 4);
  CHECK(commands[0].kind == Kind::Register);
  CHECK(commands[0].registerAs == "m");
  CHECK(commands[0].instance.name == "a");
  CHECK(commands[1].instance.name.empty());
  CHECK(commands[2].action.kind == ScriptAction::Kind::Get);
  CHECK(commands[2].action.module == "a");
  const auto& arguments = commands[3].action.arguments;
  REQUIRE(arguments.size() == 6);
  CHECK(arguments[0].bits[0] == 0xffff'ffff);
  CHECK(arguments[1].bits[0] == 0x7f80'0001);
  CHECK(arguments[2].form == Form::RefExtern);
  CHECK(arguments[2].bits[0] == 3);
  CHECK(arguments[3].form == Form::RefNull);
  CHECK(arguments[3].type == wasm::types::funcref);
  CHECK(arguments[4].form == Form::RefHost);
  CHECK(arguments[5].bits == std::array<std::uint64_t, 2>{0x2'0000'0001, 0x4'0000'0003});
}

TEST_CASE("Expected results may be patterns") {
  const auto commands =
      parse("(assert_return (invoke \"f\") (f32.const nan:canonical) (f64.const nan:arithmetic)"
            " (v128.const f32x4 1 nan:canonical 3 nan:arithmetic) (ref.null) (ref.extern) "
            "(ref.func) (ref.i31)"
            " (either (i32.const 1) (i32.const 2)) (v128.const i8x16 1 2 3 4 5 6 7 8 9 10 11 12 13 "
            "14 15 16))");
  REQUIRE(commands.size() == 1);
  const auto& expected = commands[0].expected;
  REQUIRE(expected.size() == 9);
  CHECK(expected[0].form == Form::NanCanonical);
  CHECK(expected[0].type == wasm::types::f32);
  CHECK(expected[1].form == Form::NanArithmetic);
  REQUIRE(expected[2].form == Form::Lanes);
  CHECK(expected[2].laneBits == 32);
  CHECK(expected[2].laneIsFloat);
  REQUIRE(expected[2].alternatives.size() == 4);
  CHECK(expected[2].alternatives[0].bits[0] == 0x3f80'0000);
  CHECK(expected[2].alternatives[3].form == Form::NanArithmetic);
  CHECK(expected[3].form == Form::RefNull);
  CHECK(!expected[3].type.isRef());
  CHECK(expected[4].form == Form::RefExtern);
  CHECK(!expected[4].hasNumber);
  CHECK(expected[5].form == Form::RefAny);
  CHECK(expected[5].type == wasm::ValType::ref(wasm::AbsHeap::Func, false));
  CHECK(expected[6].type == wasm::ValType::ref(wasm::AbsHeap::I31, false));
  REQUIRE(expected[7].form == Form::Either);
  CHECK(expected[7].alternatives[1].bits[0] == 2);
  CHECK(expected[8].bits[0] == 0x0807'0605'0403'0201);
}

TEST_CASE("Assertions") {
  const auto commands = parse(
      "(assert_trap (invoke \"f\") \"a\") (assert_trap (module) \"b\") (assert_exhaustion (invoke "
      "\"f\") \"c\")"
      "(assert_exception (invoke \"f\")) (assert_malformed (module quote \"(\") \"d\")"
      "(assert_invalid (module (func (result i32))) \"e\") (assert_unlinkable (module) \"f\")"
      "(assert_malformed_custom (module quote \"\") \"g\") (assert_invalid_custom (module) \"h\")");
  const std::vector kinds = {
      Kind::AssertTrap,       Kind::AssertTrapModule,      Kind::AssertExhaustion,
      Kind::AssertException,  Kind::AssertMalformed,       Kind::AssertInvalid,
      Kind::AssertUnlinkable, Kind::AssertMalformedCustom, Kind::AssertInvalidCustom};
  REQUIRE(commands.size() == kinds.size());
  for (std::size_t i = 0; i < kinds.size(); ++i) CHECK(commands[i].kind == kinds[i]);
  CHECK(commands[1].message == "b");
  CHECK(commands[8].message == "h");
}

TEST_CASE("Threads") {
  const auto commands =
      parse("(thread $T (shared (module $M)) (register \"m\" $M) (invoke \"f\")) (wait $T)");
  REQUIRE(commands.size() == 2);
  CHECK(commands[0].kind == Kind::Thread);
  CHECK(commands[0].thread == "T");
  CHECK(commands[0].threadShared == std::vector<std::string>{"M"});
  CHECK(commands[0].commands.size() == 2);
  CHECK(commands[1].kind == Kind::Wait);
  CHECK(parse("(thread (thread $U) (wait $U)) (wait)")[0].commands.size() == 2);
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "(thread";
  CHECK(errorOf(deep) == "1:352: malformed: unexpected token thread");
}

TEST_CASE("Errors in scripts have the place in the script") {
  CHECK(errorOf("(module)\n(module (func i32.foo))") ==
        "2:15: malformed: unknown operator i32.foo");
  CHECK(errorOf("(module)\n(module (func (call $f)))\n(module)") ==
        "2:21: malformed: unknown func $f");
  CHECK(errorOf("(assert_return (invoke \"f\") (i32.const nan:canonical))") ==
        "1:40: malformed: unexpected token nan:canonical");
  CHECK(errorOf("(invoke \"f\" (f32.const nan:canonical))") ==
        "1:24: malformed: unexpected token nan:canonical");
  CHECK(errorOf("(assert_foo)") == "1:2: malformed: unknown operator assert_foo");
  std::string open;
  for (int i = 0; i < 100'000; ++i) open += "(either ";
  CHECK(errorOf("(assert_return (invoke \"f\") " + open).find("unexpected token either") !=
        std::string::npos);
}

}  // namespace
}  // namespace wald::text
