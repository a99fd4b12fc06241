#include "runtime/run_timer.h"

namespace wald::runtime {

RunTimer::~RunTimer() {
  {
    const std::lock_guard lock(mutex_);
    isEnding_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void RunTimer::set(Alarm& alarm, Clock::time_point when) {
  const std::lock_guard lock(mutex_);
  if (alarm.when_) alarms_.erase({*alarm.when_, &alarm});
  alarm.when_ = when;
  const auto place = alarms_.emplace(when, &alarm).first;
  if (!hasThread_ || place != alarms_.begin()) return;
  if (thread_.joinable()) {
    changed_.notify_one();
  } else {
    thread_ = std::thread([this] { run(); });
  }
}

void RunTimer::cancel(Alarm& alarm) {
  std::unique_lock lock(mutex_);
  told_.wait(lock, [this, &alarm] { return telling_ != &alarm; });
  if (alarm.when_) alarms_.erase({*alarm.when_, &alarm});
  alarm.when_.reset();
}

void RunTimer::poll() {
  std::unique_lock lock(mutex_);
  // One at a time.
  told_.wait(lock, [this] { return telling_ == nullptr; });
  tell(lock, Clock::now());
}

/// Without the lock, since those who are told have locks of their own, under which others set alarms.
void RunTimer::tell(std::unique_lock<std::mutex>& lock, Clock::time_point now) {
  while (!alarms_.empty() && alarms_.begin()->first <= now) {
    Alarm& alarm = *alarms_.begin()->second;
    alarms_.erase(alarms_.begin());
    alarm.when_.reset();
    telling_ = &alarm;
    lock.unlock();
    const auto next = alarm.expired();
    lock.lock();
    telling_ = nullptr;
    // Meanwhile it may have been set anew.
    if (next && !alarm.when_) {
      alarm.when_ = next;
      alarms_.emplace(*next, &alarm);
    }
    told_.notify_all();
  }
}

void RunTimer::run() {
  std::unique_lock lock(mutex_);
  while (!isEnding_) {
    tell(lock, Clock::now());
    if (alarms_.empty()) {
      changed_.wait(lock);
    } else {
      // A copy: the alarm may go while this waits.
      const Clock::time_point next = alarms_.begin()->first;
      changed_.wait_until(lock, next);
    }
  }
}

}  // namespace wald::runtime
