#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>

namespace wald::runtime {

/// Tells runs that their time is over, by a thread of its own or by whoever asks regularly. Thread-safe.
class RunTimer {
public:
  using Clock = std::chrono::steady_clock;

  /// What is to be told.
  class Alarm {
  public:
    Alarm() = default;
    Alarm(const Alarm&) = delete;
    Alarm& operator=(const Alarm&) = delete;

    virtual ~Alarm() = default;

  private:
    friend class RunTimer;
    /// On the timer's thread. May set other alarms. Gives when it wants to be told again, or nothing.
    virtual std::optional<Clock::time_point> expired() = 0;
    std::optional<Clock::time_point> when_;
  };

  /// With a thread, which starts with the first alarm that is set, or without: then `poll` has to be called.
  explicit RunTimer(bool hasThread) : hasThread_(hasThread) {}
  ~RunTimer();
  RunTimer(const RunTimer&) = delete;
  RunTimer& operator=(const RunTimer&) = delete;

  void set(Alarm& alarm, Clock::time_point when);
  /// When it returns, the alarm is not being told, and will not be. Not from `Alarm::expired`.
  void cancel(Alarm& alarm);
  /// Tells those whose time has come.
  void poll();

private:
  void run();
  void tell(std::unique_lock<std::mutex>& lock, Clock::time_point now);

  const bool hasThread_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::condition_variable told_;
  Alarm* telling_ = nullptr;  ///< the alarm that is being told, without the lock
  std::set<std::pair<Clock::time_point, Alarm*>> alarms_;
  bool isEnding_ = false;
  std::thread thread_;
};

}  // namespace wald::runtime
