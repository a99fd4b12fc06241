#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "wald/export.h"
#include "wald/result.h"
#include "wald/value.h"

namespace wald {

/// How `Func::start` makes a call.
struct CallOptions {
  /// Stack for host functions and the interpreter itself, in bytes; address space until it is used.
  std::size_t stackBytes = std::size_t{256} << 10;
  /// The call is suspended whenever the guest has used up so many units of fuel; 0: never for that. Needs `Config::countFuel`.
  std::uint64_t fuelSlice = 0;
};

/// How far a call has come when `CallHandle::resume` returns.
enum class CallState : std::uint8_t {
  Suspended,   ///< by `Caller::suspend`
  OutOfSlice,  ///< a slice of fuel is used up
  Done,        ///< returned: `CallHandle::results` are there
};

/// A call into a guest that runs in parts. Between them the store may move to another thread; nothing else can be called in it, and its
/// memories do not grow. Ends the call if that is not done when the handle goes away: guests trap, `Caller::suspend` fails. Must not outlive
/// the store.
class WALD_API CallHandle {
public:
  /// The other one is done then; its `results` must not be asked for.
  CallHandle(CallHandle&&) noexcept;
  /// Ends the call that it had, as the destructor does.
  CallHandle& operator=(CallHandle&&) noexcept;
  /// Ends a call that is suspended: the guest goes on only to trap. On the thread that has the store.
  ~CallHandle();

  /// Runs until it is suspended or done. Fails as a call does, once: then it is done. With `Usage` if it is done already, or runs.
  Result<CallState> resume();
  /// Whether the call has returned or failed: the store is free for other calls.
  bool isDone() const;
  /// Of a call that is done and did not fail; else empty.
  std::span<const Value> results() const;

  /// @cond
  // For the library.
  struct State;
  explicit CallHandle(std::unique_ptr<State> state);
  /// @endcond

private:
  std::unique_ptr<State> state_;
};

}  // namespace wald
