#include "tools/wald/end_signals.h"

#include <csignal>
#include <cstdlib>

#include <pthread.h>

#include "tools/wald/patience.h"

namespace wald::command {

namespace {

/// With the one that ends the waiting.
sigset_t endSignals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1}) sigaddset(&set, signal);
  return set;
}

constexpr int enough = SIGUSR1;

}  // namespace

EndSignals::EndSignals(wasi::Threads& threads, std::function<void(int signal)> atEnd)
    : threads_(threads), atEnd_(std::move(atEnd)) {
  const sigset_t set = endSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  thread_ = std::thread([this] { wait(); });
}

EndSignals::~EndSignals() {
  {
    const std::lock_guard lock(mutex_);
    isEnded_ = true;
  }
  ended_.notify_one();
  pthread_kill(thread_.native_handle(), enough);
  thread_.join();
}

void EndSignals::wait() {
  const sigset_t set = endSignals();
  int signal = 0;
  sigwait(&set, &signal);
  std::unique_lock lock(mutex_);
  const auto hasEnded = [this] { return isEnded_; };
  if (hasEnded()) return;
  // That one means nothing to us where it does not come from here.
  if (signal == enough) die(signal);
  received_.store(signal);
  if (stopGuests(threads_, lock, ended_, hasEnded) || !threads_.claimEnd()) return;
  atEnd_(signal);
  die(signal);
}

void EndSignals::die(int signal) {
  std::signal(signal, SIG_DFL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  std::raise(signal);
  // Nothing but a tracer is in the way of that.
  std::_Exit(128 + signal);
}

}  // namespace wald::command
