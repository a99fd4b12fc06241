#pragma once

#include <cstdint>
#include <memory>

#include "runtime/fiber.h"
#include "runtime/heap.h"
#include "runtime/store.h"

namespace wald::runtime {

/// A call into a guest that can be suspended, from a host function or where a slice of its fuel is used up, and gone on with on any thread. It
/// runs on a stack of its own, with all that it calls. A store has one at a time, and nothing else runs in it meanwhile.
class SuspendableCall {
public:
  enum class State : std::uint8_t {
    Ready,      ///< it has not begun
    Running,    ///< or called from there
    Suspended,  ///< by a host function
    OutOfSlice,
    Done,  ///< returned or trapped
  };

  /// What a call may take.
  struct Options {
    /// Of the host's part: the walker, host functions. 128 KiB at least; guests that the host calls while little is left overflow it.
    std::size_t stackBytes = std::size_t{256} << 10;
    /// It is suspended whenever so many units are used up; 0: never for that.
    std::uint64_t fuelSlice = 0;
  };

  /// `slots` holds the arguments, with room for the results. The store and the function must outlive it. Fails with `Usage` if the store has
  /// such a call, or runs guests.
  static Result<std::unique_ptr<SuspendableCall>> create(Store& store, const Function& function,
                                                         Slots slots, const Options& options);
  /// Ends it if it is suspended: `suspend` returns false there, and no guest goes on.
  ~SuspendableCall();
  SuspendableCall(const SuspendableCall&) = delete;
  SuspendableCall& operator=(const SuspendableCall&) = delete;

  State state() const { return state_; }
  bool isSuspended() const { return state_ == State::Suspended || state_ == State::OutOfSlice; }

  /// Runs until it is suspended or done. Not while it runs, nor when it is done.
  State resume();
  /// Of a call that is done: its results, if it has not trapped.
  const Slots& slots() const { return slots_; }
  TrapPtr takeTrap() { return std::move(trap_); }

  /// Whether the stack that this is called on, its own, is nearly used up.
  bool isStackLow() const;

  /// By a host function that it called: goes back to whoever resumed it. False if the call is to end when it is gone on with: then the host
  /// function has to return a trap. It also ends guests that are called again nevertheless.
  bool suspend();
  /// For `Store::refuel`: suspends it if a slice was used up; gives the size of a slice, or 0.
  std::uint64_t nextSlice();

private:
  SuspendableCall(Store& store, const Function& function, Slots slots, const Options& options,
                  Fiber fiber);
  static void run(void* call);
  bool leave(State state);

  Store& store_;
  const Function& function_;
  Slots slots_;
  TemporaryRoots roots_;
  std::uint64_t fuelSlice_;
  bool hasSlice_ = false;  ///< one was given out
  Fiber fiber_;
  State state_ = State::Ready;
  TrapPtr trap_;
  StopSignal cancelled_;
  const std::uint8_t* stackTop_ = nullptr;  ///< where the call began
};

}  // namespace wald::runtime
