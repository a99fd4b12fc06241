#include "tools/wald/time_limit.h"

#include <cstdlib>

#include "tools/wald/report.h"

namespace wald::command {

namespace {
constexpr std::chrono::milliseconds grace{200};
constexpr std::chrono::milliseconds again{10};
}  // namespace

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
  // The guest's own thread reports it, with the call stack. A call of the host that is about to wait misses the signal.
  for (auto waited = again; waited <= grace; waited += again) {
    threads_.stop().request();
    if (ended_.wait_for(lock, again, hasEnded)) return;
  }
  if (!threads_.claimEnd()) return;
  const int status = reportTimeout();
  atEnd_(status);
  std::_Exit(status);
}

}  // namespace wald::command
