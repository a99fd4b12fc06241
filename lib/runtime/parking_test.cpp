#include "runtime/parking.h"

#include <chrono>
#include <cstring>
#include <deque>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "runtime/shared_access.h"

namespace wald::runtime {

namespace {

struct Fixture {
  const std::uint8_t* at(unsigned index) const {
    return reinterpret_cast<const std::uint8_t*>(&cells[index]);
  }
  void untilWaiting(unsigned index, std::uint32_t count) {
    while (parking.waitersAt(at(index)) != count) std::this_thread::yield();
  }
  /// A thread that waits without end at a cell of 0, and notes how that ended.
  void wait(unsigned index, WaitResult& result, StopSignal* stop = nullptr) {
    threads.emplace_back([this, index, &result, stop] {
      result = parking.wait<std::uint64_t>(at(index), 0, -1, stop);
    });
  }
  void join() {
    for (std::thread& thread : threads) thread.join();
    threads.clear();
  }

  Parking parking;
  alignas(8) std::uint64_t cells[512] = {};
  std::vector<std::thread> threads;
};

constexpr std::int64_t millisecond = 1'000'000;

}  // namespace

TEST_CASE_METHOD(Fixture, "what differs from the expected value is not waited for", "[threads]") {
  cells[0] = 5;
  CHECK(parking.wait<std::uint64_t>(at(0), 4, -1, nullptr) == WaitResult::NotEqual);
  CHECK(parking.wait<std::uint32_t>(at(0), 4, -1, nullptr) == WaitResult::NotEqual);
  CHECK(parking.wait<std::uint32_t>(at(0), 5, 0, nullptr) == WaitResult::TimedOut);
  CHECK(parking.waitersAt(at(0)) == 0);
}

TEST_CASE_METHOD(Fixture, "a time-out ends waiting, and not too early", "[threads]") {
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  CHECK(parking.wait<std::uint64_t>(at(0), 0, 20 * millisecond, nullptr) == WaitResult::TimedOut);
  CHECK(Clock::now() - begin >= std::chrono::milliseconds(20));
  // Who timed out is not notified.
  CHECK(parking.notify(at(0), 10) == 0);
}

TEST_CASE_METHOD(Fixture, "waiters are woken in the order in which they came", "[threads]") {
  constexpr unsigned count = 6;
  std::deque<WaitResult> results(count, WaitResult::Stopped);
  std::vector<unsigned> order;
  std::mutex mutex;
  for (unsigned i = 0; i < count; ++i) {
    threads.emplace_back([&, i] {
      results[i] = parking.wait<std::uint64_t>(at(0), 0, -1, nullptr);
      const std::lock_guard lock(mutex);
      order.push_back(i);
    });
    untilWaiting(0, i + 1);
  }
  for (unsigned i = 0; i < count; ++i) {
    CHECK(parking.notify(at(0), 1) == 1);
    threads[i].join();  // who was not next would not end
  }
  threads.clear();
  CHECK(order == std::vector<unsigned>{0, 1, 2, 3, 4, 5});
  CHECK(results == std::deque<WaitResult>(count, WaitResult::Woken));
}

TEST_CASE_METHOD(Fixture, "notify wakes as many as it is told, at its own cell", "[threads]") {
  // All cells of one bucket, and of others.
  std::deque<WaitResult> results(5, WaitResult::Stopped);
  for (unsigned i = 0; i < 3; ++i) wait(0, results[i]);
  wait(1, results[3]);
  wait(61, results[4]);
  untilWaiting(0, 3);
  untilWaiting(1, 1);
  untilWaiting(61, 1);
  CHECK(parking.notify(at(0), 0) == 0);
  CHECK(parking.notify(at(2), 9) == 0);
  CHECK(parking.notify(at(0), 2) == 2);
  CHECK(parking.waitersAt(at(0)) == 1);
  CHECK(parking.notify(at(0), ~0u) == 1);
  CHECK(parking.waitersAt(at(61)) == 1);
  CHECK(parking.notify(at(61), ~0u) == 1);
  CHECK(parking.notify(at(1), ~0u) == 1);
  join();
  CHECK(results == std::deque<WaitResult>(5, WaitResult::Woken));
}

TEST_CASE_METHOD(Fixture, "a time-out in the middle leaves the others in their places",
                 "[threads]") {
  std::deque<WaitResult> results(2, WaitResult::Stopped);
  wait(0, results[0]);
  untilWaiting(0, 1);
  std::thread brief([&] {
    CHECK(parking.wait<std::uint64_t>(at(0), 0, millisecond, nullptr) == WaitResult::TimedOut);
  });
  brief.join();
  wait(0, results[1]);
  untilWaiting(0, 2);
  CHECK(parking.notify(at(0), 1) == 1);
  threads[0].join();
  CHECK(parking.notify(at(0), 1) == 1);
  threads[1].join();
  threads.clear();
}

TEST_CASE_METHOD(Fixture, "a stop wakes everyone who heeds it, and no one waits behind it",
                 "[threads]") {
  StopSignal stop;
  std::deque<WaitResult> results(4, WaitResult::Woken);
  for (unsigned i = 0; i < 3; ++i) wait(i, results[i], &stop);
  wait(7, results[3]);
  for (const unsigned i : {0, 1, 2, 7}) untilWaiting(i, 1);
  stop.request();
  for (unsigned i = 0; i < 3; ++i) threads[i].join();
  CHECK(parking.wait<std::uint64_t>(at(3), 0, -1, &stop) == WaitResult::Stopped);
  CHECK(parking.notify(at(7), 1) == 1);
  threads[3].join();
  threads.clear();
  CHECK(results == std::deque<WaitResult>{WaitResult::Stopped, WaitResult::Stopped,
                                          WaitResult::Stopped, WaitResult::Woken});
}

TEST_CASE("relaxed copies and fills are those of memmove and memset", "[threads]") {
  std::vector<std::uint8_t> bytes(64);
  for (const unsigned from : {0, 1, 8, 13}) {
    for (const unsigned to : {0, 3, 8, 16, 21}) {
      for (const unsigned count : {0, 1, 7, 8, 9, 31, 40}) {
        for (unsigned i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i);
        auto expected = bytes;
        std::memmove(expected.data() + to, expected.data() + from, count);
        copyRelaxed(bytes.data() + to, bytes.data() + from, count);
        CHECK(bytes == expected);
        std::memset(expected.data() + to, 0xa5, count);
        fillRelaxed(bytes.data() + to, 0xa5, count);
        CHECK(bytes == expected);
      }
    }
  }
}

}  // namespace wald::runtime
