#pragma once

#include <cassert>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "wald/error.h"

namespace wald {

#if defined(__cpp_exceptions)
/// What `Result::value` throws: the error of a failed result. Only code that is compiled with exceptions has it.
class Failure : public std::exception {
public:
  /// Takes the error over; copies of the exception share it.
  explicit Failure(Error error)
      : error_(std::make_shared<const Error>(std::move(error))), text_(error_->format({})) {}

  /// What failed.
  const Error& error() const { return *error_; }
  /// As `Error::format` has it.
  const char* what() const noexcept override { return text_.c_str(); }

private:
  std::shared_ptr<const Error> error_;
  std::string text_;
};
#endif

/// Either a value or an `Error`. Test it (`if (!result)`) before taking the value: taking the value of a
/// failed result is undefined in release builds and asserted in debug builds.
template <typename T>
class [[nodiscard]] Result {
public:
  /// @{
  /// Implicit, so that functions return a value or an error as it is.
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}
  /// @}

  /// Whether there is a value.
  explicit operator bool() const { return state_.index() == 0; }

#if defined(__cpp_exceptions)
  /// The value; throws `Failure` if there is none.
  T value() && {
    if (!*this) throw Failure(std::move(*this).error());
    return std::move(get());
  }
#endif

  /// @{
  /// The value, which there has to be; moved out of a result that ends.
  T& operator*() & { return get(); }
  const T& operator*() const& { return const_cast<Result*>(this)->get(); }
  T&& operator*() && { return std::move(get()); }
  T* operator->() { return &get(); }
  const T* operator->() const { return &const_cast<Result*>(this)->get(); }
  /// @}

  /// @{
  /// The error of a failed result, which it has to be; `std::move(result).error()` to hand it on.
  Error& error() & { return getError(); }
  const Error& error() const& { return const_cast<Result*>(this)->getError(); }
  Error&& error() && { return std::move(getError()); }
  /// @}

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
  /// Success: `return {};`.
  Result() = default;
  /// Implicit, so that functions return an error as it is.
  Result(Error error) : error_(std::move(error)) {}

  /// Whether it succeeded.
  explicit operator bool() const { return !error_.has_value(); }

#if defined(__cpp_exceptions)
  /// Throws `Failure` if it failed.
  void value() && {
    if (!*this) throw Failure(std::move(*this).error());
  }
#endif

  /// @{
  /// The error of a failed result, which it has to be.
  Error& error() & { return get(); }
  const Error& error() const& { return const_cast<Result*>(this)->get(); }
  Error&& error() && { return std::move(get()); }
  /// @}

private:
  Error& get() {
    assert(error_.has_value());
    return *error_;
  }

  std::optional<Error> error_;
};

}  // namespace wald
