#include <atomic>
#include <thread>

#include <catch2/catch.hpp>

#include "ir/printer.h"
#include "ir/tree.h"
#include "valid/test_modules.h"

namespace wald::valid::test {
namespace {

/// Three functions `[i32] -> [i32]`, of which the second is not valid.
Bytes oneBadBody() {
  const Bytes good{0x04, 0x00, 0x20, 0x00, 0x0b};
  const Bytes bad{0x05, 0x00, 0x20, 0x00, 0x6a, 0x0b};  // i32.add, of one operand
  Bytes bodies{0x03};
  for (const Bytes& body : {good, bad, good}) append(bodies, body);
  return moduleOf({section(1, {0x01, 0x60, 0x01, 0x7f, 0x01, 0x7f}),
                   section(3, {0x03, 0x00, 0x00, 0x00}),
                   section(4, {0x02, 0x70, 0x00, 0x01, 0x70, 0x00, 0x01}), section(10, bodies)});
}

Result<std::shared_ptr<const ir::ValidModule>> trust(const Bytes& bytes) {
  auto module = binary::decodeModule(bytes, {});
  REQUIRE(module);
  return validateLazily(std::move(*module));
}

TEST_CASE("A module taken on trust has trees of its valid bodies, and none of the others") {
  const Bytes bytes = oneBadBody();
  REQUIRE(errorOf(bytes).find("type mismatch") != std::string::npos);
  const auto module = trust(bytes);
  REQUIRE(module);
  for (int round = 0; round < 2; ++round) {
    CHECK((*module)->buildTree(0));
    const auto bad = (*module)->buildTree(1);
    REQUIRE_FALSE(bad);
    CHECK(bad.error().kind() == ErrorKind::Invalid);
    const std::string text = bad.error().format("");
    CHECK(text.find("was taken for valid, and is not: type mismatch") != std::string::npos);
    CHECK(text.find("function 1)") != std::string::npos);
    CHECK((*module)->buildTree(2));
  }
}

TEST_CASE("Trees of a module taken on trust are those of a validated one") {
  // Two types, a block of each, a local: what validation of a body looks up in the module's context.
  const Bytes bytes =
      moduleOf({section(1, {0x03, 0x60, 0x00, 0x01, 0x7f, 0x60, 0x01, 0x7f, 0x01, 0x7f, 0x5f, 0x01,
                            0x7f, 0x00}),
                section(3, {0x02, 0x00, 0x01}),
                section(10, {0x02, 0x08, 0x00, 0x41, 0x01, 0x02, 0x01, 0x45, 0x0b, 0x0b, 0x0b,
                             0x01, 0x01, 0x63, 0x02, 0x20, 0x01, 0xfb, 0x02, 0x02, 0x00, 0x0b})});
  const auto lazy = trust(bytes);
  const auto full = validate(bytes);
  REQUIRE(full);
  REQUIRE(lazy);
  for (const std::uint32_t i : {0u, 1u}) {
    const auto expected = (*full)->buildTree(i);
    const auto tree = (*lazy)->buildTree(i);
    REQUIRE(expected);
    REQUIRE(tree);
    CHECK(ir::print(**tree) == ir::print(**expected));
  }
}

TEST_CASE("All but the bodies of a module taken on trust is validated at once") {
  // The start function has a parameter.
  const auto module = trust(moduleOf({section(1, {0x01, 0x60, 0x01, 0x7f, 0x00}),
                                      section(3, {0x01, 0x00}), section(8, {0x00}), code({0x0b})}));
  CHECK_FALSE(module);
}

TEST_CASE("Of code taken on trust anything may be true") {
  const auto module = trust(oneBadBody());
  REQUIRE(module);
  CHECK((*module)->codeFacts().writtenTables == std::vector{true, true});
  CHECK((*module)->codeFacts().hasTailCalls);
  CHECK((*module)->codeFacts().usesDataSegments);
}

TEST_CASE("Bodies taken on trust are validated from any thread", "[threads]") {
  const auto module = trust(oneBadBody());
  REQUIRE(module);
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (std::uint32_t round = 0; round < 300; ++round) {
        if (bool((*module)->buildTree(round % 3)) != (round % 3 != 1)) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
}

}  // namespace
}  // namespace wald::valid::test
