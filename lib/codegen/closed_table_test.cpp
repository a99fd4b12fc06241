#include "codegen/closed_table.h"

#include "codegen/codegen_test.h"

namespace wald::codegen {
namespace {

using Functions = std::vector<std::uint32_t>;
constexpr std::uint32_t none = ClosedTable::none;

std::optional<ClosedTable> tableOf(const std::string& fields, std::uint32_t table = 0) {
  return closedTable(*test::validate("(module " + fields + ")", wasm::Features::all()), table);
}

const std::string two = "(table 8 funcref) (func $a) (func $b (param i32))";

}  // namespace

TEST_CASE("a table that nobody changes is known") {
  const auto table = tableOf(two + "(elem (i32.const 1) $a) (elem (i32.const 3) $b $a)"
                                   "(elem (i32.const 3) funcref (ref.func $a) (ref.null func))"
                                   "(elem (i32.const 7) funcref (ref.null func))"
                                   "(func (drop (table.get 0 (i32.const 0))))");
  REQUIRE(table);
  CHECK(table->functions == Functions{none, 0, none, 0});
  CHECK_FALSE(table->hasOpenTypes);
  CHECK(tableOf(two)->functions.empty());
  CHECK(tableOf("(table i64 2 funcref) (func) (elem (i64.const 1) 0)")->functions ==
        Functions{none, 0});
}

TEST_CASE("a table that can be changed is open") {
  const std::string filled = two + "(elem $e (i32.const 0) $a)";
  CHECK(tableOf(filled));
  CHECK_FALSE(tableOf(filled + "(export \"t\" (table 0))"));
  CHECK_FALSE(tableOf("(import \"m\" \"t\" (table 8 funcref))"));
  CHECK_FALSE(tableOf(filled + "(func (table.set (i32.const 0) (ref.null func)))"));
  CHECK_FALSE(tableOf(filled + "(func (drop (table.grow (ref.null func) (i32.const 0))))"));
  CHECK_FALSE(tableOf(filled + "(func (table.fill (i32.const 0) (ref.null func) (i32.const 1)))"));
  CHECK_FALSE(tableOf(filled + "(func (table.init $e (i32.const 0) (i32.const 0) (i32.const 0)))"));
  const std::string copy = filled +
                           "(table 8 funcref)"
                           "(func (table.copy 1 0 (i32.const 0) (i32.const 0) (i32.const 1)))";
  CHECK(tableOf(copy, 0));
  CHECK_FALSE(tableOf(copy, 1));
}

TEST_CASE("a table whose contents are not known beforehand is open") {
  CHECK_FALSE(tableOf("(global $g (import \"m\" \"g\") i32)" + two + "(elem (global.get $g) $a)"));
  CHECK_FALSE(tableOf("(global $g (import \"m\" \"g\") funcref)" + two +
                      "(elem (i32.const 0) funcref (global.get $g))"));
  CHECK_FALSE(tableOf(two + "(elem (i32.const 8) $a)"));
  CHECK(tableOf(two + "(elem (i32.const 7) $a)"));
  CHECK_FALSE(tableOf("(table 3 (ref null func) (ref.func 0)) (func)"));
  CHECK_FALSE(tableOf("(table 1000000 funcref) (func) (elem (i32.const 999999) 0)"));
}

TEST_CASE("a segment that may trap keeps later ones from the table, while functions have got out") {
  const std::string shared = "(import \"m\" \"t\" (table 2 funcref)) (table 2 funcref) (func)"
                             "(elem (table 0) (i32.const 0) func 0)";
  const std::string own = "(elem (table 1) (i32.const 0) func 0)";
  const std::string uncertain = "(elem (table 0) (i32.const 2) func 0)";
  CHECK(tableOf(shared + own, 1));
  CHECK_FALSE(tableOf(shared + uncertain + own, 1));
  CHECK(tableOf(shared + own + uncertain, 1));
}

TEST_CASE("an import's type may be below the declared one") {
  const auto with = [](const char* type) {
    return tableOf(
        "(type $t " + std::string(type) +
        ") (import \"m\" \"f\" (func (type $t))) (table 1 funcref) (elem (i32.const 0) 0)");
  };
  CHECK_FALSE(with("(func)")->hasOpenTypes);
  CHECK(with("(sub (func))")->hasOpenTypes);
}

}  // namespace wald::codegen
