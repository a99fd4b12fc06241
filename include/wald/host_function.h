#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "wald/caller.h"
#include "wald/store.h"
#include "wald/wasm_type.h"

/// @cond
namespace wald::detail {

/// A parameter of a host function: how many values of the guest it takes, and what is made of them.
template <typename T>
struct HostParam {
  using Types = std::tuple<T>;
  static constexpr unsigned slots = WasmType<T>::slots;
  T value;

  /// False, with a trap in `failure`, if the guest gave what can't be taken.
  bool load(Caller& caller, const Slot* from, Error*&) {
    value = WasmType<T>::load(caller.storeRef(), from);
    return true;
  }
};

/// Bytes of the caller's memory: an address and a number of bytes, both i32.
template <typename T>
struct HostBytes {
  using Types = std::tuple<std::uint32_t, std::uint32_t>;
  static constexpr unsigned slots = 2;
  T value;

  bool load(Caller& caller, const Slot* from, Error*& failure) {
    auto bytes =
        caller.bytes(static_cast<std::uint32_t>(from[0]), static_cast<std::uint32_t>(from[1]));
    if (!bytes) {
      failure = new Error(std::move(bytes).error());
      return false;
    }
    value = T(reinterpret_cast<typename T::pointer>(bytes->data()), bytes->size());
    return true;
  }
};
template <>
struct HostParam<std::span<std::uint8_t>> : HostBytes<std::span<std::uint8_t>> {};
template <>
struct HostParam<std::span<const std::uint8_t>> : HostBytes<std::span<const std::uint8_t>> {};
/// The same as text, of any bytes.
template <>
struct HostParam<std::string_view> : HostBytes<std::string_view> {};

template <typename T>
struct HostReturn {
  using Value = T;
  static constexpr bool mayFail = false;
};
template <typename T>
struct HostReturn<Result<T>> {
  using Value = T;
  static constexpr bool mayFail = true;
};

/// A callable as a function of a guest. Erased: `call` gives null, or why it failed.
struct HostFunction {
  using Call = Error* (*)(void* callable, Caller& caller, Slot* slots);

  FuncType type;
  std::shared_ptr<void> callable;
  Call call = nullptr;
};

template <typename Callable, typename R, typename... Args>
struct HostCall {
  static constexpr bool takesCaller = [] {
    if constexpr (sizeof...(Args) == 0) {
      return false;
    } else {
      return std::is_same_v<std::tuple_element_t<0, std::tuple<Args...>>, Caller&>;
    }
  }();
  using Return = HostReturn<R>;

  template <typename... Params>
  static Error* callWith(Callable& callable, Caller& caller, Slot* slots, std::tuple<Params...>*) {
    std::tuple<HostParam<Params>...> params;
    return std::apply(
        [&](auto&... param) -> Error* {
          [[maybe_unused]] const Slot* at = slots;
          Error* failure = nullptr;
          // From left to right, up to the first that fails.
          const bool isGood =
              (param.load(caller, std::exchange(at, at + HostParam<Params>::slots), failure) &&
               ...);
          if (!isGood) return failure;
          if constexpr (takesCaller) {
            return finish(caller, slots, callable, caller, param.value...);
          } else {
            return finish(caller, slots, callable, param.value...);
          }
        },
        params);
  }

  template <typename... Values>
  static Error* finish(Caller& caller, Slot* slots, Callable& callable, Values&&... values) {
    using Value = typename Return::Value;
    if constexpr (std::is_void_v<R>) {
      std::invoke(callable, std::forward<Values>(values)...);
    } else if constexpr (!Return::mayFail) {
      WasmResults<Value>::store(caller.storeRef(),
                                std::invoke(callable, std::forward<Values>(values)...), slots);
    } else {
      R result = std::invoke(callable, std::forward<Values>(values)...);
      if (!result) return new Error(std::move(result).error());
      if constexpr (!std::is_void_v<Value>)
        WasmResults<Value>::store(caller.storeRef(), *result, slots);
    }
    return nullptr;
  }

  static auto paramsOf() {
    if constexpr (takesCaller) {
      return []<typename First, typename... Rest>(std::tuple<First, Rest...>*) {
        return static_cast<std::tuple<std::decay_t<Rest>...>*>(nullptr);
      }(static_cast<std::tuple<Args...>*>(nullptr));
    } else {
      return static_cast<std::tuple<std::decay_t<Args>...>*>(nullptr);
    }
  }

  static Error* call(void* callable, Caller& caller, Slot* slots) {
    auto& function = *static_cast<Callable*>(callable);
#if defined(__cpp_exceptions)
    // No exception crosses a guest.
    try {
      return callWith(function, caller, slots, paramsOf());
    } catch (const std::exception& exception) {
      return new Error(ErrorKind::Trap, exception.what());
    } catch (...) {
      return new Error(ErrorKind::Trap, "an exception of an unknown type");
    }
#else
    return callWith(function, caller, slots, paramsOf());
#endif
  }

  template <typename... Params>
  static std::vector<ValueType> typesOf(std::tuple<Params...>*) {
    return TypesOf<decltype(std::tuple_cat(
        std::declval<typename HostParam<Params>::Types>()...))>::list();
  }

  static HostFunction make(Callable callable) {
    return {
        {typesOf(paramsOf()), TypesOf<typename WasmResults<typename Return::Value>::Types>::list()},
        std::make_shared<Callable>(std::move(callable)),
        call};
  }
};

/// The types of a callable's parameters and result, from its call operator.
template <typename T>
struct CallSignature : CallSignature<decltype(&T::operator())> {};
template <typename R, typename... Args>
struct CallSignature<R (*)(Args...)> {
  template <typename Callable>
  using Call = HostCall<Callable, R, Args...>;
};
template <typename R, typename... Args>
struct CallSignature<R (*)(Args...) noexcept> : CallSignature<R (*)(Args...)> {};
template <typename T, typename R, typename... Args>
struct CallSignature<R (T::*)(Args...)> : CallSignature<R (*)(Args...)> {};
template <typename T, typename R, typename... Args>
struct CallSignature<R (T::*)(Args...) const> : CallSignature<R (*)(Args...)> {};
template <typename T, typename R, typename... Args>
struct CallSignature<R (T::*)(Args...) noexcept> : CallSignature<R (*)(Args...)> {};
template <typename T, typename R, typename... Args>
struct CallSignature<R (T::*)(Args...) const noexcept> : CallSignature<R (*)(Args...)> {};

template <typename Callable>
HostFunction makeHostFunction(Callable&& callable) {
  using T = std::decay_t<Callable>;
  return CallSignature<T>::template Call<T>::make(std::forward<Callable>(callable));
}

WALD_API Result<Func> addHostFunction(Store& store, HostFunction function);

}  // namespace wald::detail
/// @endcond

namespace wald {

template <typename Callable>
Result<Func> Func::wrap(Store& store, Callable&& callable) {
  return detail::addHostFunction(store, detail::makeHostFunction(std::forward<Callable>(callable)));
}

}  // namespace wald
