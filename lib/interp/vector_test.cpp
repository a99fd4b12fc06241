#include <fmt/format.h>

#include "interp/guest_test.h"

// Vectors as values of two slots and as contents of the float accumulator; what operators mean is
// tested with them.

namespace wald::interp::test {

namespace {

using wasm::Shape;
using wasm::ShapeKind;

/// The ways in which an operand comes: from a variable, a constant, or the accumulator.
std::vector<std::string> vectorsOf(std::string_view variable, std::string_view lanes) {
  return {fmt::format("(local.get {})", variable), fmt::format("(v128.const i32x4 {})", lanes),
          fmt::format("(v128.or (local.get {0}) (local.get {0}))", variable)};
}
std::vector<std::string> addressesOf(std::string_view type, std::uint64_t address) {
  return {"(local.get $address)", fmt::format("({}.const {})", type, address),
          fmt::format("({}.and (local.get $address) (local.get $address))", type)};
}

/// The bytes that an access reaches.
unsigned widthOf(const Shape& shape) {
  return shape.kind == ShapeKind::LoadExtend ? 8 : shape.bits / 8;
}

struct Access {
  Opcode op;
  Shape shape;
};

std::vector<Access> vectorAccesses() {
  std::vector<Access> found;
  for (unsigned i = 0; i < wasm::opcodeCount; ++i) {
    const auto op = static_cast<Opcode>(i);
    const Shape shape = wasm::infoOf(op).shape;
    if (shape.type != wasm::Kind::V128 || !wasm::infoOf(op).traps) continue;
    found.push_back({op, shape});
  }
  return found;
}

/// An access at an address: a statement, or a value that is dropped.
std::string accessText(const Access& access, std::string_view memory, const std::string& address,
                       const std::string& vector) {
  const auto mnemonic = wasm::infoOf(access.op).mnemonic();
  const ShapeKind kind = access.shape.kind;
  if (kind == ShapeKind::Store) {
    return fmt::format("({}{} offset=5 {} {})", mnemonic, memory, address, vector);
  }
  if (kind == ShapeKind::StoreLane) {
    return fmt::format("({}{} offset=5 1 {} {})", mnemonic, memory, address, vector);
  }
  if (kind == ShapeKind::LoadLane) {
    return fmt::format("(drop ({}{} offset=5 1 {} {}))", mnemonic, memory, address, vector);
  }
  return fmt::format("(drop ({}{} offset=5 {}))", mnemonic, memory, address);
}

void checkAccesses(std::string_view declaration, std::string_view memory, std::string_view type,
                   bool guarded) {
  struct Row {
    Opcode op;
    std::uint64_t last;  ///< the highest address at which the access succeeds
    unsigned way;        ///< of its address
  };
  std::vector<Row> rows;
  std::string text;
  for (const Access& access : vectorAccesses()) {
    const std::uint64_t last = 65'536 - 5 - widthOf(access.shape);
    const auto addresses = addressesOf(type, last + 1);
    for (unsigned way = 0; way < addresses.size(); ++way) {
      for (const std::string& vector : vectorsOf("$v", "1 2 3 4")) {
        text += fmt::format(
            "(func $f{0} (export \"{0}\") (param $address {1}) (param $v v128) nop {2} nop)\n",
            rows.size(), type, accessText(access, memory, addresses[way], vector));
        rows.push_back({access.op, last, way});
      }
    }
  }
  REQUIRE(rows.size() == std::size_t{22} * 9);
  World world(configOf(guarded));
  auto& instance = world.add("m", fmt::format("(module {}\n{})", declaration, text));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& row = rows[i];
    INFO(declaration << " " << wasm::infoOf(row.op).mnemonic() << " " << row.way);
    const auto call = [&](std::uint64_t address) {
      const Value value = type == "i64" ? i64(address) : i32(static_cast<std::uint32_t>(address));
      return world.call(instance, std::to_string(i), {value, Value{wasm::types::v128}});
    };
    const Outcome beyond = call(row.last + 1);
    CHECK(beyond.kind() == TrapKind::MemoryOutOfBounds);
    const auto function = static_cast<std::uint32_t>(i);
    CHECK(beyond.frames() == Outcome::Frames{{fmt::format("f{}", i),
                                              offsetOf(instance.module().wasm, function, row.op)}});
    if (row.way != 1) CHECK(call(row.last).kind() == TrapKind::None);
  }
}

}  // namespace

TEST_CASE("vector accesses trap beyond the end, with their own offset", "[interp]") {
  for (const bool guarded : {true, false}) {
    checkAccesses("(memory 1 1)", "", "i32", guarded);
    checkAccesses("(memory 0) (memory 1 1)", " 1", "i32", guarded);
    checkAccesses("(memory i64 1 1)", "", "i64", guarded);
  }
}

