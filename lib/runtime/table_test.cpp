#include "runtime/table.h"

#include <catch2/catch.hpp>

namespace wald::runtime {

namespace {

wasm::TableType typeOf(wasm::Limits limits) {
  return {.limits = limits, .element = wasm::types::funcref};
}

}  // namespace

TEST_CASE("a table grows up to its maximum") {
  Table table(typeOf({0, 5}), 100);
  CHECK(table.grow(2, 0) == 0);
  CHECK(table.grow(2, 17) == 2);
  CHECK(table.grow(0, 0) == 4);
  CHECK(table.grow(2, 0) == -1);
  CHECK(table.grow(~std::uint64_t{0}, 0) == -1);
  CHECK(table.size() == 4);
  CHECK(table.data()[1] == 0);
  CHECK(table.data()[2] == 17);
  CHECK(table.data()[3] == 17);
  CHECK(table.grow(1, 0) == 4);
  CHECK(table.data()[4] == 0);
}

TEST_CASE("the embedder limits a table") {
  Table table(typeOf({0, std::nullopt}), 10);
  CHECK(table.grow(11, 0) == -1);
  CHECK(table.grow(10, 3) == 0);
  CHECK(table.data()[9] == 3);
  CHECK(table.grow(1, 0) == -1);
}

TEST_CASE("a table grows one by one in reasonable time") {
  Table table(typeOf({0, std::nullopt}), 1'000'000);
  for (std::uint64_t i = 0; i < 1'000'000; ++i) table.grow(1, i);
  REQUIRE(table.size() == 1'000'000);
  CHECK(table.data()[999'999] == 999'999);
  CHECK(table.data()[0] == 0);
}

TEST_CASE("ranges of a table do not overflow") {
  Table table(typeOf({0, std::nullopt}), 10);
  table.grow(4, 0);
  CHECK(table.contains(4, 0));
  CHECK(table.contains(1, 3));
  CHECK_FALSE(table.contains(1, 4));
  CHECK_FALSE(table.contains(1, ~std::uint64_t{0}));
  CHECK_FALSE(table.contains(5, 0));
}

}  // namespace wald::runtime
