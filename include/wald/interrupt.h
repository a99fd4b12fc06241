#pragma once

#include <memory>

#include "wald/export.h"

namespace wald {

/// Ends what a store's guests do, from any thread: they trap (`TrapKind::Interrupted`), wherever they are, also in calls of WASI that
/// wait. Copies are the same handle. It may outlive the store.
class WALD_API InterruptHandle {
public:
  /// Guests of the store run no more until `Store::clearInterrupt`.
  void interrupt() const;

  /// @cond
  // For the library.
  struct State;
  explicit InterruptHandle(std::shared_ptr<State> state) : state_(std::move(state)) {}
  /// @endcond

private:
  std::shared_ptr<State> state_;
};

}  // namespace wald
