#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "runtime/context.h"
#include "runtime/pool.h"
#include "runtime/stop_signal.h"
#include "runtime/value.h"
#include "support/error.h"
#include "wasm/native_layout.h"
#include "wasm/trap.h"

namespace wald::runtime {

class Marker;
struct NativeState;

/// Registers in which compiled functions get their arguments, and a host's function called by one gives its result.
struct NativeRegisters {
  struct Vector {
    Slot low, high;
  };
  std::uint64_t integers[wasm::native::integerRegisters];  ///< the first one also of the result
  Vector vectors[wasm::native::vectorRegisters];           ///< the first one also of the result
};

/// A frame of compiled code, by what is needed to go on in it or to find its caller.
struct NativeFrame {
  static constexpr unsigned savedRegisters = 6;  ///< rbx, rbp, r12, r13, r14, r15, in this order

  /// Behind the instruction that the frame is at: where its call returns to, or, of an instruction that trapped, a byte further.
  const std::uint8_t* pc = nullptr;
  std::uint8_t* sp = nullptr;
  std::uint64_t saved[savedRegisters] = {};
};

/// How compiled code goes on when what it asked for is done.
enum class NativeAction : std::uint64_t {
  GoOn,
  Leave,   ///< ends the run by a trap or by a tail call out of it
  Resume,  ///< at a landing pad, with an exception
};

/// What a store has for compiled code: a stack, and where the innermost run of it stands. The assembly relies on the first members
/// (`native_offsets.h`).
struct NativeState {
  /// Does what compiled code asks for: `wasm::native::CallOut`.
  using CallOut = std::uint64_t (*)(Context* context, std::uint64_t index, Slot* operands,
                                    std::uint64_t a, std::uint64_t b);
  /// Calls a function that is not compiled; its arguments are in the registers, which get the result.
  using ForeignCall = void (*)(NativeState* state, const Function* function, Context* caller,
                               NativeRegisters* registers);

  /// Below it the native stack is free, when no compiled code is running. Above it lie the frames of all runs.
  std::uint8_t* sp = nullptr;
  std::uint8_t* hostStack = nullptr;  ///< where the host goes on: the frame that entered
  const std::uint8_t* limit =
      nullptr;                ///< whoever calls the runtime below it has overflowed the stack
  CallOut callOut = nullptr;  ///< set by what runs compiled code
  ForeignCall foreignCall = nullptr;  ///< the same
  NativeAction action = NativeAction::GoOn;
  /// With `Leave`: the `TrapKind`; `Host`: the store holds the trap; `None`: the store holds a tail call.
  std::uint64_t trap = 0;
  Ref exception = 0;  ///< with `Resume`
  NativeFrame frame;  ///< with `Leave`: which trapped; with `Resume`: which goes on
  /// Whether the store's guests are to stop: looked at whenever compiled code is entered or gone back to. In compiled code itself a signal
  /// does the rest, or it looks too.
  const std::atomic<bool>* stopped = &StopSignal::never;

  /// For arguments and results that have no register.
  Slot* overflow = nullptr;

  NativeState() = default;
  ~NativeState();
  NativeState(const NativeState&) = delete;
  NativeState& operator=(const NativeState&) = delete;

  /// Maps the stack unless that has been done. Without signals code looks for its end itself, once it has its frame: what is a guard
  /// otherwise is room for that frame then. `Limit` if the system refuses the stack.
  /// From the pool, and back to it in the end, if there is one.
  Result<void> mapStack(std::size_t bytes, bool hasSignals, Pool* pool);
  /// Whether an address is where a stack that overflows runs into.
  bool isInGuard(const void* address) const;
  /// Slots on the stack below `sp`, which moves there. Null if there is no room. To be given back by restoring `sp`.
  Slot* pushSlots(std::size_t count);
  /// The words of all live frames.
  void visitRoots(Marker& marker) const;

private:
  bool takeStack(Pool* pool);
  bool reserveStack(bool hasSignals);

  std::uint8_t* mapping_ = nullptr;
  std::uint64_t mapped_ = 0;
  std::uint8_t* top_ = nullptr;
  Pool* pool_ = nullptr;
  unsigned uses_ = 0;  ///< `Pool::Stack`
};

}  // namespace wald::runtime

extern "C" {
/// Calls a compiled function on the native stack, from `sp` on. The registers hold its arguments, then its result; those for vectors only
/// if it `hasVectors`. False if it trapped.
bool waldNativeEnter(wald::runtime::NativeState* state, wald::runtime::NativeRegisters* registers,
                     const wald::runtime::Function* function, bool hasVectors);
// Not to be called: addresses only.
void waldNativeLeave();    ///< where a fault handler goes on, with the state in rbx
void waldNativeCallOut();  ///< `Context::callOut`
void waldForeignEntry();   ///< `Function::entry` of what is not compiled
void waldNativeReturn();   ///< where the outermost frame of a run returns to

// Between these, it was looked whether the store is to stop, and compiled code is not reached yet: an interrupt ends the run there and then.
void waldEnterWindow();
void waldEnterWindowEnd();
void waldCallOutWindow();
void waldCallOutWindowEnd();
void waldForeignWindow();
void waldForeignWindowEnd();
}
