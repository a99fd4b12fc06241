#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "wald/handle.h"
#include "wald/types.h"

namespace wald {

class CallHandle;
class Caller;
class Value;
struct CallOptions;
template <typename Signature>
class TypedFunc;

/// A function, of a guest or of the host ("Execution › Function Instances"). A handle: `detail::Handle` says what that means.
///
/// A call that traps fails with `ErrorKind::Trap`, whose `Error::trap` says where; one in which the guest exits, with `ErrorKind::Exit`.
class WALD_API Func : public detail::Handle {
public:
  using Handle::Handle;

  /// What a function of the host gets that is made for a type known at run time only. `results` are zero or null at first, and have to be of
  /// the type's results in the end.
  using Dynamic = Result<void> (*)(void* environment, Caller& caller,
                                   std::span<const Value> arguments, std::span<Value> results);
  /// A function of the host. `release` may be null; it is called with `environment` when the store ends.
  static Result<Func> create(Store& store, const FuncType& type, Dynamic function,
                             void* environment, void (*release)(void*));
  /// A function of the host of any callable, as `Linker::func` takes it.
  template <typename Callable>
  static Result<Func> wrap(Store& store, Callable&& callable);

  /// Without parameters and results if the store is gone.
  FuncType type() const;

  /// @{
  /// Fails with `Usage` if number or types of the arguments are wrong, or references belong to another store.
  Result<std::vector<Value>> call(std::span<const Value> arguments) const;
  Result<std::vector<Value>> call(std::initializer_list<Value> arguments) const;
  /// @}

  /// The function as one of C++: `func.typed<std::int32_t(std::int32_t, std::int32_t)>()`. Fails with `Usage` if its type is another.
  template <typename Signature>
  Result<TypedFunc<Signature>> typed() const;

  /// @{
  /// A call that can be suspended (`Caller::suspend`, `CallOptions::fuelSlice`); it begins with `CallHandle::resume`. Fails as `call`
  /// does, and with `Usage` if the store is busy with another call.
  Result<CallHandle> start(std::span<const Value> arguments, const CallOptions& options) const;
  Result<CallHandle> start(std::initializer_list<Value> arguments) const;
  /// @}
};

}  // namespace wald
