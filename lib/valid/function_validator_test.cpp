#include <catch2/catch.hpp>

#include "valid/test_modules.h"

namespace wald::valid::test {
namespace {

// One function of type [] -> []: its instructions begin at offset 0x17.

TEST_CASE("A body that leaves the stack as it was is valid") {
  // i32.const 1  i32.const 2  i32.add  drop
  CHECK(errorOf(bodyModule({0x41, 1, 0x41, 2, 0x6a, 0x1a, 0x0b})).empty());
}

TEST_CASE("A mismatch names what is required, what is there, and where") {
  // i64.const 1  i32.eqz  drop
  CHECK(errorOf(bodyModule({0x42, 1, 0x45, 0x1a, 0x0b})) ==
        ":0x19: invalid: type mismatch: instruction requires [i32] but stack has [i64] "
        "(code section, function 0)");
  // i32.const 1  i32.add  drop
  CHECK(errorOf(bodyModule({0x41, 1, 0x6a, 0x1a, 0x0b})) ==
        ":0x19: invalid: type mismatch: instruction requires [i32 i32] but stack has [i32] "
        "(code section, function 0)");
  // drop
  CHECK(errorOf(bodyModule({0x1a, 0x0b})) ==
        ":0x17: invalid: type mismatch: instruction requires an operand but stack has [] "
        "(code section, function 0)");
}

TEST_CASE("Operands left over at the end of a block are refused") {
  // i32.const 1
  CHECK(errorOf(bodyModule({0x41, 1, 0x0b})) ==
        ":0x19: invalid: type mismatch: block requires [] but stack has [i32] "
        "(code section, function 0)");
}

TEST_CASE("A block cannot take operands from outside") {
  // i32.const 1  block  drop  end
  CHECK(errorOf(bodyModule({0x41, 1, 0x02, 0x40, 0x1a, 0x0b, 0x0b})) ==
        ":0x1b: invalid: type mismatch: instruction requires an operand but stack has [] "
        "(code section, function 0)");
}

TEST_CASE("Unreachable code is polymorphic, but what it pushes has a type") {
  // unreachable  i32.add  drop
  CHECK(errorOf(bodyModule({0x00, 0x6a, 0x1a, 0x0b})).empty());
  // unreachable  i64.const 1  i32.add  drop
  CHECK(errorOf(bodyModule({0x00, 0x42, 1, 0x6a, 0x1a, 0x0b})) ==
        ":0x1a: invalid: type mismatch: instruction requires [i32 i32] but stack has [i64] "
        "(code section, function 0)");
  // unreachable  ref.as_non_null  i32.eqz  drop
  CHECK(errorOf(bodyModule({0x00, 0xd4, 0x45, 0x1a, 0x0b})) ==
        ":0x19: invalid: type mismatch: instruction requires [i32] but stack has [(ref unknown)] "
        "(code section, function 0)");
  // unreachable  select  ref.is_null  drop
  CHECK(errorOf(bodyModule({0x00, 0x1b, 0xd1, 0x1a, 0x0b})).empty());
}

TEST_CASE("Branches go to labels that are there") {
  // br 1
  CHECK(errorOf(bodyModule({0x0c, 1, 0x0b})) ==
        ":0x17: invalid: unknown label 1 (code section, function 0)");
  // block (result i32)  br 0  end  drop
  CHECK(errorOf(bodyModule({0x02, 0x7f, 0x0c, 0, 0x0b, 0x1a, 0x0b})) ==
        ":0x19: invalid: type mismatch: instruction requires [i32] but stack has [] "
        "(code section, function 0)");
  // block (result i32)  i32.const 1  br_if 1  i32.const 2  end  drop
  CHECK(errorOf(bodyModule({0x02, 0x7f, 0x41, 1, 0x0d, 1, 0x41, 2, 0x0b, 0x1a, 0x0b})).empty());
  // block  block (result i32)  i32.const 1  i32.const 2  br_table 0 1  end  drop  end
  CHECK(errorOf(bodyModule(
            {0x02, 0x40, 0x02, 0x7f, 0x41, 1, 0x41, 2, 0x0e, 1, 0, 1, 0x0b, 0x1a, 0x0b, 0x0b})) ==
        ":0x1f: invalid: type mismatch: labels of br_table require [] and [i32] "
        "(code section, function 0)");
}

TEST_CASE("Control instructions out of place are malformed") {
  // else
  CHECK(errorOf(bodyModule({0x05, 0x0b})) ==
        ":0x17: malformed: END opcode expected: else without if (code section, function 0)");
  // end  end
  CHECK(errorOf(bodyModule({0x0b, 0x0b})) ==
        ":0x18: malformed: section size mismatch: bytes after the last end "
        "(code section, function 0)");
}

TEST_CASE("if without else must pass its parameters on") {
  // i32.const 1  if (result i32)  i32.const 1  end  drop
  CHECK(errorOf(bodyModule({0x41, 1, 0x04, 0x7f, 0x41, 1, 0x0b, 0x1a, 0x0b})) ==
        ":0x1d: invalid: type mismatch: if without else requires [i32] but stack has [] "
        "(code section, function 0)");
}

TEST_CASE("Indices out of range are named") {
  const std::string place = " (code section, function 0)";
  // local.get 2
  CHECK(errorOf(bodyModule({0x20, 2, 0x1a, 0x0b})) == ":0x17: invalid: unknown local 2" + place);
  // global.get 1
  CHECK(errorOf(bodyModule({0x23, 1, 0x1a, 0x0b})) == ":0x17: invalid: unknown global 1" + place);
  // call 7
  CHECK(errorOf(bodyModule({0x10, 7, 0x0b})) == ":0x17: invalid: unknown function 7" + place);
  // memory.size
  CHECK(errorOf(bodyModule({0x3f, 0, 0x1a, 0x0b})) == ":0x17: invalid: unknown memory 0" + place);
  // table.size 0
  CHECK(errorOf(bodyModule({0xfc, 0x10, 0, 0x1a, 0x0b})) ==
        ":0x17: invalid: unknown table 0" + place);
  // elem.drop 0
  CHECK(errorOf(bodyModule({0xfc, 0x0d, 0, 0x0b})) ==
        ":0x17: invalid: unknown elem segment 0" + place);
  // data.drop 0
  CHECK(errorOf(bodyModule({0xfc, 0x09, 0, 0x0b})) ==
        ":0x17: malformed: data count section required" + place);
  // throw 0
  CHECK(errorOf(bodyModule({0x08, 0, 0x0b})) == ":0x17: invalid: unknown tag 0" + place);
  // struct.new 3
  CHECK(errorOf(bodyModule({0xfb, 0x00, 3, 0x0b})) == ":0x17: invalid: unknown type 3" + place);
}

TEST_CASE("A reference to a function must be declared") {
  // ref.func 0  drop
  const Bytes body = code({0xd2, 0, 0x1a, 0x0b});
  const Bytes types = section(1, {0x01, 0x60, 0x00, 0x00});
  const Bytes functions = section(3, {0x01, 0x00});
  CHECK(errorOf(moduleOf({types, functions, body})) ==
        ":0x17: invalid: undeclared function reference: function 0 (code section, function 0)");
  // (export "f" (func 0))
  CHECK(errorOf(moduleOf({types, functions, section(7, {0x01, 0x01, 'f', 0x00, 0x00}), body}))
            .empty());
  // (elem declare func 0)
  CHECK(errorOf(moduleOf({types, functions, section(9, {0x01, 0x03, 0x00, 0x01, 0x00}), body}))
            .empty());
  // (start 0)
  CHECK_FALSE(errorOf(moduleOf({types, functions, section(8, {0x00}), body})).empty());
}

TEST_CASE("Memory accesses are checked for alignment, offset and address type") {
  const auto inMemory = [](const Bytes& memory, const Bytes& body) {
    return errorOf(moduleOf({section(1, {0x01, 0x60, 0x00, 0x00}), section(3, {0x01, 0x00}),
                             section(5, memory), code(body)}));
  };
  const Bytes memory32{0x01, 0x00, 0x01};
  const Bytes memory64{0x01, 0x04, 0x01};
  const std::string place = " (code section, function 0)";
  // i32.const 0  i32.load align=8  drop
  CHECK(inMemory(memory32, {0x41, 0, 0x28, 3, 0, 0x1a, 0x0b}) ==
        ":0x1e: invalid: alignment must not be larger than natural" + place);
  // i32.const 0  i32.load offset=0x100000000  drop
  CHECK(inMemory(memory32, {0x41, 0, 0x28, 2, 0x80, 0x80, 0x80, 0x80, 0x10, 0x1a, 0x0b}) ==
        ":0x1e: invalid: offset out of range: 0x100000000 into a 32-bit memory" + place);
  // i64.const 0  i32.load offset=0x100000000  drop
  CHECK(inMemory(memory64, {0x42, 0, 0x28, 2, 0x80, 0x80, 0x80, 0x80, 0x10, 0x1a, 0x0b}).empty());
  // i32.const 0  i32.load  drop
  CHECK(inMemory(memory64, {0x41, 0, 0x28, 2, 0, 0x1a, 0x0b}) ==
        ":0x1e: invalid: type mismatch: instruction requires [i64] but stack has [i32]" + place);
  // i32.const 0  v128.const …  v128.store8_lane 16
  Bytes lane{0x41, 0, 0xfd, 0x0c};
  lane.insert(lane.end(), 16, 0);
  append(lane, {0xfd, 0x58, 0, 0, 16, 0x0b});
  CHECK(inMemory(memory32, lane) == ":0x30: invalid: invalid lane index: 16 of 16" + place);
}

TEST_CASE("Locals without a default value must be set before they are read") {
  // (type (func)) (func (local (ref 0)) …): run of one local of type (ref 0)
  const Bytes types = section(1, {0x01, 0x60, 0x00, 0x00});
  const Bytes functions = section(3, {0x01, 0x00});
  const Bytes declared = section(9, {0x01, 0x03, 0x00, 0x01, 0x00});
  const Bytes locals{0x01, 0x01, 0x64, 0x00};
  const auto body = [&](const Bytes& instructions) {
    return errorOf(moduleOf({types, functions, declared, code(instructions, locals)}));
  };
  const std::string uninitialised = "invalid: uninitialized local: local 0";
  // local.get 0  drop
  CHECK(body({0x20, 0, 0x1a, 0x0b}).find(uninitialised) != std::string::npos);
  // ref.func 0  local.set 0  local.get 0  drop
  CHECK(body({0xd2, 0, 0x21, 0, 0x20, 0, 0x1a, 0x0b}).empty());
  // block  ref.func 0  local.set 0  end  local.get 0  drop
  CHECK(body({0x02, 0x40, 0xd2, 0, 0x21, 0, 0x0b, 0x20, 0, 0x1a, 0x0b}).find(uninitialised) !=
        std::string::npos);
}

TEST_CASE("A few bytes that declare many locals are cheap, and more than the limit are refused") {
  const auto withLocals = [](const Bytes& locals, const Bytes& instructions) {
    return errorOf(moduleOf({section(1, {0x01, 0x60, 0x00, 0x00}), section(3, {0x01, 0x00}),
                             code(instructions, locals)}));
  };
  Bytes locals{0x02, 0x05, 0x7f};  // 5 × i32, 49,995 × f64
  append(locals, leb(49'995));
  locals.push_back(0x7c);
  // local.get 4  i32.eqz  drop  local.get 49999  f64.neg  drop
  CHECK(withLocals(locals, {0x20, 4, 0x45, 0x1a, 0x20, 0xcf, 0x86, 3, 0x9a, 0x1a, 0x0b}).empty());
  // local.get 50000  drop
  CHECK(withLocals(locals, {0x20, 0xd0, 0x86, 3, 0x1a, 0x0b}).find("unknown local 50000") !=
        std::string::npos);
  locals[1] = 0x06;
  CHECK(withLocals(locals, {0x0b}).find("50001 locals") != std::string::npos);
}

TEST_CASE("The operand stack is bounded") {
  // (type (func)) (type (func (result i32 × 1000))): a call is two bytes and gives 1000 operands
  Bytes types{0x02, 0x60, 0x00, 0x00, 0x60, 0x00};
  append(types, leb(1000));
  types.insert(types.end(), 1000, 0x7f);
  const auto calls = [&](int count) {
    Bytes body;
    for (int i = 0; i < count; ++i) append(body, {0x10, 0});
    append(body, {0x00, 0x0b});
    // (import "" "" (func (type 1))), and one function of type 0
    return errorOf(moduleOf({section(1, types), section(2, {0x01, 0x00, 0x00, 0x00, 0x01}),
                             section(3, {0x01, 0x00}), code(body)}));
  };
  CHECK(calls(1000).empty());
  CHECK(calls(1001).find(
            "limit: implementation limit exceeded: 1001000 operands (at most 1000000)") !=
        std::string::npos);
}

Bytes nestedBlocks(std::uint32_t depth, std::uint8_t opcode) {
  Bytes body;
  body.reserve(3 * std::size_t{depth} + 1);
  for (std::uint32_t i = 0; i < depth; ++i) append(body, {opcode, 0x40});
  body.insert(body.end(), depth + 1, 0x0b);
  return bodyModule(body);
}

TEST_CASE("Blocks nest up to the limit, and a deeper one is a clear error") {
  for (const std::uint8_t opcode : Bytes{0x02, 0x03}) {
    CHECK(errorOf(nestedBlocks(10'000, opcode)).empty());
    CHECK(errorOf(nestedBlocks(100'000, opcode)).empty());
    CHECK(errorOf(nestedBlocks(100'001, opcode)).find("100001 nested blocks (at most 100000)") !=
          std::string::npos);
    CHECK(errorOf(nestedBlocks(1'000'000, opcode)).find("100001 nested blocks (at most 100000)") !=
          std::string::npos);
  }
  auto result = validate(nestedBlocks(1'000'000, 0x02));
  REQUIRE_FALSE(result);
  CHECK(result.error().kind() == ErrorKind::Limit);
  CHECK(result.error().message() ==
        "implementation limit exceeded: 100001 nested blocks (at most 100000)");
}

TEST_CASE("array.new_fixed with a huge count in unreachable code ends at once") {
  // (type (func)) (type (array i32)): unreachable  array.new_fixed 1 4294967295  drop
  const Bytes types = section(1, {0x02, 0x60, 0x00, 0x00, 0x5e, 0x7f, 0x00});
  const Bytes body = code({0x00, 0xfb, 0x08, 1, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x1a, 0x0b});
  CHECK(errorOf(moduleOf({types, section(3, {0x01, 0x00}), body}))
            .find("4294967295 operands of array.new_fixed (at most 10000)") != std::string::npos);
}

}  // namespace
}  // namespace wald::valid::test
