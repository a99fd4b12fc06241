#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

#include "runtime/budget.h"
#include "runtime/memory.h"
#include "runtime/pool.h"
#include "runtime/run_timer.h"
#include "wasm/features.h"
#include "wasm/type_info.h"
#include "wasm/type_table.h"

namespace wald::runtime {

class Code;

/// Limits on what the guests of a store can hold.
struct Limits {
  std::uint64_t memoryBytes = ~std::uint64_t{0};   ///< of all memories together
  std::uint64_t tableElements = 10'000'000;        ///< of each table
  std::uint64_t instances = 10'000;                ///< of a store
  std::size_t stackBytes = std::size_t{64} << 20;  ///< of the guest stack
  std::uint64_t gcHeapBytes = std::uint64_t{4}
                              << 30;  ///< of a store's structures, arrays and exceptions
  /// Instructions that the guests of a store may execute; none: any number. They are counted where `Config::countsFuel` says so.
  std::optional<std::uint64_t> fuel;
  /// Of each call from the host into a guest; the time in which it is suspended does not count (`Config::timerThread`).
  std::optional<std::chrono::nanoseconds> deadline;
};

struct Config {
  wasm::Features features;
  /// False: no handler of signals is installed and none is sent. Memories must not be guarded, and compiled code is that which was made for
  /// it (`artifact::Signals`).
  bool signals = true;
  bool guardedMemories = true;  ///< false: explicit bounds checks only
  bool fixedMemories = false;  ///< those without a guard reserve room for growth: for compiled code
  bool gcStress = false;       ///< collect at every allocation
  bool tiles = true;  ///< false: the interpreter has a node for each operator, to compare with
  /// The deterministic profile ("Appendix › Profiles"): every NaN that is computed is the positive canonical one. Relaxed vector
  /// instructions always do what that profile says.
  bool deterministic = false;
  /// Limits on time are kept by a thread of the engine, which starts when the first is to be kept. False: `Engine::timer().poll()` has to
  /// be called regularly.
  bool timerThread = true;
  bool countFuel = false;        ///< also if `limits` has none: stores may have limits of their own
  std::size_t pooledStores = 0;  ///< so many memories and stacks of ended stores are kept (`Pool`)
  Limits limits;                 ///< of stores that are made without any

  bool countsFuel() const { return countFuel || limits.fuel.has_value(); }
};

/// What all modules and stores share: configuration and the identities of types. Thread-safe. Outlives them.
class Engine {
public:
  explicit Engine(const Config& config)
      : config_(config), timer_(config.timerThread),
        pool_(config.pooledStores == 0 ? nullptr : std::make_unique<Pool>(config.pooledStores)) {}
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  const Config& config() const { return config_; }
  RunTimer& timer() { return timer_; }
  /// Null if nothing is kept.
  Pool* pool() const { return pool_.get(); }

  /// Enters the types of a valid module; gives the id of each of its types.
  std::vector<wasm::TypeId> addTypes(const wasm::Module& module);
  /// Enters one type over ids.
  wasm::TypeId addType(const wasm::SubType& type);
  wasm::TypeId addFunctionType(std::vector<wasm::ValType> params,
                               std::vector<wasm::ValType> results);

  /// Entries never move or change, so the reference stays good.
  const wasm::CompType& typeOf(wasm::TypeId id) const;
  /// The same for what the runtime derives from a type, made when it is first asked for.
  const wasm::TypeInfo& infoOf(wasm::TypeId id) const;
  bool isSubtype(wasm::TypeId sub, wasm::TypeId super) const;
  bool matches(wasm::ValType sub, wasm::ValType super) const;

  /// Code that can be made to watch for stops (`Code::watchForStop`), as long as it lives.
  void addWatcher(const Code& code);
  void removeWatcher(const Code& code);
  /// Between these, while a run is to stop, all such code watches.
  void beginWatch();
  void endWatch() { stopping_.fetch_sub(1); }
  bool isWatching() const { return stopping_.load() != 0; }

  /// How many functions have been made ready for interpretation: none, if all code is compiled.
  std::uint64_t interpretedFunctions() const { return interpreted_.load(); }
  void noteInterpreted() { interpreted_.fetch_add(1); }

private:
  Config config_;
  RunTimer timer_;
  std::unique_ptr<Pool> pool_;
  mutable std::shared_mutex mutex_;
  wasm::TypeTable types_;
  mutable std::vector<std::unique_ptr<const wasm::TypeInfo>> infos_;
  std::mutex watchersMutex_;
  std::vector<const Code*> watchers_;
  std::atomic<std::uint64_t> interpreted_ = 0;
  std::atomic<unsigned> stopping_ = 0;  ///< runs that are to stop and have not yet
};

}  // namespace wald::runtime
