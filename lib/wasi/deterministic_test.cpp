// Runs that have to give the same bytes.
#include "wasi/deterministic.h"

#include <chrono>

#include "wasi/test_files.h"

using namespace wald::wasi;

namespace {

Config deterministic(std::initializer_list<Preopen> preopens = {}, std::uint64_t seed = 0) {
  Config config = grant(preopens);
  config.clocks = config.random = config.deterministic = true;
  config.seed = seed;
  return config;
}

std::vector<std::string> names(TestGuest& guest, std::uint32_t bufferSize) {
  std::vector<std::string> result;
  std::uint64_t cookie = 0;
  for (;;) {
    REQUIRE(guest.call("fd_readdir", {3, TestGuest::buffer, bufferSize, cookie,
                                      TestGuest::result}) == Errno::Success);
    const std::uint32_t used = guest.get(TestGuest::result);
    std::uint32_t at = 0;
    while (at + sizeof(Dirent) <= used) {
      const auto entry = guest.get<Dirent>(TestGuest::buffer + at);
      if (at + sizeof(Dirent) + entry.nameSize > used) break;
      result.push_back(guest.text(TestGuest::buffer + at + sizeof(Dirent), entry.nameSize));
      at += static_cast<std::uint32_t>(sizeof(Dirent)) + entry.nameSize;
      cookie = entry.next;
    }
    if (used < bufferSize) return result;
  }
}

std::uint64_t time(TestGuest& guest, ClockId clock) {
  REQUIRE(guest.call("clock_time_get", {static_cast<std::uint64_t>(clock), 0, TestGuest::result}) ==
          Errno::Success);
  return guest.get<std::uint64_t>(TestGuest::result);
}

}  // namespace

TEST_CASE("deterministic: clocks begin at the same time, and pass") {
  TestGuest first(deterministic());
  TestGuest second(deterministic());
  for (const ClockId clock : {ClockId::Realtime, ClockId::Monotonic, ClockId::ProcessCpuTime,
                              ClockId::ThreadCpuTime, ClockId::Realtime}) {
    const std::uint64_t one = time(first, clock);
    CHECK(one == time(second, clock));
    CHECK(time(first, clock) > one);
    time(second, clock);
  }
  CHECK(time(first, ClockId::Realtime) / DeterministicClock::beginning == 1);
  CHECK(first.call("clock_time_get", {4, 0, TestGuest::result}) == Errno::Inval);
  CHECK(first.call("clock_res_get", {4, TestGuest::result}) == Errno::Inval);
  CHECK(first.call("clock_res_get", {1, TestGuest::result}) == Errno::Success);
  CHECK(first.get<std::uint64_t>(TestGuest::result) == DeterministicClock::step);
}

TEST_CASE("deterministic: an hour's sleep is over at once") {
  TestGuest guest(deterministic());
  constexpr std::uint64_t hour = std::uint64_t{3600} * 1'000'000'000;
  const std::uint64_t before = time(guest, ClockId::Monotonic);
  const auto begin = std::chrono::steady_clock::now();
  Subscription subscription{.userdata = 5, .tag = 0};
  subscription.target = static_cast<std::uint32_t>(ClockId::Monotonic);
  subscription.timeout = hour;
  REQUIRE(guest.call("poll_oneoff", {guest.putValue(subscription), TestGuest::buffer, 1,
                                     TestGuest::result}) == Errno::Success);
  CHECK(guest.get<Event>(TestGuest::buffer).userdata == 5);
  CHECK(guest.get<Event>(TestGuest::buffer).error == Errno::Success);
  CHECK(time(guest, ClockId::Monotonic) >= before + hour);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::minutes(1));
}

TEST_CASE("deterministic: random numbers follow from the seed") {
  const auto bytes = [](std::uint64_t seed) {
    TestGuest guest(deterministic({}, seed));
    REQUIRE(guest.call("random_get", {TestGuest::buffer, 13}) == Errno::Success);
    REQUIRE(guest.call("random_get", {TestGuest::buffer + 13, 100}) == Errno::Success);
    return guest.text(TestGuest::buffer, 113);
  };
  CHECK(bytes(0) == bytes(0));
  CHECK(bytes(1) != bytes(0));
}

TEST_CASE("deterministic: directories are sorted, whatever the buffer") {
  const auto files = makeFiles(GENERATE(false, true));
  std::vector<std::string> expected = {".", ".."};
  for (int i = 99; i >= 10; --i) files->write("file" + std::to_string(i), "");
  for (int i = 10; i <= 99; ++i) expected.push_back("file" + std::to_string(i));
  TestGuest guest(deterministic({files->preopen("/", false)}));
  for (const std::uint32_t size : {64u, 100u, 1000u, 0x3000u}) {
    INFO(size);
    CHECK(names(guest, size) == expected);
  }
  CHECK(guest.call("fd_readdir", {3, TestGuest::buffer, 100, 1000, TestGuest::result}) ==
        Errno::Success);
  CHECK(guest.get(TestGuest::result) == 0);
}

TEST_CASE("deterministic: files do not tell their times") {
  const auto files = makeFiles(GENERATE(false, true));
  files->write("file", "text");
  TestGuest guest(deterministic({files->preopen("/", false)}));
  REQUIRE(guest.call("path_filestat_get", {3, 0, guest.put("file"), 4, TestGuest::buffer}) ==
          Errno::Success);
  auto stat = guest.get<Filestat>(TestGuest::buffer);
  CHECK(stat.size == 4);
  CHECK(stat.modified == DeterministicClock::beginning);
  CHECK(stat.accessed == DeterministicClock::beginning);
  CHECK(stat.changed == DeterministicClock::beginning);
  REQUIRE(guest.call("fd_filestat_get", {3, TestGuest::buffer}) == Errno::Success);
  CHECK(guest.get<Filestat>(TestGuest::buffer).changed == DeterministicClock::beginning);
}
