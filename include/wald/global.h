#pragma once

#include "wald/handle.h"
#include "wald/types.h"
#include "wald/value.h"

namespace wald {

/// A global ("Execution › Global Instances"). A handle: `detail::Handle` says what that means.
class WALD_API Global : public detail::Handle {
public:
  using Handle::Handle;

  /// Fails with `Usage` if the value is not of the type.
  static Result<Global> create(Store& store, const GlobalType& type, const Value& value);

  /// An immutable `i32` if the store is gone.
  GlobalType type() const;
  /// Fails with `Usage` if the store is gone.
  Result<Value> get() const;
  /// Fails with `Usage` if it is immutable, or the value is of another type.
  Result<void> set(const Value& value) const;
};

}  // namespace wald
