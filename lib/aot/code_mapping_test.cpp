#include "aot/code_mapping.h"

#include <cstdio>
#include <cstring>

#include <catch2/catch.hpp>
#include <unistd.h>

#include "aot/code_registry.h"
#include "aot/native_code.h"
#include "aot/native_world_test.h"

namespace wald::aot {

namespace {

// lea 1(%rdi), %eax; ret
constexpr std::uint8_t increment[] = {0x8d, 0x47, 0x01, 0xc3};

// A sanitizer would look at what lies before a function.
[[clang::no_sanitize("function")]] int callIncrement(const CodeMapping& mapping, int value) {
  int (*function)(int) = nullptr;
  const std::uint8_t* const begin = mapping.code().data();
  std::memcpy(&function, &begin, sizeof(function));
  return function(value);
}

}  // namespace

TEST_CASE("code is executed from memory and from a file") {
  const auto copied = CodeMapping::copy(increment);
  REQUIRE(copied);
  CHECK((*copied)->code().size() == sizeof(increment));
  CHECK(callIncrement(**copied, 41) == 42);

  std::FILE* const file = std::tmpfile();
  REQUIRE(file != nullptr);
  REQUIRE(std::fseek(file, 4096, SEEK_SET) == 0);
  REQUIRE(std::fwrite(increment, sizeof(increment), 1, file) == 1);
  REQUIRE(std::fflush(file) == 0);
  const auto mapped = CodeMapping::map(fileno(file), 4096, sizeof(increment));
  std::fclose(file);
  REQUIRE(mapped);
  CHECK(callIncrement(**mapped, 1) == 2);

  CHECK(CodeMapping::copy({}));
  CHECK(!CodeMapping::map(-1, 0, 10));
}

TEST_CASE("the registry knows code as long as it lives") {
  const test::NativeGuest guest;
  const std::uint8_t* const begin = guest.tables().code.data();
  CHECK(codeAt(begin) == nullptr);
  {
    // More than fit into one part of it.
    std::vector<std::unique_ptr<test::World>> worlds;
    for (int i = 0; i < 100; ++i) worlds.push_back(std::make_unique<test::World>());
    CHECK(codeAt(begin) == worlds[0]->module->code.get());
    CHECK(codeAt(begin - 1) == nullptr);
    CHECK(codeAt(begin + guest.tables().code.size()) == nullptr);
    worlds.erase(worlds.begin(), worlds.begin() + 99);
    CHECK(codeAt(begin) == worlds[0]->module->code.get());
  }
  CHECK(codeAt(begin) == nullptr);
}

}  // namespace wald::aot
