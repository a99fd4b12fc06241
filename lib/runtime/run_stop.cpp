#include "runtime/run_stop.h"

#include "runtime/engine.h"
#include "runtime/fault.h"

namespace wald::runtime {

namespace {

constexpr std::chrono::milliseconds patience{5};

}  // namespace

RunStop::RunStop(Engine& engine, StopSignal& signal) : Blocked(&signal), engine_(engine) {
  enlist();
}

RunStop::~RunStop() {
  leave();
  engine_.timer().cancel(*this);
}

void RunStop::begin() { thread_.store(thisThread()); }

void RunStop::end() {
  thread_.store(0);
  if (!isStopped()) return;
  // Whoever requested it may be about to interrupt this run.
  const std::lock_guard lock(mutex());
  engine_.timer().cancel(*this);
  if (isWatched_) engine_.endWatch();
  isWatched_ = false;
}

void RunStop::wake() {
  const int thread = thread_.load();
  if (thread == 0) return;
  if (!isWatched_) engine_.beginWatch();
  isWatched_ = true;
  if (!engine_.config().signals) return;
  interruptThread(thread);
  engine_.timer().set(*this, RunTimer::Clock::now() + patience);
}

std::optional<RunTimer::Clock::time_point> RunStop::expired() {
  const int thread = thread_.load();
  if (thread == 0) return std::nullopt;
  interruptThread(thread);
  return RunTimer::Clock::now() + patience;
}

}  // namespace wald::runtime
