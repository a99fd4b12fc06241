#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runtime/budget.h"
#include "runtime/engine.h"
#include "runtime/execution.h"
#include "runtime/extern.h"
#include "runtime/fiber.h"
#include "runtime/guest_stack.h"
#include "runtime/heap.h"
#include "runtime/instance.h"
#include "runtime/module.h"
#include "runtime/native_state.h"
#include "runtime/run_clock.h"
#include "runtime/run_stop.h"
#include "runtime/trap.h"
#include "support/error.h"
#include "support/stable_vector.h"

namespace wald::runtime {

class SuspendableCall;

/// What a store is made with.
struct StoreOptions {
  Limits limits;
  /// Shared with other stores; may be null.
  std::shared_ptr<Budget> budget = nullptr;
  GrowthDecision mayGrow = nullptr;  ///< is asked last; may be null
};

/// Everything that instances can share ("Execution › Store"): it owns instances, functions, tables, memories, globals
/// and tags, and the stack they run on. One thread at a time. Threads of a guest are stores that hold the same shared memories.
class Store final : public RootSource {
public:
  static Result<std::unique_ptr<Store>> create(Engine& engine, StoreOptions options);
  /// With the engine's limits.
  static Result<std::unique_ptr<Store>> create(Engine& engine) {
    return create(engine, {.limits = engine.config().limits});
  }
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  Engine& engine() const { return engine_; }
  const Limits& limits() const { return limits_; }
  Quota& quota() { return *quota_; }

  /// Calls a function. `args` must match its type in number and kind (`BadArgument` otherwise). The trap or exit, if any, is
  /// in `trap` and `results` is then empty.
  Result<std::vector<Value>> call(const Function& function, std::span<const Value> args,
                                  TrapPtr& trap);
  /// The same over slots, unchecked: `slots` holds the arguments and room for the results.
  TrapPtr callSlots(const Function& function, Slot* slots);
  /// The same for an engine on behalf of an instance (null: the host), whose trap stays in the store.
  Outcome callNested(const Function& function, Instance* caller, Slot* slots);

  Function* addHostFunction(wasm::TypeId type, HostEntry entry, void* environment);
  /// Types are over the engine's ids.
  Result<Memory*> addMemory(const wasm::MemoryType& type,
                            std::shared_ptr<const MemoryImage> image = nullptr);
  /// A shared memory of another store.
  Memory* addMemory(std::shared_ptr<Memory> memory);
  /// A shared memory of this store, for another one.
  std::shared_ptr<Memory> share(const Memory& memory) const;
  Result<Table*> addTable(const wasm::TableType& type, Ref init);
  Global* addGlobal(const wasm::GlobalType& type, Slot low, Slot high = 0);
  Tag* addTag(wasm::TypeId type);

  /// What a host function calls before it returns `Outcome::Trap`.
  Outcome raise(wasm::TrapKind kind, std::string detail = {});
  Outcome raiseExit(int status);
  /// Throws an exception out of a host function, into the guest that called it. Null, as `newException` gives when the heap is
  /// full, traps.
  Outcome raiseException(Exception* exception);
  /// Raises again what a call back into a guest gave.
  Outcome raise(TrapPtr trap);
  /// The trap that was raised and not yet taken.
  TrapPtr takeTrap() { return std::move(pending_); }
  Trap* pendingTrap() { return pending_.get(); }

  /// The objects of the store's guests. What the host holds of them it must keep alive by `Heap::hold`, unless it lies where a call
  /// put it: arguments of a host function, until that returns.
  Heap& heap() { return heap_; }

  /// A reference for an `externref` or `anyref` that owns a value of the host: `release(data)` is called when the collector finds that
  /// nothing refers to it any more, and at the latest when the store ends; by the thread that has the store. It may make new references,
  /// but not run guests. The new one must be kept alive as any object. Fails with `Limit` if there are too many, and once the store ends:
  /// then `release` is not called.
  Result<Ref> addHostObject(void* data, HostObjects::Release release) {
    return heap_.addHostObject(data, release);
  }
  /// The value that a reference owns; null if it owns none.
  void* dataOf(Ref ref) const { return heap_.hostObjects().dataOf(ref); }
  const Heap& heap() const { return heap_; }

