#pragma once

namespace wald::runtime {

class Store;

/// Offers the faults of a thread to the engine that runs a guest on it. Scopes nest: the newest on the thread is asked.
///
/// The process-wide handler for SIGSEGV, SIGBUS and SIGILL is installed at the first scope. A fault that no active scope
/// claims goes to the handler that was there before, so an embedder's own keeps working.
class FaultScope {
public:
  /// Runs in the signal handler: returns false to decline, leaves by `siglongjmp`, or changes where `context`, the handler's third argument,
  /// goes on and returns true.
  using Handler = bool (*)(FaultScope& scope, int signal, void* address, void* context);

  FaultScope(Store& store, Handler handler, void* data);
  ~FaultScope();
  FaultScope(const FaultScope&) = delete;
  FaultScope& operator=(const FaultScope&) = delete;

  Store& store() const { return store_; }
  void* data() const { return data_; }
  /// False while a host function runs: its faults are the host's.
  void setActive(bool active) { active_ = active; }
  bool isActive() const { return active_; }

private:
  friend struct FaultDispatch;
  Store& store_;
  Handler handler_;
  void* data_;
  FaultScope* previous_;
  volatile bool active_ = true;
};

}  // namespace wald::runtime
