#pragma once

#include <memory>
#include <string_view>
#include <utility>

#include "wald/engine.h"
#include "wald/extern.h"
#include "wald/host_function.h"
#include "wald/instance.h"
#include "wald/module.h"
#include "wald/store.h"

namespace wald {

/// What modules can import, by module and name. One linker serves any number of stores; once it is filled, from any thread.
class WALD_API Linker {
public:
  /// Empty, for modules and stores of that engine.
  explicit Linker(const Engine& engine);

  /// @{
  /// The other one can then only be assigned to, or end.
  Linker(Linker&&) noexcept;
  Linker& operator=(Linker&&) noexcept;
  /// @}

  /// Instances that it made live on.
  ~Linker();

  /// A function of the host, of any callable. Its type is deduced: parameters and results are those of `TypedFunc`, and besides, as
  /// parameters:
  ///  - `Caller&`, as the first one: who calls;
  ///  - `std::span<std::uint8_t>`, `std::span<const std::uint8_t>`, `std::string_view`: bytes of the caller's memory, which the guest passes
  ///    as two i32, address and number; outside of it the guest traps.
  /// A callable that returns `Result<R>` can fail: the guest traps with that error as message, ends with an exit status (`Error::exit`), or
  /// gets an exception (`Caller::exception`). A C++ exception that leaves it becomes a trap too. The callable is called by all stores that
  /// are linked to it, at the same time if these are on several threads. Fails with `Usage` if the name is defined already.
  template <typename Callable>
  Result<void> func(std::string_view module, std::string_view name, Callable&& callable) {
    return addFunction(module, name, detail::makeHostFunction(std::forward<Callable>(callable)));
  }
  /// Something of a store; only modules in that store can import it. Fails with `Usage` if the name is defined already.
  Result<void> define(std::string_view module, std::string_view name, const Extern& value);
  /// The same of all exports of an instance, by their names; nothing if the store is gone.
  Result<void> defineInstance(std::string_view module, const Instance& instance);
  /// The functions of WASI, preview 1 and its predecessor `wasi_unstable`; in each store with what `Store::setWasi` granted there.
  void addWasi();

  /// Links a module's imports, and instantiates it ("Execution › Modules › Instantiation"), which calls its start function. Fails with
  /// `Unlinkable` if imports are missing (all of them are named, with their types) or have another type, with `Limit` if limits of the store
  /// don't allow it, with `Usage` if something was defined that is of another store, or engines differ,
  /// and as a call does.
  Result<Instance> instantiate(Store& store, const Module& module) const;

private:
  Result<void> addFunction(std::string_view module, std::string_view name,
                           detail::HostFunction function);

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace wald
