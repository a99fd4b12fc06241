#pragma once

#include <cstdint>

#include "wald/handle.h"
#include "wald/types.h"
#include "wald/value.h"

namespace wald {

/// A table ("Execution › Table Instances"). A handle: `detail::Handle` says what that means.
class WALD_API Table : public detail::Handle {
public:
  using Handle::Handle;

  /// All elements are `init`, a reference of the element type. Fails with `Usage` if it is none, with `Limit` if the table can't be had.
  static Result<Table> create(Store& store, const TableType& type, const Value& init);

  /// Its minimum is the present size, as importing modules see it.
  TableType type() const;
  /// Elements; 0 if the store is gone.
  std::uint64_t size() const;
  /// Fails with `Usage` beyond the end.
  Result<Value> get(std::uint64_t index) const;
  /// Fails with `Usage` beyond the end, or for a value of another type.
  Result<void> set(std::uint64_t index, const Value& value) const;
  /// The former size; new elements are `init`. Fails with `Limit` if it can't grow by so much, with
  /// `Usage` if `init` is of another type.
  Result<std::uint64_t> grow(std::uint64_t count, const Value& init) const;
};

}  // namespace wald
