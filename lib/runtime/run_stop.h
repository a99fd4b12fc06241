#pragma once

#include <atomic>

#include "runtime/stop_signal.h"

namespace wald::runtime {

class Engine;

/// Stops the guests of a store while they run, when its signal is requested. Compiled code is left at whatever instruction it is, by a
/// system signal to its thread, so that nothing in it looks for this; the interpreter's code is made to look at its loops and entries
/// (`Code::watchForStop`) from then on. What the runtime does for a guest at length looks by itself (`Operation::isStopped`).
class RunStop final : StopSignal::Blocked {
public:
  /// Both must outlive it.
  RunStop(Engine& engine, StopSignal& signal);
  ~RunStop() override;

  StopSignal& stopSignal() const { return *signal(); }

  /// Around the outermost run of the store's guests. Does nothing for a null `stop`.
  class Running {
  public:
    explicit Running(RunStop* stop) : stop_(stop) {
      if (stop_ != nullptr) stop_->begin();
    }
    ~Running() {
      if (stop_ != nullptr) stop_->end();
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

  private:
    RunStop* stop_;
  };

private:
  void wake() override;
  void begin();
  void end();

  Engine& engine_;
  /// The thread that runs guests, or 0. It is written before the signal is looked at, and read after that was requested: one of the two
  /// sees the other.
  std::atomic<int> thread_ = 0;
  bool isWatched_ = false;  ///< under the signal's lock
};

}  // namespace wald::runtime
