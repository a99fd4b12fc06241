#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "wald/config.h"
#include "wald/engine.h"
#include "wald/handle.h"
#include "wald/interrupt.h"

namespace wald {

class WasiConfig;

/// Instances with all that they can reach ("Execution › Store"), and the limits on that. Belongs to one thread at a time: it may be handed
/// over between calls. What was made in it ends with it. Must not end while one of its guests runs.
class WALD_API Store {
public:
  /// Fails with `Limit` if the system refuses the guests' stack, with `Usage` if the engine does not support a limit.
  static Result<Store> create(const Engine& engine, const StoreOptions& options = {});
  /// The other one can then only be assigned to, or end. Handles stay good.
  Store(Store&&) noexcept;
  /// Ends what this one had.
  Store& operator=(Store&&) noexcept;
  /// Ends all that was made in it, and releases what references own. On the thread that has it.
  ~Store();

  /// Gives its guests what the configuration grants, by the functions of WASI that `Linker::addWasi` links. Once. Fails with `Io` if a
  /// directory can't be opened or no socket can listen at an address, with `Usage` for arguments or names that are malformed.
  Result<void> setWasi(const WasiConfig& config);

  /// Instructions that its guests may still execute; all of them: `Limits::unlimited`.
  std::uint64_t fuel() const;
  /// What is left from now on. Counts only with `Config::countFuel`; a budget's fuel bounds it besides.
  void setFuel(std::uint64_t units);
  /// From the next call on (`Limits::deadline`); none: without one. Not while its guests run.
  void setDeadline(std::optional<std::chrono::nanoseconds> deadline);

  /// To be used on any thread. To be made on the thread that has the store, while no guest runs.
  InterruptHandle interruptHandle();
  /// Takes an interrupt back: guests run again. Not while one runs.
  void clearInterrupt();

  /// Bytes of all linear memories.
  std::uint64_t memoryBytes() const;
  /// Releases what neither the host nor guests can reach on the heap: structures, arrays, values of the host in references.
  void collectGarbage();

  /// For host functions that many stores share (`Caller::data`). Not owned.
  void setData(void* data);
  /// What was set, unchecked as a `T`; null if nothing was.
  template <typename T>
  T* data() const {
    return static_cast<T*>(userData());
  }

  /// That it was made with.
  Engine engine() const;

  /// @cond
  // For the library.
  explicit Store(detail::StoreRef state) : state_(std::move(state)) {}
  const detail::StoreRef& state() const { return state_; }
  /// @endcond

private:
  void* userData() const;

  detail::StoreRef state_;
};

}  // namespace wald
