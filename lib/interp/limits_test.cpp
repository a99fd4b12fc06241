#include <fmt/format.h>

#include "interp/guest_test.h"
#include "ir/check.h"

namespace wald::interp::test {

namespace {

std::string repeated(std::string_view text, std::size_t count) {
  std::string all;
  all.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

/// Calls the export "f" of a module, which builds it.
void checkCall(const std::string& text, const std::vector<Value>& arguments,
               std::uint32_t expected) {
  World world;
  auto& instance = world.add("m", text);
  CHECK(world.call(instance, "f", arguments).i32() == expected);
}

std::string nested(std::string_view open, std::string_view body, std::string_view close,
                   std::size_t depth) {
  return fmt::format("(module (func (export \"f\") (param i32) (result i32) {}{}{} (local.get 0)))",
                     repeated(open, depth), body, repeated(close, depth));
}

}  // namespace

TEST_CASE("blocks nest deeply") {
  struct Row {
    std::string_view open;
    std::string_view body;
    std::string_view close;
  };
  const Row rows[] = {
      {"block ", "", "end "},
      {"loop ", "", "end "},
      {"local.get 0 if ", "(local.set 0 (i32.const 7))", "end "},
      {"block ", "(br_if 0 (local.get 0))", "(br_if 0 (local.get 0)) end "},
      {"(i32.const 1) (local.get 0) if (result i32) (i32.const 5) ", "",
       "else (i32.const 1) end (drop) (drop) "},
      {"(i32.const 1) block (result i32) (i32.const 2) ", "", "end (i32.add) (drop) "},
  };
  for (const Row& row : rows) {
    INFO(row.open);
    const bool sets = row.body.find('7') != std::string_view::npos;
    // The body and the function itself are levels too.
    for (const std::size_t depth : {9'990, 99'990}) {
      checkCall(nested(row.open, row.body, row.close, depth), {i32(1)}, sets ? 7 : 1);
    }
  }
}

TEST_CASE("a branch out of all blocks at once") {
  constexpr std::size_t depth = 50'000;
  const std::string text =
      fmt::format("(module (func (export \"f\") (param i32) (result i32) {} (br_if {} (local.get "
                  "0)) {} (return (i32.const 3)) end (i32.const 4)))",
                  repeated("block ", depth), depth - 1, repeated("end ", depth - 1));
  World world;
  auto& instance = world.add("m", text);
  CHECK(world.call(instance, "f", {i32(1)}).i32() == 4);
  CHECK(world.call(instance, "f", {i32(0)}).i32() == 3);
}

TEST_CASE("functions with many locals") {
  World world;
  auto& instance = world.add("m", fmt::format(R"((module
    (func $f (export "f") (param i32) (result i32) (local {}) (local $last i64)
      (if (i32.eqz (local.get 0)) (then (return (i32.wrap_i64 (local.get $last)))))
      (local.set $last (i64.const 5))
      (local.set 40000 (i32.const 6))
      (i32.add (local.get 40000) (i32.add (local.get 30000) (call $f (i32.sub (local.get 0) (i32.const 1))))))))",
                                              repeated("i32 ", 49'990)));
  CHECK(world.call(instance, "f", {i32(1)}).i32() == 6);
  CHECK(world.call(instance, "f", {i32(100)}).i32() == 600);
  CHECK(world.call(instance, "f", {i32(100'000)}).kind() == TrapKind::StackOverflow);
}

TEST_CASE("a table of many branches") {
  constexpr std::uint32_t count = 100'000;
  std::string targets;
  for (std::uint32_t i = 0; i < count; ++i) targets += i % 3 == 0 ? "0 " : i % 3 == 1 ? "1 " : "2 ";
  World world;
  auto& instance = world.add("m", fmt::format(R"((module
    (func (export "f") (param i32) (result i32)
      (block (block (block (block (br_table {0} 3 (local.get 0)))
        (return (i32.const 10))) (return (i32.const 11))) (return (i32.const 12))) (i32.const 13))
    (func (export "values") (param i32) (result i32)
      (i32.const 1000)
      (block (result i32) (i32.const 2000) (block (result i32) (i32.const 3000) (block (result i32)
        (i32.const 4000) (i32.const 5) (br_table {0} 3 (local.get 0)))
        (i32.add)) (i32.add)) (i32.add))))",
                                              targets));
  for (const std::uint32_t index : {0u, 1u, 2u, 3u, 50'000u, count - 1}) {
    CHECK(world.call(instance, "f", {i32(index)}).i32() == 10 + index % 3);
    const std::uint32_t sums[] = {6005, 3005, 1005};
    CHECK(world.call(instance, "values", {i32(index)}).i32() == sums[index % 3]);
  }
  for (const std::uint32_t index : {count, count + 1, ~0u}) {
    CHECK(world.call(instance, "f", {i32(index)}).i32() == 13);
    CHECK(world.call(instance, "values", {i32(index)}).i32() == 5);
  }
}

TEST_CASE("functions with many parameters and results") {
  constexpr std::size_t many = 1'000;
  std::string gets;
  for (std::size_t i = 0; i < many; ++i) gets += fmt::format("(local.get {})", many - 1 - i);
  const std::string types = repeated("i64 ", many);
  World world;
  auto& other = world.add(
      "other", fmt::format("(module (func (export \"reverse\") (param {0}) (result {0}) {1}))",
                           types, gets));
  auto& instance = world.add(
      "m", fmt::format(R"((module (import "other" "reverse" (func $far (param {0}) (result {0})))
    (func $reverse (param {0}) (result {0}) {1})
    (func (export "there") (param {0}) (result {0}) (return_call $reverse {1}))
    (func (export "far") (param {0}) (result {0}) (call $far (call $reverse (call $far {1}))))
    (func (export "tail") (param {0}) (result {0}) (return_call $far {1}))))",
                       types, gets));
  std::vector<Value> values(many);
  for (std::size_t i = 0; i < many; ++i) values[i] = i64(i);
  for (const auto name : {"there", "far", "tail"}) {
    const Outcome outcome = world.call(instance, name, values);
    REQUIRE(outcome.values.size() == many);
    CHECK(outcome.values[0].asI64() == 0);
    CHECK(outcome.values[999].asI64() == 999);
    CHECK(outcome.values[500].asI64() == 500);
  }
  CHECK(world.call(other, "reverse", values).values[0].asI64() == 999);
}

TEST_CASE("expressions of any depth and width") {
  constexpr std::uint32_t many = 100'000;
  World world;
  auto& instance =
      world.add("m", fmt::format(R"((module
    (func (export "left") (param i32) (result i32) (local.get 0) {0})
    (func (export "right") (param i32) (result i32) {1} (local.get 0) {2})
    (func (export "tee") (param i32) (result i32) (local.get 0) {3})))",
                                 repeated("local.get 0 i32.add ", many),
                                 repeated("local.get 0 ", many), repeated("i32.add ", many),
                                 repeated("i32.const 1 i32.add local.tee 0 ", many)));
  CHECK(world.call(instance, "left", {i32(3)}).i32() == 3 * (many + 1));
  CHECK(world.call(instance, "right", {i32(3)}).i32() == 3 * (many + 1));
  CHECK(world.call(instance, "tee", {i32(3)}).i32() == 3 + many);
  const auto valid =
      validate(fmt::format("(module (func (param i32) (result i32) {} (local.get 0) {}))",
                           repeated("local.get 0 ", 1'000), repeated("i32.add ", 1'000)));
  const auto tree = valid->buildTree(0);
  REQUIRE(tree);
  CHECK(ir::check(**tree).empty());
}

TEST_CASE("growth at the bottom of a deep tree comes after what precedes it") {
  std::string text = "(module (memory 1)";
  for (int depth = 80; depth < 110; ++depth) {
    // The last clz gives 0 or 31 or 32.
    text += fmt::format("(func (export \"{0}\") (result i32) (memory.size) (i32.const 1) {1} "
                        "(i32.const 1) (i32.and) (memory.grow)"
                        " (i32.mul (i32.const 1000)) (i32.add))",
                        depth, repeated("i32.eqz i32.eqz ", static_cast<std::size_t>(depth) / 2));
  }
  World world;
  auto& instance = world.add("m", text + ")");
  for (std::uint32_t depth = 80; depth < 110; ++depth) {
    const std::uint32_t pages = depth - 79;
    CHECK(world.call(instance, std::to_string(depth)).i32() == pages * 1001);
  }
}

TEST_CASE("a tree that is returned keeps its temporaries") {
  World world;
  auto& instance =
      world.add("m", fmt::format(R"((module
    (func $one (result i32) (i32.const 7))
    (func $many (result i32 i32 i32 i32) (i32.const 1000) (i32.const 200) (i32.const 30) (i32.const 4))
    (func (export "f") (result i32)
      (i32.mul (call $one) (i32.const 10000)) (call $many) (i32.sub) (i32.sub) (i32.sub) (i32.add)
      ;; So many entries that the tree is assigned, and nothing left of them.
      {} {})))",
                                 repeated("(i32.const 0)", 64), repeated("(drop)", 64)));
  CHECK(world.call(instance, "f").i32() == 70'000 + (1000 - (200 - (30 - 4))));
}

}  // namespace wald::interp::test
