#pragma once

#include <array>
#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "runtime/stop_signal.h"

namespace wald::runtime {

/// How a `memory.atomic.wait` ended; the first three are its results.
enum class WaitResult : std::uint8_t { Woken = 0, NotEqual = 1, TimedOut = 2, Stopped = 3 };

/// The threads that wait at the cells of one shared memory. Those at the same cell are woken in the order in which they came.
/// Thread-safe.
class Parking {
public:
  Parking() = default;
  Parking(const Parking&) = delete;
  Parking& operator=(const Parking&) = delete;

  /// Blocks as long as nobody notifies, if the cell holds `expected`; the comparison and the beginning of waiting are
  /// one step for those who notify. `timeout` is in ns; if negative, there is none. A cell is 4 or 8 bytes, aligned.
  template <typename T>
  WaitResult wait(const std::uint8_t* cell, T expected, std::int64_t timeout, StopSignal* stop);
  /// Wakes `count` at most; gives how many it were.
  std::uint32_t notify(const std::uint8_t* cell, std::uint32_t count);
  /// How many wait there now.
  std::uint32_t waitersAt(const std::uint8_t* cell);

private:
  struct Bucket;
  struct Waiter final : StopSignal::Blocked {
    Waiter(Bucket& where, const std::uint8_t* at, StopSignal* signal);
    ~Waiter() override { leave(); }
    void wake() override;

    Bucket& bucket;
    const std::uint8_t* cell;
    bool isWoken = false;
    std::condition_variable condition;
    Waiter* next = nullptr;
  };
  /// Waiters at cells of the same hash, the oldest first.
  struct Bucket {
    std::mutex mutex;
    Waiter* first = nullptr;
    Waiter* last = nullptr;

    void append(Waiter& waiter);
    void remove(Waiter& waiter, Waiter* previous);
    void remove(Waiter& waiter);
  };

  Bucket& bucketOf(const std::uint8_t* cell) {
    return buckets_[(reinterpret_cast<std::uintptr_t>(cell) >> 2) % buckets_.size()];
  }

  std::array<Bucket, 61> buckets_;
};

}  // namespace wald::runtime
