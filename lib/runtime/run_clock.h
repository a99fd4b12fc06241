#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>

#include "runtime/budget.h"
#include "runtime/run_timer.h"
#include "runtime/stop_signal.h"

namespace wald::runtime {

/// Bounds the time of a store's runs: of each call into its guests, and of what its budget has. The time in which a call is suspended does
/// not count.
class RunClock final : RunTimer::Alarm {
public:
  using Clock = RunTimer::Clock;

  /// `limit` is that of each call. Stops guests by `stop`.
  RunClock(RunTimer& timer, StopSignal& stop, std::optional<std::chrono::nanoseconds> limit,
           std::shared_ptr<Budget> budget);

  /// A call begins. Until `finish` it can be paused.
  void start();
  void pause();
  void resume();
  /// Whether it was stopped because its time was over; the stop is withdrawn then.
  bool finish();

private:
  std::optional<Clock::time_point> expired() override;
  /// Takes time from the budget, until then at most. False if there is none.
  bool extend();
  Clock::time_point due() const;

  RunTimer& timer_;
  StopSignal& stop_;
  std::optional<Clock::duration> limit_;
  std::shared_ptr<Budget> budget_;
  // Of the present call. Each is used by the thread of the run while no alarm is set, else by the timer's.
  Clock::duration left_ = {};     ///< of the limit, when it was started or resumed
  Clock::duration granted_ = {};  ///< by the budget, since then
  Clock::time_point since_;
  std::atomic<bool> isOver_ = false;
};

}  // namespace wald::runtime