  /// Maps the stack on which interpreted guests run, unless that has been done, and sees to `stackTop`. `Limit` if the system refuses it.
  Result<void> needStack();
  /// Null before it is needed: an instance that only waits has none.
  const std::uint8_t* stackLimit() const { return stack_ ? stack_->limit() : nullptr; }
  /// What compiled code needs of the store.
  NativeState& native() { return native_; }
  /// State of the innermost run; the engine saves and restores it around a nested one.
  Execution execution;
  /// Where the next call into an interpreted guest puts its frame: above the frames of the guests below it. Null if there are none.
  std::uint8_t* stackTop = nullptr;
  /// Instructions that guests may still execute before `refuel` is asked, if the engine counts them. One unit each, counted when a
  /// stretch of code is entered that can only be left at its end; bulk operations cost by their length besides.
  std::uint64_t fuel = 0;
  /// Fills `fuel` from what the store and its budget have; where a call has slices, it is suspended before. Whether it has `needed` now. To
  /// be looked behind it whether the store is to stop.
  bool refuel(std::uint64_t needed);
  /// All fuel of the store; of its budget's, it has what it has taken.
  std::uint64_t fuelLeft() const { return fuel + fuelReserve_; }
  void setFuel(std::uint64_t units);
  /// The call that can be suspended, if one runs or is suspended. Set by that.
  SuspendableCall* suspendable = nullptr;
  /// Calls from the host into guests that have not returned; bounded, since they use the host's stack.
  unsigned nestedCalls = 0;
  static constexpr unsigned maxNestedCalls = 200;
  /// From now on the guests of this store can be stopped from outside (null: no more). They trap then, as interrupted, whatever they do,
  /// and run no more. Not while they run. The signal has to outlive the store.
  void setStop(StopSignal* signal);
  /// From now on each call into guests may take so long, or any time. Not while they run.
  void setDeadline(std::optional<std::chrono::nanoseconds> limit);
  /// Null if nobody stops them.
  StopSignal* stop() const { return stop_ == nullptr ? nullptr : &stop_->stopSignal(); }
  /// Whether they are to stop. What takes long looks now and then.
  bool isStopped() const { return native_.stopped->load(); }

  /// A call that a guest left to whoever called it, by which calls in tail position between engines take no stack. The one that
  /// returns `Outcome::TailCall` has filled it; it is done by `finishTailCall`.
  struct TailCall {
    const Function* function = nullptr;
    std::vector<Slot> slots;  ///< arguments, with room for the results
  };
  /// Makes one; gives the place for its arguments.
  Slot* leaveTailCall(const Function& function);
  bool hasTailCall() const { return tailCall_.function != nullptr; }
  /// Does the call; so many results go to `results`.
  Outcome finishTailCall(Instance* caller, Slot* results, unsigned resultSlots);

  /// Those that were made whole; what fails to initialise is counted too, since it may live on.
  std::size_t instanceCount() const { return instances_.size(); }
  /// Bytes of all memories, which never shrink.
  std::uint64_t memoryBytes() const;
  /// Whether an address that faulted belongs to a memory of this store.
  const Memory* memoryAt(const void* address) const;
  /// The same for people: `address 0x…, the memory has … bytes`; empty if it belongs to none.
  std::string describeFault(const void* address) const;

private:
  friend class Instantiator;
  friend class Instance;
  Store(Engine& engine, StoreOptions options);
  void visitRoots(Marker& marker) override;
  void makeForeign(Function& function);

  /// How much there is of everything; `rollBack` drops what came later.
  struct Mark {
    std::size_t functions, memories, tables, globals, tags;
  };
  Mark mark() const;
  void rollBack(const Mark& mark);

  [[gnu::noinline, gnu::cold]] Outcome callControlled(const Function& function, Instance* caller,
                                                      Slot* slots);
  Outcome callFreely(const Function& function, Instance* caller, Slot* slots);
  [[gnu::noinline, gnu::cold]] Outcome callTails(const Function& function, Instance* caller,
                                                 Slot* slots);
  Outcome callOnce(const Function& function, Instance* caller, Slot* slots);

  // store_run.cpp
  friend class SuspendableCall;
  /// A stack for a call that can be suspended: the one below the guest's, or the one that the last had, if they are large enough.
  Result<Fiber> takeFiber(std::size_t stackBytes);
  void giveBackFiber(Fiber fiber) {
    if (fiber.isOwned()) fiber_.emplace(std::move(fiber));
  }
  /// Around the outermost call into guests.
  class Run {
  public:
    explicit Run(Store* store) : store_(store) {
      if (store_ != nullptr) store_->beginRun();
    }
    ~Run() {
      if (store_ != nullptr) store_->endRun();
    }
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

  private:
    Store* store_;
  };
  void beginRun();
  void endRun();
  void pauseRun();
  void continueRun();
  bool sharesFuel() const { return quota_->budget() != nullptr && quota_->budget()->hasFuel; }
  void makeClock();

  Engine& engine_;
  Limits limits_;
  std::shared_ptr<Quota> quota_;
  std::optional<GuestStack> stack_;
  NativeState native_;
  Heap heap_;
  TrapPtr pending_;
  TailCall tailCall_;
  std::unique_ptr<StopSignal> ownStop_;  ///< where time is limited and nobody else gave a signal
  std::unique_ptr<RunStop> stop_;
  std::unique_ptr<RunClock> clock_;
  std::uint64_t fuelReserve_ = 0;
  std::optional<Fiber> fiber_;
  bool controlsRuns_ = false;  ///< whether anything is to be done at the begin and end of runs
  StableVector<Function> functions_;
  std::vector<std::shared_ptr<Memory>> memories_;
  StableVector<Table> tables_;
  StableVector<Global> globals_;
  StableVector<Tag> tags_;
  std::vector<std::unique_ptr<Instance>> instances_;
  Instance* building_ = nullptr;  ///< one that is not among them yet
};

}  // namespace wald::runtime
