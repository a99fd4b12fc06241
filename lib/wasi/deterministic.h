#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <random>
#include <span>

#include "wasi/types.h"

namespace wald::wasi {

/// What takes the place of the host's clocks and random numbers where two runs have to give the same bytes (`Config::deterministic`).
/// Thread-safe, but the order in which threads ask is not fixed.
class DeterministicWorld {
public:
  explicit DeterministicWorld(std::uint64_t seed) : random_(seed) {}

  /// Time begins with the year 2000, or at 0 for what counts from a start, and goes on by `step` with each look at it, so that whoever
  /// waits for it sees it pass. `Inval` for a clock that does not exist.
  Errno time(ClockId clock, std::uint64_t& time);
  static Errno resolution(ClockId clock, std::uint64_t& resolution);
  /// Nobody waits: the time is over at once.
  void sleep(std::uint64_t nanoseconds) { passed_.fetch_add(nanoseconds); }

  void fill(std::span<std::uint8_t> bytes);

  /// In nanoseconds since 1970: also what all files say of their times.
  static constexpr std::uint64_t beginning = std::uint64_t{946'684'800} * 1'000'000'000;
  static constexpr std::uint64_t step = 1000;

private:
  std::atomic<std::uint64_t> passed_ = 0;
  std::mutex mutex_;
  std::mt19937_64 random_;
};

}  // namespace wald::wasi
