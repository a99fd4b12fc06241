#pragma once

#include <memory>
#include <string>

#include "wald/config.h"
#include "wald/export.h"
#include "wald/result.h"

namespace wald {

/// @cond
namespace detail {
class EngineState;
using EngineRef = std::shared_ptr<EngineState>;
}  // namespace detail
/// @endcond

/// The configuration and the types that modules and stores share. Immutable and thread-safe; copies are the same engine, which lives as
/// long as anything made with it.
class WALD_API Engine {
public:
  /// Fails with `Usage` if parts of the configuration contradict each other, or for an unknown proposal.
  static Result<Engine> create(const Config& config = {});

  /// Without `Config::timerThread`: ends calls whose deadline is over. Any thread, as often as deadlines are to be exact.
  void keepTime() const;

  /// @cond
  // For the library.
  explicit Engine(detail::EngineRef state) : state_(std::move(state)) {}
  const detail::EngineRef& state() const { return state_; }
  /// @endcond

private:
  detail::EngineRef state_;
};

/// The version of the library, e.g. "0.1.0".
WALD_API std::string version();

}  // namespace wald
