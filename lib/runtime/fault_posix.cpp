#include "runtime/fault.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

namespace wald::runtime {

namespace {

struct sigaction formerSegv;
struct sigaction formerBus;
struct sigaction formerIll;
struct sigaction formerInterrupt;

const struct sigaction& formerOf(int signal) {
  return signal == SIGBUS ? formerBus : signal == SIGILL ? formerIll : formerSegv;
}

/// Lets the default action take place: the fault repeats when the handler returns.
void becomeDefault(int signal, const siginfo_t* info) {
  struct sigaction action{};
  action.sa_handler = SIG_DFL;
  sigaction(signal, &action, nullptr);
  // A signal that someone sent does not repeat by itself.
  if (info->si_code <= 0) raise(signal);
}

/// Does what the system would have done had our handler not been there.
void passOn(const struct sigaction& former, int signal, siginfo_t* info, void* context) {
  const bool takesInfo = (former.sa_flags & SA_SIGINFO) != 0;
  if (!takesInfo && former.sa_handler == SIG_DFL) return becomeDefault(signal, info);
  if (!takesInfo && former.sa_handler == SIG_IGN) {
    // Only what was sent can be ignored.
    if (info->si_code > 0) becomeDefault(signal, info);
    return;
  }
  sigset_t blocked = former.sa_mask;
  if ((former.sa_flags & SA_NODEFER) == 0) sigaddset(&blocked, signal);
  sigset_t before;
  pthread_sigmask(SIG_BLOCK, &blocked, &before);
  if (takesInfo) {
    former.sa_sigaction(signal, info, context);
  } else {
    former.sa_handler(signal);
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

}  // namespace

thread_local constinit FaultScope* FaultScope::newest = nullptr;

struct FaultDispatch {
  static void handle(int signal, siginfo_t* info, void* context) {
    FaultScope* const scope = FaultScope::newest;
    // What was sent by `kill` is no fault of the guest.
    if (scope != nullptr && scope->active_ && info->si_code > 0 &&
        scope->handler_(*scope, signal, info->si_addr, context)) {
      return;
    }
    passOn(formerOf(signal), signal, info, context);
  }

  static void interrupt(int signal, siginfo_t* info, void* context) {
    FaultScope* const scope = FaultScope::newest;
    if (scope != nullptr && scope->active_ && scope->handler_(*scope, signal, nullptr, context)) {
      return;
    }
    // By default it is ignored.
    const auto handler = formerInterrupt.sa_handler;
    if (handler != SIG_DFL && handler != SIG_IGN) passOn(formerInterrupt, signal, info, context);
  }

  static bool installInterrupt() {
    struct sigaction action{};
    action.sa_sigaction = interrupt;
    // Calls of the system that it cuts short are not made again by themselves: a host function that waits is to come back.
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    sigaction(interruptSignal, nullptr, &formerInterrupt);
    sigaction(interruptSignal, &action, nullptr);
    return true;
  }

  static bool install() {
    struct sigaction action{};
    action.sa_sigaction = handle;
    // The handler is left by a jump that restores no mask, so the signal must not become blocked.
    action.sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    // Known before ours can run.
    sigaction(SIGSEGV, nullptr, &formerSegv);
    sigaction(SIGBUS, nullptr, &formerBus);
    sigaction(SIGILL, nullptr, &formerIll);
    sigaction(SIGSEGV, &action, nullptr);
    sigaction(SIGBUS, &action, nullptr);
    sigaction(SIGILL, &action, nullptr);
    return true;
  }
};

void installFaultHandlers() {
  [[maybe_unused]] static const bool isInstalled = FaultDispatch::install();
}

const int interruptSignal = SIGURG;

void interruptThread(int thread) {
  [[maybe_unused]] static const bool isInstalled = FaultDispatch::installInterrupt();
  tgkill(getpid(), thread, interruptSignal);
}

int thisThread() {
  static thread_local const int thread = gettid();
  return thread;
}

}  // namespace wald::runtime
