#include "interp/guest_test.h"

// A few functions of each family of instructions; the specification's suite has the rest.

namespace wald::interp::test {

namespace {

struct Row {
  std::string_view type;  ///< of the result
  std::string_view body;
  std::uint64_t bits;
};

/// Each row as a function, with operands that are constant, and with operands out of locals.
void check(std::string_view fields, std::initializer_list<Row> rows) {
  std::string text = "(module " + std::string(fields);
  for (const Row& row : rows) {
    text += "(func (export \"f" + std::to_string(&row - rows.begin()) +
            "\") (param $i i32) (param $l i64) (param $f f32) (param $d f64)" + " (result " +
            std::string(row.type) + ") " + std::string(row.body) + ")\n";
  }
  World world;
  auto& instance = world.add("m", text + ")");
  for (const Row& row : rows) {
    INFO(row.body);
    const Outcome outcome =
        world.call(instance, "f" + std::to_string(&row - rows.begin()),
                   {i32(7), i64(0x1'0000'0003), Value::f32(2.5f), Value::f64(-0.75)});
    REQUIRE(!outcome.trap);
    REQUIRE(outcome.values.size() == 1);
    CHECK(outcome.values[0].low == row.bits);
  }
}

std::uint64_t bitsOf(float value) { return std::bit_cast<std::uint32_t>(value); }
std::uint64_t bitsOf(double value) { return std::bit_cast<std::uint64_t>(value); }

}  // namespace

TEST_CASE("numeric operators") {
  check("",
        {
            {"i32", "(i32.sub (i32.const 3) (local.get $i))", 0xffff'fffc},
            {"i32", "(i32.sub (local.get $i) (i32.const 3))", 4},
            {"i32", "(i32.sub (i32.const 3) (i32.const 4))", 0xffff'ffff},
            {"i32",
             "(i32.sub (i32.mul (local.get $i) (local.get $i)) (i32.add (local.get $i) (i32.const "
             "1)))",
             41},
            {"i32", "(i32.div_s (i32.const -7) (i32.const 2))", 0xffff'fffd},
            {"i32", "(i32.rem_s (i32.const 0x80000000) (i32.const -1))", 0},
            {"i32", "(i32.shr_s (i32.const -8) (i32.const 33))", 0xffff'fffc},
            {"i32", "(i32.rotl (i32.const 0x80000001) (local.get $i))", 0xc0},
            {"i32", "(i32.popcnt (local.get $i))", 3},
            {"i32", "(i32.extend8_s (i32.const 0x80))", 0xffff'ff80},
            {"i32", "(i32.wrap_i64 (local.get $l))", 3},
            {"i64", "(i64.extend_i32_s (i32.sub (local.get $i) (i32.const 8)))", ~std::uint64_t{0}},
            {"i64", "(i64.shl (local.get $l) (i64.const 31))", 0x8000'0001'8000'0000},
            {"i32", "(i64.lt_u (local.get $l) (i64.const -1))", 1},
            {"i32", "(i32.eqz (i64.lt_s (local.get $l) (i64.const -1)))", 1},
            {"f32", "(f32.mul (local.get $f) (f32.const -2))", bitsOf(-5.0f)},
            {"f64", "(f64.add (f64.promote_f32 (local.get $f)) (local.get $d))", bitsOf(1.75)},
            {"f64", "(f64.min (f64.const 0) (f64.const -0))", bitsOf(-0.0)},
            {"f32", "(f32.nearest (local.get $f))", bitsOf(2.0f)},
            {"f64", "(f64.copysign (f64.const 3) (local.get $d))", bitsOf(-3.0)},
            {"i32", "(i32.trunc_sat_f64_u (local.get $d))", 0},
            {"i64", "(i64.trunc_f32_s (local.get $f))", 2},
            {"i32", "(i32.reinterpret_f32 (f32.neg (local.get $f)))", bitsOf(-2.5f)},
            {"f64", "(f64.convert_i64_u (i64.const -1))", bitsOf(18446744073709551615.0)},
        });
}

TEST_CASE("control") {
  check("",
        {
            {"i32", "(select (i32.const 1) (local.get $i) (i64.eqz (local.get $l)))", 7},
            {"f64", "(select (local.get $d) (f64.const 1) (local.get $i))", bitsOf(-0.75)},
            {"i32",
             "(if (result i32) (i32.gt_s (local.get $i) (i32.const 6)) (then (i32.const 1)) (else "
             "(i32.const 2)))",
             1},
            {"i32",
             "(if (result i32) (f32.lt (local.get $f) (f32.const 2)) (then (i32.const 1)) (else "
             "(i32.const 2)))",
             2},
            {"i32",
             "(block (result i32) (i32.const 1) (i32.const 2) (br_if 0 (local.get $i)) (drop))", 2},
            {"i32",
             "(local.set $l (i64.const 0)) (loop (local.set $l (i64.add (local.get $l) (i64.const "
             "2)))"
             " (br_if 0 (local.tee $i (i32.sub (local.get $i) (i32.const 1))))) (i32.wrap_i64 "
             "(local.get $l))",
             14},
            {"i32",
             "(block (block (block (br_table 0 1 2 (i32.const 1))) (return (i32.const 1))) (return "
             "(i32.const 2))) (i32.const 3)",
             2},
            {"i64",
             "(i64.const 5) (local.get $i) (loop (param i64 i32) (result i64) (local.set $i) "
             "(i64.const 3) (i64.add)"
             " (local.tee $i (i32.sub (local.get $i) (i32.const 1))) (br_if 0 (local.get $i)) "
             "(drop))",
             26},
        });
}

TEST_CASE("variables, tables and references") {
  check(
      R"((global $g (mut i64) (i64.const 10)) (global $f (mut f32) (f32.const 1)) (table $t 3 8 funcref)
           (type $s (func (param i32) (result i32))) (func $square (type $s) (i32.mul (local.get 0) (local.get 0)))
           (elem (table $t) (i32.const 1) func $square))",
      {
          {"i64", "(global.set $g (i64.add (global.get $g) (local.get $l))) (global.get $g)",
           0x1'0000'000d},
          {"f32", "(global.set $f (local.get $f)) (f32.add (global.get $f) (global.get $f))",
           bitsOf(5.0f)},
          {"i32", "(local.tee $i (i32.const 9)) (local.get $i) (i32.mul)", 81},
          {"i32", "(table.size $t)", 3},
          {"i32", "(table.grow $t (ref.func $square) (i32.const 2))", 3},
          {"i32", "(call_indirect $t (type $s) (local.get $i) (i32.const 4))", 49},
          {"i32", "(call_ref $s (local.get $i) (ref.func $square))", 49},
          {"i32", "(ref.is_null (table.get $t (i32.const 0)))", 1},
          {"i32",
           "(table.set $t (i32.const 0) (table.get $t (i32.const 1))) (ref.is_null (table.get $t "
           "(i32.const 0)))",
           0},
          {"i32",
           "(block (result funcref) (br_on_non_null 0 (table.get $t (i32.const 2))) (ref.func "
           "$square)) (ref.is_null)",
           0},
          {"i32",
           "(block (br_on_null 0 (table.get $t (i32.const 2))) (drop) (return (i32.const 1))) "
           "(i32.const 2)",
           2},
      });
}

TEST_CASE("memory") {
  check(
      R"((memory 1 3) (memory $second 1) (data (i32.const 16) "\80\ff\01\02\03\04\05\86"))",
      {
          {"i32", "(i32.load8_s (i32.const 16))", 0xffff'ff80},
          {"i32", "(i32.load16_u (i32.const 16))", 0xff80},
          {"i64", "(i64.load32_s offset=13 (local.get $i))", 0xffff'ffff'8605'0403},
          {"i64", "(i64.load16_s (i32.add (local.get $i) (i32.const 9)))", 0xffff'ffff'ffff'ff80},
          {"i64", "(i64.load (i32.const 16))", 0x8605'0403'0201'ff80},
          {"i32", "(i64.store32 (i32.const 100) (i64.const -1)) (i32.load8_u (i32.const 104))", 0},
          {"f64", "(f64.store (local.get $i) (local.get $d)) (f64.load (local.get $i))",
           bitsOf(-0.75)},
          {"f32",
           "(f32.store offset=200 (i32.mul (local.get $i) (i32.const 3)) (f32.mul (local.get $f) "
           "(local.get $f)))"
           " (f32.load (i32.const 221))",
           bitsOf(6.25f)},
          {"i32",
           "(i32.store $second (i32.const 16) (i32.const 5)) (i32.add (i32.load $second (i32.const "
           "16)) (i32.load8_u (i32.const 18)))",
           6},
          {"i32", "(memory.grow (i32.const 2))", 1},
          {"i32", "(memory.grow (i32.const 1))", 0xffff'ffff},
          {"i32", "(memory.size)", 3},
          {"i32", "(i32.store (i32.const 196604) (local.get $i)) (i32.load (i32.const 196604))", 7},
          {"i32",
           "(memory.copy $second 0 (i32.const 0) (i32.const 16) (i32.const 8)) (i32.load $second "
           "(i32.const 0))",
           0x0201'ff80},
          {"i32",
           "(memory.fill (i32.const 300) (i32.const 0x155) (i32.const 3)) (i32.load (i32.const "
           "300))",
           0x55'5555},
      });
}

TEST_CASE("wide arithmetic") {
  check(
      "",
      {
          {"i64", "(i64.add128 (i64.const -1) (i64.const 1) (i64.const 1) (i64.const 2)) (i64.add)",
           4},
          {"i64", "(i64.sub128 (i64.const 0) (i64.const 5) (i64.const 1) (i64.const 2)) (i64.sub)",
           ~std::uint64_t{0} - 2},
          {"i64",
           "(i64.mul_wide_u (i64.const -1) (local.get $l)) (local.set $l) (drop) (local.get $l)",
           0x1'0000'0002},
          {"i64",
           "(i64.mul_wide_s (i64.const -1) (local.get $l)) (local.set $l) (drop) (local.get $l)",
           ~std::uint64_t{0}},
      });
}

}  // namespace wald::interp::test
