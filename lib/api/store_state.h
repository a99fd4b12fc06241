#pragma once

#include <deque>
#include <memory>
#include <unordered_map>
#include <vector>

#include "api/engine_state.h"
#include "api/system_interface.h"
#include "runtime/stop_signal.h"
#include "runtime/store.h"
#include "wald/caller.h"
#include "wald/handle.h"
#include "wald/host_function.h"
#include "wald/interrupt.h"

namespace wald {

struct InterruptHandle::State {
  runtime::StopSignal signal;
};

namespace detail {

/// What a `Store` has. Its handles keep it, but after the store's end nothing is in it any more.
class StoreState {
public:
  static Result<StoreRef> create(const EngineRef& engine, const StoreOptions& options);
  /// At the end of the store.
  void close();

  bool isOpen() const { return store_ != nullptr; }
  /// Of a store that is open.
  runtime::Store& store() { return *store_; }
  runtime::Engine& engine() { return engine_->engine; }
  const EngineRef& engineRef() const { return engine_; }
  const StoreRef& self() const { return self_; }
  /// Whether a call of it can be made: it is open, and no call is suspended.
  bool isFree() const {
    return store_ != nullptr && (store_->suspendable == nullptr || !isSuspended());
  }
  bool isSuspended() const;
  /// Why it can't; `Usage`.
  Error busyError() const;

  /// A function of the store for one of the host, made once for each `HostFunction`.
  runtime::Function* bind(const std::shared_ptr<const HostFunction>& function);
  /// The same of one that is owned by its store alone.
  runtime::Function* bindDynamic(const FuncType& type, Func::Dynamic function, void* environment,
                                 void (*release)(void*));

  /// Fails with `Usage` if there is one already.
  Result<void> setSystem(std::unique_ptr<api::SystemInterface> system);
  /// Null if nothing was granted.
  api::SystemInterface* system() { return system_.get(); }

  const std::shared_ptr<InterruptHandle::State>& interrupt();

  void* data = nullptr;

private:
  explicit StoreState(EngineRef engine) : engine_(std::move(engine)) {}
  wasm::TypeId typeOf(const FuncType& type);

  /// A function of the host as the runtime calls it.
  struct Bound {
    std::shared_ptr<const HostFunction> function;
    StoreState* state;
    runtime::Function* made;
  };
  struct Dynamic {
    FuncType type;
    Func::Dynamic function;
    void* environment;
    void (*release)(void*);
    StoreState* state;

    Dynamic(const FuncType& functionType, Func::Dynamic called, void* with, void (*end)(void*),
            StoreState* owner)
        : type(functionType), function(called), environment(with), release(end), state(owner) {}
    Dynamic(const Dynamic&) = delete;
    Dynamic& operator=(const Dynamic&) = delete;
    ~Dynamic() {
      if (release != nullptr) release(environment);
    }
  };
  static runtime::Outcome callBound(void* environment, runtime::Caller from, runtime::Slot* slots);
  static runtime::Outcome callDynamic(void* environment, runtime::Caller from,
                                      runtime::Slot* slots);

  EngineRef engine_;
  StoreRef self_;  ///< until it is closed
  std::shared_ptr<InterruptHandle::State> interrupt_;
  std::unique_ptr<api::SystemInterface> system_;
  std::unordered_map<const HostFunction*, Bound> bound_;
  std::deque<Dynamic> dynamics_;
  std::unique_ptr<runtime::Store> store_;
};

}  // namespace detail

namespace api {

/// `Usage`: the store is gone.
Error goneError();
/// The error of a call that ended by a trap or an exit.
Error toError(const detail::StoreRef& store, runtime::TrapPtr trap);
/// Lets a host function that was called by a guest fail with an error.
runtime::Outcome raise(runtime::Store& store, const Error& error);

}  // namespace api

}  // namespace wald
