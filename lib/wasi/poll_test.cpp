#include <chrono>
#include <cstdio>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wasi/test_files.h"

using namespace wald::wasi;

namespace {

constexpr std::uint64_t millisecond = 1'000'000;

Subscription clockSubscription(std::uint64_t userdata, ClockId id, std::uint64_t timeout,
                               std::uint16_t flags = 0) {
  return {.userdata = userdata,
          .tag = 0,
          .target = static_cast<std::uint32_t>(id),
          .timeout = timeout,
          .flags = flags};
}

Subscription fdSubscription(std::uint64_t userdata, EventType type, std::uint32_t fd) {
  return {.userdata = userdata, .tag = static_cast<std::uint8_t>(type), .target = fd};
}

/// The events, and the time they took in milliseconds.
struct Polled {
  std::vector<Event> events;
  std::uint64_t milliseconds;
};

Polled poll(TestGuest& guest, const std::vector<Subscription>& subscriptions) {
  std::uint32_t at = 0x1000;
  for (const Subscription& subscription : subscriptions) {
    std::memcpy(guest.memory().base() + at, &subscription, sizeof(subscription));
    at += sizeof(subscription);
  }
  const auto start = std::chrono::steady_clock::now();
  REQUIRE(guest.call("poll_oneoff", {0x1000, 0x2000, subscriptions.size(), 0x100}) ==
          Errno::Success);
  const auto end = std::chrono::steady_clock::now();
  Polled polled;
  for (std::uint32_t i = 0; i < guest.get(0x100); ++i) {
    polled.events.push_back(guest.get<Event>(0x2000 + i * 32));
  }
  polled.milliseconds = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(end - start).count());
  return polled;
}

}  // namespace

TEST_CASE("poll: clocks") {
  TestGuest guest({});
  for (const ClockId id : {ClockId::Realtime, ClockId::Monotonic}) {
    const auto relative = poll(guest, {clockSubscription(1, id, 20 * millisecond)});
    REQUIRE(relative.events.size() == 1);
    CHECK(relative.events[0].userdata == 1);
    CHECK(relative.events[0].error == Errno::Success);
    CHECK(relative.milliseconds >= 19);

    REQUIRE(guest.call("clock_time_get", {static_cast<std::uint64_t>(id), 0, 0x100}) ==
            Errno::Success);
    const auto now = guest.get<std::uint64_t>(0x100);
    const auto absolute = poll(guest, {clockSubscription(2, id, now + 20 * millisecond, 1)});
    CHECK(absolute.milliseconds >= 15);
    // A time that is over.
    const auto past = poll(guest, {clockSubscription(3, id, now / 2, 1)});
    CHECK(past.events.size() == 1);
  }
}

TEST_CASE("poll: the first of several clocks, and those that can't be waited for") {
  TestGuest guest({});
  const auto both = poll(guest, {clockSubscription(1, ClockId::Monotonic, 3600'000 * millisecond),
                                 clockSubscription(2, ClockId::Monotonic, millisecond)});
  REQUIRE(both.events.size() == 1);
  CHECK(both.events[0].userdata == 2);

  // No overflow at the end of time.
  const auto forever = poll(guest, {clockSubscription(1, ClockId::Monotonic, ~0ull),
                                    clockSubscription(2, ClockId::Realtime, millisecond)});
  REQUIRE(forever.events.size() == 1);
  CHECK(forever.events[0].userdata == 2);

  const auto wrong = poll(guest, {clockSubscription(1, ClockId::Monotonic, 3600'000 * millisecond),
                                  clockSubscription(2, ClockId(9), 0),
                                  clockSubscription(3, ClockId::ProcessCpuTime, 0)});
  REQUIRE(wrong.events.size() == 2);
  CHECK(wrong.events[0].error == Errno::Inval);
  CHECK(wrong.events[1].error == Errno::NotSup);
}

TEST_CASE("poll: descriptors") {
  const auto files = makeFiles(GENERATE(false, true));
  files->write("file", "12345");
  Config config = grant({files->preopen("/", true)});
  config.clocks = true;
  TestGuest guest(config);
  const auto file = guest.open(3, "file", 0, ~Rights{0}).fd;
  const auto ready = poll(
      guest, {fdSubscription(1, EventType::FdRead, file),
              fdSubscription(2, EventType::FdWrite, file), fdSubscription(3, EventType::FdRead, 99),
              clockSubscription(4, ClockId::Monotonic, 3600'000 * millisecond)});
  REQUIRE(ready.events.size() == 3);
  CHECK(ready.events[0].type == EventType::FdRead);
  CHECK(ready.events[0].size == 5);
  CHECK(ready.events[1].type == EventType::FdWrite);
  CHECK(ready.events[2].userdata == 3);
  CHECK(ready.events[2].error == Errno::BadF);

  const auto without = guest.open(3, "file", 0, right::FdRead).fd;
  const auto refused = poll(guest, {fdSubscription(1, EventType::FdRead, without)});
  REQUIRE(refused.events.size() == 1);
  CHECK(refused.events[0].error == Errno::NotCapable);
}

TEST_CASE("poll: a pipe with nothing in it, then something, then no one at the other end") {
  TempDirectory directory;
  REQUIRE(::mkfifo((directory / "pipe").c_str(), 0600) == 0);
  Config config = grant({{directory.path(), "/", true}});
  config.clocks = true;
  TestGuest guest(config);
  const auto pipe = guest.open(3, "pipe", 0, ~right::FdWrite, 0, fdflag::nonblock).fd;
  const int writer = ::open((directory / "pipe").c_str(), O_WRONLY | O_CLOEXEC);
  REQUIRE(writer >= 0);
  const std::vector<Subscription> wait = {
      fdSubscription(1, EventType::FdRead, pipe),
      clockSubscription(2, ClockId::Monotonic, 10 * millisecond)};
  auto polled = poll(guest, wait);
  REQUIRE(polled.events.size() == 1);
  CHECK(polled.events[0].userdata == 2);
  Errno error;
  guest.read(pipe, &error);
  CHECK(error == Errno::Again);

  REQUIRE(::write(writer, "abc", 3) == 3);
  polled = poll(guest, wait);
  REQUIRE(polled.events.size() == 1);
  CHECK(polled.events[0].userdata == 1);
  CHECK(polled.events[0].size == 3);
  CHECK(guest.read(pipe) == "abc");

  ::close(writer);
  polled = poll(guest, wait);
  REQUIRE(polled.events.size() == 1);
  CHECK(polled.events[0].flags == eventHangup);
}

TEST_CASE("poll: what is refused as a whole") {
  TestGuest guest({});
  CHECK(guest.call("poll_oneoff", {0x1000, 0x2000, 0, 0x100}) == Errno::Inval);
  CHECK(guest.call("poll_oneoff", {0x1000, 0x2000, 0xffffffff, 0x100}) == Errno::Inval);
  CHECK(guest.call("poll_oneoff", {0x1000, 0x2000, 10000, 0x100}) == Errno::Fault);
  const Subscription unknown{.tag = 3};
  CHECK(guest.call("poll_oneoff", {guest.putValue(unknown), 0x2000, 1, 0x100}) == Errno::Inval);
}
