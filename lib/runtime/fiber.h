#pragma once

#include <cstddef>
#include <cstdint>

#include "support/error.h"

namespace wald::runtime {

class FaultScope;

/// A stack of its own on which a function runs that can be left in the middle and gone back to, by the same thread or by another: what a
/// thread knows of the runs on it moves along (scopes of faults, exceptions that are being handled). One thread at a time.
class Fiber {
public:
  /// Has to return in the end. No exception may leave it.
  using Entry = void (*)(void* argument);

  /// A stack of so many bytes, behind a guard. Fails with `Limit` if the system refuses it.
  static Result<Fiber> create(std::size_t stackBytes);
  /// On a stack that outlives it.
  static Fiber on(std::uint8_t* stack, std::size_t bytes) { return Fiber(stack, bytes, false); }
  Fiber(Fiber&& other) noexcept;
  Fiber& operator=(Fiber&&) = delete;
  /// Not while it is suspended: what lies on the stack would never end.
  ~Fiber();

  /// Sets what it runs next, from the next `resume` on. Not while it is suspended.
  void prepare(Entry entry, void* argument);
  /// Runs until it suspends itself or ends. Not from itself.
  void resume();
  /// From itself only: goes back to whoever resumed it, and returns when it is resumed.
  void suspend();
  std::size_t stackBytes() const { return bytes_; }
  bool isOwned() const { return isOwned_; }
  bool hasEnded() const { return hasEnded_; }

private:
  Fiber(std::uint8_t* stack, std::size_t bytes, bool owned)
      : stack_(stack), bytes_(bytes), isOwned_(owned) {}
  static void run(void* fiber);
  void exchangeThreadState();

  /// Of the C++ runtime, for each thread ("Itanium C++ ABI: Exception Handling", 2.2.2).
  struct ExceptionState {
    void* caught = nullptr;
    unsigned uncaught = 0;
  };

  std::uint8_t* stack_;
  std::size_t bytes_;
  bool isOwned_;
  void* inside_ = nullptr;   ///< where it goes on
  void* outside_ = nullptr;  ///< where its resumer goes on
  Entry entry_ = nullptr;
  void* argument_ = nullptr;
  bool hasEnded_ = true;
  /// Of the side that is not running.
  FaultScope* scopes_ = nullptr;
  ExceptionState exceptions_;
  /// What a sanitizer knows of both stacks (`fiber_sanitizer.h`).
  void* sanitizer_[3] = {};
};

}  // namespace wald::runtime

extern "C" {
/// Saves where the caller stands and goes on where another one stood.
void waldFiberSwitch(void** save, void* load);
// Not to be called: where a new fiber begins, with `run`'s argument in r12 and `run` in r13.
void waldFiberStart();
}
