// Arguments, environment, clocks, random bytes, and the end of the guest.
#include "wasi/test_guest.h"

using namespace wald::wasi;
namespace runtime = wald::runtime;

TEST_CASE("arguments and environment: their layout") {
  Config config = grant({});
  config.args = {"program", "", "two words"};
  config.env = {"A=1", "EMPTY="};
  TestGuest guest(config);

  REQUIRE(guest.call("args_sizes_get", {0x100, 0x104}) == Errno::Success);
  CHECK(guest.get(0x100) == 3);
  CHECK(guest.get(0x104) == 19);
  // Addresses need no alignment.
  REQUIRE(guest.call("args_get", {0x201, 0x303}) == Errno::Success);
  CHECK(guest.get(0x201) == 0x303);
  CHECK(guest.get(0x205) == 0x303 + 8);
  CHECK(guest.get(0x209) == 0x303 + 9);
  CHECK(guest.text(0x303, 20) == std::string("program\0\0two words\0\0", 20));

  REQUIRE(guest.call("environ_sizes_get", {0x100, 0x104}) == Errno::Success);
  CHECK(guest.get(0x100) == 2);
  CHECK(guest.get(0x104) == 11);
  REQUIRE(guest.call("environ_get", {0x400, 0x500}) == Errno::Success);
  CHECK(guest.text(guest.get(0x404), 7) == std::string("EMPTY=\0", 7));

  // All or nothing at the end of the memory.
  CHECK(guest.call("args_get", {0x200, TestGuest::memorySize - 18}) == Errno::Fault);
  CHECK(guest.call("args_get", {TestGuest::memorySize - 11, 0x300}) == Errno::Fault);
  CHECK(guest.call("args_get", {TestGuest::memorySize - 12, 0x300}) == Errno::Success);
}

TEST_CASE("arguments that can't be given, and directories that are not there") {
  Config config = grant({});
  config.args = {std::string("a\0b", 3)};
  const auto bad = Wasi::create(config);
  REQUIRE_FALSE(bad);
  CHECK(bad.error().kind() == wald::ErrorKind::Usage);

  const auto missing = Wasi::create(grant({{"/nowhere/at all", "/", false}}));
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind() == wald::ErrorKind::Io);
  CHECK(missing.error().message() ==
        "can't open directory \"/nowhere/at all\": No such file or directory");

  TempDirectory directory;
  directory.write("file", "");
  const auto file = Wasi::create(grant({{directory / "file", "/", false}}));
  REQUIRE_FALSE(file);
  CHECK_THAT(file.error().message(), Catch::EndsWith("Not a directory"));
}

TEST_CASE("clocks: those there are, and those there are not") {
  TestGuest guest({});
  for (const std::uint64_t id : {0, 1, 2, 3}) {
    INFO(id);
    REQUIRE(guest.call("clock_time_get", {id, 0, 0x100}) == Errno::Success);
    const auto first = guest.get<std::uint64_t>(0x100);
    REQUIRE(guest.call("clock_time_get", {id, 0, 0x100}) == Errno::Success);
    CHECK(guest.get<std::uint64_t>(0x100) >= first);
    REQUIRE(guest.call("clock_res_get", {id, 0x100}) == Errno::Success);
    CHECK(guest.get<std::uint64_t>(0x100) > 0);
  }
  CHECK(guest.call("clock_time_get", {4, 0, 0x100}) == Errno::Inval);
  CHECK(guest.call("clock_res_get", {0xffffffff, 0x100}) == Errno::Inval);
}

TEST_CASE("random: all of the buffer and nothing else") {
  TestGuest guest({});
  REQUIRE(guest.call("random_get", {0x1000, 0x2000}) == Errno::Success);
  CHECK(guest.text(0x1000, 64) != std::string(64, '\0'));
  CHECK(guest.text(0x2fc0, 64) != std::string(64, '\0'));
  CHECK(guest.text(0x3000, 64) == std::string(64, '\0'));
  CHECK(guest.call("random_get", {0, 0}) == Errno::Success);
}

TEST_CASE("the guest ends itself") {
  TestGuest guest(grant({}));
  guest.call("proc_exit", {42});
  REQUIRE(guest.outcome == runtime::Outcome::Trap);
  CHECK(guest.trap->exitStatus == 42);

  guest.call("proc_raise", {6});
  REQUIRE(guest.outcome == runtime::Outcome::Trap);
  CHECK(guest.trap->exitStatus == 134);
  CHECK(guest.call("proc_raise", {16}) == Errno::Success);
  CHECK(guest.call("proc_raise", {18}) == Errno::NotSup);
  CHECK(guest.call("proc_raise", {31}) == Errno::Inval);
}
