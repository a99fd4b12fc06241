#pragma once

#include <atomic>

#include "runtime/run_timer.h"
#include "runtime/stop_signal.h"

namespace wald::runtime {

class Engine;

/// Stops the guests of a store while they run, when its signal is requested. Compiled code is left at whatever instruction it is, by a
/// system signal to its thread, so that nothing in it looks for this; the interpreter's code is made to look at its loops and entries
/// (`Code::watchForStop`) from then on. What the runtime does for a guest at length looks by itself (`Operation::isStopped`).
///
/// A system signal that comes just before a host function waits in a call of the system is lost: it is sent again until the run has ended.
class RunStop final : StopSignal::Blocked, RunTimer::Alarm {
public:
  /// Both must outlive it.
  RunStop(Engine& engine, StopSignal& signal);
  ~RunStop() override;

  StopSignal& stopSignal() const { return *signal(); }

  // Around the outermost run of the store's guests, and around its parts where it is suspended.
  void begin();
  void end();

private:
  void wake() override;
  std::optional<RunTimer::Clock::time_point> expired() override;

  Engine& engine_;
  /// The thread that runs guests, or 0. It is written before the signal is looked at, and read after that was requested: one of the two
  /// sees the other.
  std::atomic<int> thread_ = 0;
  bool isWatched_ = false;  ///< under the signal's lock
};

}  // namespace wald::runtime