TEST_CASE("vector operands come from anywhere", "[interp]") {
  // Each gives lanes of 10 for $a = 11 12 13 14, $b = 1 2 3 4 and $n = 1.
  std::string text;
  unsigned count = 0;
  const auto add = [&](const std::string& vector) {
    text += fmt::format(
        R"((func (export "{}") (param $a v128) (param $b v128) (param $n i32) (result i32)
      (i32.sub (i32x4.bitmask (i32x4.eq {} (v128.const i32x4 10 10 10 10))) (i32.const 15))))",
        count++, vector);
  };
  for (const auto& a : vectorsOf("$a", "11 12 13 14")) {
    for (const auto& b : vectorsOf("$b", "1 2 3 4")) {
      add(fmt::format("(i32x4.sub {} {})", a, b));
      // Lanes of 20, shifted.
      for (const char* n : {"(local.get $n)", "(i32.const 1)", "(i32.eqz (i32.const 0))"}) {
        add(fmt::format("(i32x4.shr_u (i32x4.sub (i32x4.add {0} {0}) (i32x4.add {1} {1})) {2})", a,
                        b, n));
        add(fmt::format("(i32x4.replace_lane 2 (i32x4.sub {} {}) (i32.mul {} (i32.const 10)))", a,
                        b, n));
        add(fmt::format("(select (i32x4.sub {0} {1}) {0} {2})", a, b, n));
        add(fmt::format(
            "(i32x4.splat (i32.sub (i32x4.extract_lane 3 {0}) (i32x4.extract_lane 3 {1})))", a, b));
      }
      add(fmt::format("(v128.bitselect (i32x4.sub {0} {1}) {0} (v128.const i32x4 -1 -1 -1 -1))", a,
                      b));
      add(fmt::format("(i8x16.shuffle 0 1 2 3 0 1 2 3 20 21 22 23 28 29 30 31 (i32x4.sub {0} {1}) "
                      "(i32x4.sub {0} {1}))",
                      a, b));
      add(fmt::format("(local.tee $a (i32x4.sub {} {}))", a, b));
    }
  }
  World world;
  auto& instance = world.add("m", "(module " + text + ")");
  const auto lanes = [](std::uint64_t first) {
    return Value{wasm::types::v128, first | (first + 1) << 32, (first + 2) | (first + 3) << 32};
  };
  for (unsigned i = 0; i < count; ++i) {
    INFO(i);
    CHECK(world.call(instance, std::to_string(i), {lanes(11), lanes(1), i32(1)}).i32() == 0);
  }
}

TEST_CASE("vectors go through calls, globals, branches and results", "[interp]") {
  World world;
  auto& instance = world.add("m", R"((module
    (type $two (func (param i32 v128 i64 v128) (result v128 i32 v128)))
    (table funcref (elem $swap))
    (global $g (mut v128) (v128.const i64x2 0 0))
    (func $swap (type $two)
      (global.set $g (i64x2.splat (local.get 2)))
      (local.get 3) (local.get 0) (local.get 1))
    (func (export "f") (param v128 v128) (result v128 i32 v128 v128)
      (local $unset v128)
      (block $out (result v128 i32 v128)
        (i64.const 7)
        (i32.const 5) (local.get 0) (i64.const 9) (local.get 1)
        (call $swap)
        (br_if $out (i32.const 0))
        (drop) (drop) (drop) (drop)
        (i32.const 1)
        (i32.const 6) (v128.or (local.get 0) (local.get $unset)) (i64.const 9) (local.get 1)
        (call_indirect (type $two) (i32.const 0))
        (br $out))
      (global.get $g))))");
  const Value a{wasm::types::v128, 1, 2};
  const Value b{wasm::types::v128, 3, 4};
  const Outcome outcome = world.call(instance, "f", {a, b});
  REQUIRE(outcome.values.size() == 4);
  CHECK(outcome.values[0].low == 3);
  CHECK(outcome.values[0].high == 4);
  CHECK(outcome.values[1].asI32() == 6);
  CHECK(outcome.values[2].low == 1);
  CHECK(outcome.values[2].high == 2);
  CHECK(outcome.values[3].low == 9);
  CHECK(outcome.values[3].high == 9);
}

TEST_CASE("the second slot of a pending vector is not overwritten", "[interp]") {
  // The value of the block takes two slots; the copy of the local would go to the second of them
  // while it is still to be read.
  World world;
  auto& instance = world.add("m", R"((module
    (func (export "f") (param $x i64) (result i64)
      (block (result v128) (v128.const i64x2 100 30))
      (i64x2.extract_lane 1)
      (local.get $x)
      (local.set $x (i64.const 0))
      (i64.add))))");
  CHECK(world.call(instance, "f", {i64(5)}).i64() == 35);
}

}  // namespace wald::interp::test
