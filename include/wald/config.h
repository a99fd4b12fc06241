#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "wald/export.h"

namespace wald {

/// How accesses of guests are kept inside their memories.
enum class MemoryMode : std::uint8_t {
  /// By the machine: each memory reserves 8 GiB of address space (no memory), and accesses cost nothing. Needs `Config::signals`. Memories with
  /// 64-bit addresses or pages of one byte are `Checked` all the same.
  Guarded,
  /// By comparisons. What a memory can grow to is reserved: its maximum, or the store's limit.
  Checked,
  /// By comparisons, and nothing is reserved: a memory that grows may move. For the interpreter only.
  Movable,
};

/// What the guests of a store may have. Nothing of it is exceeded, not in calls of the host either.
struct Limits {
  /// No limit but the system's.
  static constexpr std::uint64_t unlimited = ~std::uint64_t{0};

  std::uint64_t memoryBytes = unlimited;     ///< of all linear memories together
  std::uint64_t tableElements = 10'000'000;  ///< of each table
  std::uint64_t instances = 10'000;          ///< of modules; they end with the store, not before
  /// Of calls within each other; address space until it is used.
  std::size_t stackBytes = std::size_t{64} << 20;
  std::uint64_t gcHeapBytes = std::uint64_t{4} << 30;  ///< of structures, arrays and exceptions
  /// Instructions; bulk operations cost by their length. The same in both engines. Needs `Config::countFuel`.
  std::optional<std::uint64_t> fuel;
  /// Of each call from the host into a guest, calls of the host within it included. What it is suspended for does not count.
  std::optional<std::chrono::nanoseconds> deadline;
};

/// What all modules and stores of an engine share.
struct Config {
  /// Native code that was compiled for one mode does not run in another.
  MemoryMode memory = MemoryMode::Guarded;
  /// Handlers for SIGSEGV, SIGBUS, SIGILL and, where guests are interrupted, SIGURG are installed when the first guest runs. What is not a
  /// guest's doing goes on to the handlers that were there before. False: none are, and `memory` must not be `Guarded`; compiled modules
  /// must have been compiled so, and look for what signals tell otherwise, which costs some time; and an interrupt does not end calls of WASI
  /// that wait for files.
  bool signals = true;
  /// So many memories and stacks of stores that have ended are kept for the next ones: a store, an instance and a call then take microseconds,
  /// since the system is asked for nothing. A memory that is kept holds what a new one does, byte for byte, before anyone gets it. What a
  /// memory begins with is kept too, once for all instances of a module. 0: nothing is kept.
  std::size_t pooledStores = 0;
  /// Instructions of guests are counted, which costs some time.
  bool countFuel = false;
  /// NaNs have the same bits in each run ("Appendix › Profiles").
  bool deterministic = false;
  /// The first deadline that is to be kept starts a thread. False: no thread is ever started, and `Engine::keepTime` has to be called
  /// regularly for deadlines to hold.
  bool timerThread = true;

  /// @{
  /// Proposals beyond, and without, those that are on by default; by the names of `wald --version`.
  std::vector<std::string> enable;
  std::vector<std::string> disable;
  /// @}

  /// Of stores that are made without limits of their own.
  Limits limits;
};

/// What several stores may have together: those of a tenant. Thread-safe; copies are the same budget.
class WALD_API Budget {
public:
  /// Of all its stores together; each store's own limits hold besides.
  struct Limits {
    std::uint64_t memoryBytes = wald::Limits::unlimited;  ///< of linear memories
    std::uint64_t gcHeapBytes = wald::Limits::unlimited;  ///< of structures, arrays and exceptions
    std::uint64_t tableElements = wald::Limits::unlimited;  ///< of all tables
    std::uint64_t instances = wald::Limits::unlimited;      ///< of modules, in stores that exist
    std::optional<std::uint64_t> fuel;                      ///< needs `Config::countFuel`
    std::optional<std::chrono::nanoseconds> time;           ///< in which guests run, in all
  };
  /// Goes to stores by `StoreOptions::budget`.
  explicit Budget(const Limits& limits);

  /// @{
  /// What is in use now, or was used up. What stores have taken in advance (fuel, time) counts as used until they give it back.
  std::uint64_t memoryBytes() const;
  std::uint64_t gcHeapBytes() const;
  std::uint64_t tableElements() const;
  std::uint64_t instances() const;
  std::uint64_t fuel() const;
  std::chrono::nanoseconds time() const;
  /// @}

  /// @cond
  // For the library.
  struct State;
  const std::shared_ptr<State>& state() const { return state_; }
  /// @endcond

private:
  std::shared_ptr<State> state_;
};

/// A memory or a table that is made, or that wants to grow.
struct Growth {
  /// What is made or grows.
  enum class Kind : std::uint8_t { Memory, Table };
  Kind kind;                             ///< tells the unit of the others
  std::uint64_t current;                 ///< bytes of a memory, elements of a table
  std::uint64_t wanted;                  ///< that it would have then
  std::optional<std::uint64_t> maximum;  ///< that its type declares
};

/// How a store is made.
struct StoreOptions {
  std::optional<Limits> limits;  ///< none: the engine's
  std::optional<Budget> budget;  ///< is shared with the stores that have it too
  /// Is asked when limits and budget allow it; false refuses: the guest sees -1, and what is instantiated fails. On the thread that runs the
  /// guest. It must not use the store.
  std::function<bool(const Growth&)> mayGrow;
};

}  // namespace wald
