#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "wasi/threads.h"

namespace wald::command {

/// Stops a program's guests, and waits a moment for their end: false if that does not come. A call of the host that is about to wait misses what
/// would wake it, so that it is told again.
template <typename HasEnded>
bool stopGuests(wasi::Threads& threads, std::unique_lock<std::mutex>& lock,
                std::condition_variable& ended, HasEnded hasEnded) {
  constexpr std::chrono::milliseconds patience{200};
  constexpr std::chrono::milliseconds again{10};
  for (auto waited = again; waited <= patience; waited += again) {
    threads.stop().request();
    if (ended.wait_for(lock, again, hasEnded)) return true;
  }
  return false;
}

}  // namespace wald::command
