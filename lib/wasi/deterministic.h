#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <random>
#include <span>

#include "wasi/clock.h"
#include "wasi/random_source.h"

/// What takes the place of the host's clocks and random numbers where two runs have to give the same bytes (`Config::deterministic`).
/// Thread-safe, but the order in which threads ask is not fixed.
namespace wald::wasi {

/// Time begins with the year 2000, or at 0 for what counts from a start, and goes on by `step` with each look at it, so that whoever
/// waits for it sees it pass. Nobody waits: a time to wait for is over at once.
class DeterministicClock final : public Clock {
public:
  Errno now(ClockId clock, std::uint64_t& time) override;
  Errno resolution(ClockId clock, std::uint64_t& resolution) override;
  std::uint64_t wait(std::uint64_t nanoseconds) override {
    passed_.fetch_add(nanoseconds);
    return 0;
  }

  /// In nanoseconds since 1970: also what all files say of their times.
  static constexpr std::uint64_t beginning = std::uint64_t{946'684'800} * 1'000'000'000;
  static constexpr std::uint64_t step = 1000;

private:
  std::atomic<std::uint64_t> passed_ = 0;
};

class SeededRandom final : public RandomSource {
public:
  explicit SeededRandom(std::uint64_t seed) : random_(seed) {}
  Errno fill(std::span<std::uint8_t> bytes) override;

private:
  std::mutex mutex_;
  std::mt19937_64 random_;
};

}  // namespace wald::wasi
