#include "tools/wald/time_limit.h"

#include <cstdlib>

#include "tools/wald/patience.h"
#include "tools/wald/report.h"

namespace wald::command {

TimeLimit::TimeLimit(std::chrono::nanoseconds time, wasi::Threads& threads,
                     std::function<void(int)> atEnd)
    : time_(time), threads_(threads), atEnd_(std::move(atEnd)), thread_([this] { wait(); }) {}

TimeLimit::~TimeLimit() {
  {
    const std::lock_guard lock(mutex_);
    isEnded_ = true;
  }
  ended_.notify_one();
  thread_.join();
}

void TimeLimit::wait() {
  std::unique_lock lock(mutex_);
  const auto hasEnded = [this] { return isEnded_; };
  if (ended_.wait_for(lock, time_, hasEnded)) return;
  // The guest's own thread reports it, with the call stack.
  if (stopGuests(threads_, lock, ended_, hasEnded) || !threads_.claimEnd()) return;
  const int status = reportTimeout();
  atEnd_(status);
  std::_Exit(status);
}

}  // namespace wald::command
