#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "wasi/threads.h"

namespace wald::command {

/// Ends a program's guests when their time is over (`--timeout`), from a thread of its own. A host call that does not heed a stop is
/// given a moment; then the process ends.
class TimeLimit {
public:
  /// Time runs from now on. `threads` must outlive it. `atEnd` is told the exit status before this ends the process.
  TimeLimit(std::chrono::nanoseconds time, wasi::Threads& threads,
            std::function<void(int status)> atEnd);
  /// What is left of the time is not waited for.
  ~TimeLimit();
  TimeLimit(const TimeLimit&) = delete;
  TimeLimit& operator=(const TimeLimit&) = delete;

private:
  void wait();

  std::chrono::nanoseconds time_;
  wasi::Threads& threads_;
  std::function<void(int)> atEnd_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool isEnded_ = false;
  std::thread thread_;
};

}  // namespace wald::command
