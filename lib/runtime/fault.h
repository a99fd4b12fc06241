#pragma once

#include <utility>

namespace wald::runtime {

class Store;

/// Offers the faults of a thread to the engine that runs a guest on it. Scopes nest: the newest on the thread is asked.
///
/// The process-wide handler for SIGSEGV, SIGBUS and SIGILL is installed by `installFaultHandlers`. A fault that no active scope
/// claims goes to the handler that was there before, so an embedder's own keeps working.
class FaultScope {
public:
  /// Runs in the signal handler: returns false to decline, leaves by `siglongjmp`, or changes where `context`, the handler's third argument,
  /// goes on and returns true. A signal may also be `interruptSignal`, at any instruction.
  using Handler = bool (*)(FaultScope& scope, int signal, void* address, void* context);

  FaultScope(Store& store, Handler handler, void* data)
      : store_(store), handler_(handler), data_(data), previous_(std::exchange(newest, this)) {}
  ~FaultScope() { newest = previous_; }
  FaultScope(const FaultScope&) = delete;
  FaultScope& operator=(const FaultScope&) = delete;

  Store& store() const { return store_; }
  void* data() const { return data_; }
  /// False while a host function runs: its faults are the host's.
  void setActive(bool active) { active_ = active; }
  bool isActive() const { return active_; }

  /// Makes another chain of scopes, or none, that of the calling thread. Gives the former one.
  static FaultScope* exchangeNewest(FaultScope* scope) { return std::exchange(newest, scope); }

private:
  friend struct FaultDispatch;
  // The handler may run on a thread that never saw this variable: it must not be allocated there.
  [[gnu::tls_model("initial-exec")]] static thread_local constinit FaultScope* newest;

  Store& store_;
  Handler handler_;
  void* data_;
  FaultScope* previous_;
  volatile bool active_ = true;
};

/// Once for the process, before code runs that traps by faults. What comes later does nothing.
void installFaultHandlers();

/// By this signal, which is ignored where nobody wants it, the newest scope of another thread is asked to stop its guest.
extern const int interruptSignal;

/// Sends `interruptSignal` to a thread of this process, by its number in the system. The first time, the handler for it is installed, in front
/// of the one that was there. Of a thread that has ended nothing comes of it.
void interruptThread(int thread);
/// The number in the system of the calling thread.
int thisThread();

}  // namespace wald::runtime
