#pragma once

#include <cassert>
#include <optional>
#include <utility>
#include <variant>

#include "wald/error.h"

namespace wald {

/// Either a value or an `Error`. Test it (`if (!result)`) before taking the value: taking the value of a
/// failed result is undefined in release builds and asserted in debug builds.
template <typename T>
class [[nodiscard]] Result {
public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }

  T& operator*() & { return get(); }
  const T& operator*() const& { return const_cast<Result*>(this)->get(); }
  T&& operator*() && { return std::move(get()); }
  T* operator->() { return &get(); }
  const T* operator->() const { return &const_cast<Result*>(this)->get(); }

  Error& error() & { return getError(); }
  const Error& error() const& { return const_cast<Result*>(this)->getError(); }
  Error&& error() && { return std::move(getError()); }

private:
  T& get() {
    assert(state_.index() == 0);
    return *std::get_if<0>(&state_);
  }
  Error& getError() {
    assert(state_.index() == 1);
    return *std::get_if<1>(&state_);
  }

  std::variant<T, Error> state_;
};

/// Success without a value, or an `Error`.
template <>
class [[nodiscard]] Result<void> {
public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  explicit operator bool() const { return !error_.has_value(); }

  Error& error() & { return get(); }
  const Error& error() const& { return const_cast<Result*>(this)->get(); }
  Error&& error() && { return std::move(get()); }

private:
  Error& get() {
    assert(error_.has_value());
    return *error_;
  }

  std::optional<Error> error_;
};

}  // namespace wald
