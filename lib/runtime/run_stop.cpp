#include "runtime/run_stop.h"

#include "runtime/engine.h"
#include "runtime/fault.h"

namespace wald::runtime {

RunStop::RunStop(Engine& engine, StopSignal& signal) : Blocked(&signal), engine_(engine) {
  enlist();
}

RunStop::~RunStop() { leave(); }

void RunStop::begin() { thread_.store(thisThread()); }

void RunStop::end() {
  thread_.store(0);
  if (!isStopped()) return;
  // Whoever requested it may be about to interrupt this run.
  const std::lock_guard lock(mutex());
  if (isWatched_) engine_.endWatch();
  isWatched_ = false;
}

void RunStop::wake() {
  const int thread = thread_.load();
  if (thread == 0) return;
  if (!isWatched_) engine_.beginWatch();
  isWatched_ = true;
  interruptThread(thread);
}

}  // namespace wald::runtime
