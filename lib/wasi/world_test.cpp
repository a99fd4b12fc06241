// Clocks and random numbers of an embedder's making.
#include <chrono>

#include <unistd.h>

#include "runtime/stop_signal.h"
#include "wasi/clock.h"
#include "wasi/random_source.h"
#include "wasi/test_guest.h"

using namespace wald::wasi;

namespace {

/// Passes only where someone waits, at once or by waiting on the host.
class Simulated final : public Clock {
public:
  explicit Simulated(std::uint64_t onHost) : onHost_(onHost) {}
  Errno now(ClockId clock, std::uint64_t& time) override {
    if (clock != ClockId::Realtime && clock != ClockId::Monotonic) return Errno::Inval;
    time = time_;
    return Errno::Success;
  }
  Errno resolution(ClockId, std::uint64_t& resolution) override {
    resolution = 77;
    return Errno::Success;
  }
  std::uint64_t wait(std::uint64_t nanoseconds) override {
    ++waits;
    time_ += nanoseconds;
    return onHost_;
  }
  int waits = 0;

private:
  std::uint64_t onHost_;
  std::uint64_t time_ = 5000;
};

/// One that stands still: who waits for it does so until the guest is stopped.
class Standing final : public Clock {
public:
  Errno now(ClockId, std::uint64_t& time) override {
    time = 0;
    return Errno::Success;
  }
  Errno resolution(ClockId, std::uint64_t&) override { return Errno::Io; }
  std::uint64_t wait(std::uint64_t) override {
    if (++waits_ == 3) stop.request();
    return 0;
  }
  wald::runtime::StopSignal stop;

private:
  int waits_ = 0;
};

class Counting final : public RandomSource {
public:
  Errno fill(std::span<std::uint8_t> bytes) override {
    if (bytes.size() > 100) return Errno::Io;
    for (std::uint8_t& byte : bytes) byte = next_++;
    return Errno::Success;
  }

private:
  std::uint8_t next_ = 1;
};

Subscription sleepFor(std::uint64_t nanoseconds) {
  return {.userdata = 1,
          .tag = 0,
          .target = static_cast<std::uint32_t>(ClockId::Monotonic),
          .timeout = nanoseconds};
}

Config withClock(std::shared_ptr<Clock> clock) {
  Config config = grant({});
  config.clocks = true;
  config.clock = std::move(clock);
  return config;
}

}  // namespace

TEST_CASE("world: a clock of the embedder's") {
  const auto clock = std::make_shared<Simulated>(0);
  TestGuest guest(withClock(clock));
  REQUIRE(guest.call("clock_time_get", {1, 0, 0x100}) == Errno::Success);
  CHECK(guest.get<std::uint64_t>(0x100) == 5000);
  CHECK(guest.call("clock_time_get", {2, 0, 0x100}) == Errno::Inval);
  REQUIRE(guest.call("clock_res_get", {0, 0x100}) == Errno::Success);
  CHECK(guest.get<std::uint64_t>(0x100) == 77);

  const auto begin = std::chrono::steady_clock::now();
  constexpr std::uint64_t hour = std::uint64_t{3600} * 1'000'000'000;
  REQUIRE(guest.call("poll_oneoff", {guest.putValue(sleepFor(hour)), TestGuest::buffer, 1,
                                     0x100}) == Errno::Success);
  CHECK(guest.get<Event>(TestGuest::buffer).error == Errno::Success);
  CHECK(clock->waits == 1);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::minutes(1));
  REQUIRE(guest.call("clock_time_get", {1, 0, 0x100}) == Errno::Success);
  CHECK(guest.get<std::uint64_t>(0x100) == 5000 + hour);
}

TEST_CASE("world: a clock that says how long to wait on the host") {
  const auto clock = std::make_shared<Simulated>(20'000'000);
  TestGuest guest(withClock(clock));
  const auto begin = std::chrono::steady_clock::now();
  REQUIRE(guest.call("poll_oneoff", {guest.putValue(sleepFor(1)), TestGuest::buffer, 1, 0x100}) ==
          Errno::Success);
  CHECK(std::chrono::steady_clock::now() - begin >= std::chrono::milliseconds(19));
}

TEST_CASE("world: no time passes where a descriptor is ready") {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  REQUIRE(::write(ends[1], "x", 1) == 1);
  const auto clock = std::make_shared<Simulated>(0);
  Config config = withClock(clock);
  config.stdio[0] = Stream::descriptor(ends[0]);
  TestGuest guest(config);
  const Subscription both[] = {
      sleepFor(1'000'000'000),
      {.userdata = 2, .tag = static_cast<std::uint8_t>(EventType::FdRead)}};
  REQUIRE(guest.call("poll_oneoff", {guest.putValue(both), TestGuest::buffer, 2, 0x100}) ==
          Errno::Success);
  CHECK(guest.get(0x100) == 1);
  CHECK(guest.get<Event>(TestGuest::buffer).userdata == 2);
  CHECK(clock->waits == 0);
  for (const int fd : ends) ::close(fd);
}

TEST_CASE("world: who waits for a clock that stands still can be stopped") {
  const auto clock = std::make_shared<Standing>();
  TestGuest guest(withClock(clock));
  CHECK(guest.call("clock_res_get", {0, 0x100}) == Errno::Io);
  guest.store().setStop(&clock->stop);
  guest.call("poll_oneoff", {guest.putValue(sleepFor(1)), TestGuest::buffer, 1, 0x100});
  REQUIRE(guest.outcome == wald::runtime::Outcome::Trap);
  CHECK(guest.trap->kind == wald::wasm::TrapKind::Interrupted);
}

TEST_CASE("world: random numbers of the embedder's") {
  Config config = grant({});
  config.random = true;
  config.randomSource = std::make_shared<Counting>();
  TestGuest guest(config);
  REQUIRE(guest.call("random_get", {TestGuest::buffer, 4}) == Errno::Success);
  CHECK(guest.text(TestGuest::buffer, 4) == "\x01\x02\x03\x04");
  CHECK(guest.call("random_get", {TestGuest::buffer, 101}) == Errno::Io);
  // Replaced is not granted.
  config.random = false;
  TestGuest without(config);
  CHECK(without.call("random_get", {TestGuest::buffer, 4}) == Errno::NotCapable);
}

TEST_CASE("world: replaced clocks go before deterministic ones") {
  Config config = withClock(std::make_shared<Simulated>(0));
  config.deterministic = true;
  TestGuest guest(config);
  REQUIRE(guest.call("clock_time_get", {1, 0, 0x100}) == Errno::Success);
  CHECK(guest.get<std::uint64_t>(0x100) == 5000);
}
