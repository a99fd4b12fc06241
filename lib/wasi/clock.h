#pragma once

#include <cstdint>

#include "wasi/types.h"

namespace wald::wasi {

/// The clocks of guests: the host's, or what an embedder puts in their place (`Config::clock`). Called on the guests' threads, at the same
/// time by several. Times are in nanoseconds.
class Clock {
public:
  Clock() = default;
  virtual ~Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;

  /// What a clock shows: since 1970 for `Realtime`, else since any beginning. `Inval` for a clock that does not exist.
  virtual Errno now(ClockId clock, std::uint64_t& time) = 0;
  virtual Errno resolution(ClockId clock, std::uint64_t& resolution) = 0;
  /// A guest has to wait until so much more time has passed by these clocks. Gives how long it is to wait on the host, at most: a
  /// descriptor may be ready before. 0 where the time has passed with the call, which may itself wait. Called again where `now` says
  /// that it is too early still.
  virtual std::uint64_t wait(std::uint64_t nanoseconds) { return nanoseconds; }
};

}  // namespace wald::wasi
