#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "wasi/threads.h"

namespace wald::command {

/// Ends a program's guests when the process is asked to end (SIGINT, SIGTERM, SIGHUP), so that the audit can say so; then the signal does what it
/// always does. Without one of these it does that at once.
class EndSignals {
public:
  /// Before any other thread is started, which would take the signals. `threads` must outlive it. `atEnd` is called once, on a thread of its own,
  /// where the guests do not end within a moment.
  EndSignals(wasi::Threads& threads, std::function<void(int signal)> atEnd);
  ~EndSignals();
  EndSignals(const EndSignals&) = delete;
  EndSignals& operator=(const EndSignals&) = delete;

  /// The signal that came, or 0.
  int received() const { return received_.load(); }
  /// Ends the process as the signal does.
  [[noreturn]] static void die(int signal);

private:
  void wait();

  wasi::Threads& threads_;
  std::function<void(int)> atEnd_;
  std::atomic<int> received_ = 0;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool isEnded_ = false;
  std::thread thread_;
};

}  // namespace wald::command
