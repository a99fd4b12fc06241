#include <catch2/catch.hpp>

#include "valid/test_modules.h"

namespace wald::valid::test {
namespace {

/// So many functions `[] -> []` with bodies of 1,000 bytes: enough code for several threads.
constexpr unsigned functionCount = 3000;

/// `odd` stands in the bodies of some, in place of as many `nop`s.
Bytes manyBodies(const std::vector<unsigned>& oddOnes, const Bytes& odd) {
  Bytes types{0x01, 0x60, 0x00, 0x00};
  Bytes functions = leb(functionCount);
  Bytes bodies = leb(functionCount);
  for (unsigned i = 0; i < functionCount; ++i) {
    functions.push_back(0);
    Bytes body{0x00};
    if (std::ranges::find(oddOnes, i) != oddOnes.end()) append(body, odd);
    body.resize(999, 0x01);
    body.push_back(0x0b);
    append(bodies, leb(body.size()));
    append(bodies, body);
  }
  return moduleOf({section(1, types), section(3, functions),
                   section(4, {0x02, 0x70, 0x00, 0x01, 0x70, 0x00, 0x01}), section(10, bodies)});
}

Result<std::shared_ptr<const ir::ValidModule>> validateBy(unsigned threads, const Bytes& bytes) {
  auto module = binary::decodeModule(bytes, {});
  REQUIRE(module);
  return validateModule(std::move(*module), threads);
}

TEST_CASE("Code is validated by several threads", "[threads]") {
  const Bytes fine = manyBodies({}, {});
  // i32.const 0, i32.const 0, table.set 1: one table of two is written
  const Bytes writing = manyBodies({5, 2990}, {0x41, 0x00, 0xd0, 0x70, 0x26, 0x01});
  for (const unsigned threads : {1u, 2u, 5u, 1000u}) {
    INFO(threads << " threads");
    const auto valid = validateBy(threads, fine);
    REQUIRE(valid);
    CHECK((*valid)->codeFacts().writtenTables == std::vector{false, false});
    const auto writes = validateBy(threads, writing);
    REQUIRE(writes);
    CHECK((*writes)->codeFacts().writtenTables == std::vector{false, true});
    CHECK_FALSE((*writes)->codeFacts().usesDataSegments);
  }
}

TEST_CASE("The first error counts, whoever finds it", "[threads]") {
  // drop, of nothing
  const Bytes drop{0x1a};
  for (const unsigned first : {0u, 63u, 64u, 1500u, 2999u}) {
    const Bytes bytes = manyBodies({first, first + 1, first + 70, 2999}, drop);
    const auto expected = validateBy(1, bytes);
    REQUIRE_FALSE(expected);
    CHECK(expected.error().format("").find("function " + std::to_string(first) + ")") !=
          std::string::npos);
    for (int round = 0; round < 20; ++round) {
      const auto found = validateBy(4, bytes);
      REQUIRE_FALSE(found);
      CHECK(found.error().format("") == expected.error().format(""));
    }
  }
}

}  // namespace
}  // namespace wald::valid::test
