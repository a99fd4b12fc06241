#pragma once

#include <algorithm>
#include <tuple>
#include <utility>

#include "wald/func.h"
#include "wald/wasm_type.h"

namespace wald {

/// @cond
namespace detail {

/// Calls with arguments in slots, which get the results; null, or what went wrong.
WALD_API Error* callSlots(const Func& func, Slot* slots);
/// The same where values are references: whether they may be passed is looked at.
WALD_API Error* callSlotsChecked(const Func& func, Slot* slots);
/// Fails with `Usage` unless the function can be called by these types.
WALD_API Result<void> checkTyped(const Func& func, const std::vector<ValueType>& params,
                                 const std::vector<ValueType>& results);
inline Error takeError(Error* error) {
  Error taken = std::move(*error);
  delete error;
  return taken;
}
WALD_API Error foreignError();

}  // namespace detail
/// @endcond

/// A function whose type is known to C++, checked once: calls cost little more than those of the engine itself. Results are a value, or a
/// `std::tuple` of several, or nothing. Parameters and results are `std::int32_t`, `std::uint32_t`, `bool` (i32), `std::int64_t`,
/// `std::uint64_t` (i64), `float`, `double`, `V128`, `Func`, `ExternRef`, `AnyRef`. Calls fail as those of `Func` do.
template <typename R, typename... Args>
class TypedFunc<R(Args...)> {
  static_assert((detail::HasWasmType<std::decay_t<Args>> && ...),
                "a parameter has no type of WebAssembly");

public:
  /// Fails with `Usage` too if a reference belongs to another store, or is not of the type that the
  /// function declares: `typed` compares kinds of references only.
  Result<R> operator()(const Args&... args) const {
    detail::Slot slots[slotCount];
    if constexpr (hasReferences) {
      if ((detail::isForeign(func_.storeRef(), args) || ...)) return detail::foreignError();
    }
    [[maybe_unused]] detail::Slot* at = slots;
    ((detail::WasmType<std::decay_t<Args>>::store(func_.storeRef(), args, at),
      at += detail::WasmType<std::decay_t<Args>>::slots),
     ...);
    Error* const error =
        hasReferences ? detail::callSlotsChecked(func_, slots) : detail::callSlots(func_, slots);
    if (error != nullptr) [[unlikely]]
      return detail::takeError(error);
    if constexpr (std::is_void_v<R>) {
      return {};
    } else {
      return detail::WasmResults<R>::load(func_.storeRef(), slots);
    }
  }

  /// The same function, without its type.
  const Func& func() const { return func_; }

private:
  friend class Func;
  explicit TypedFunc(Func func) : func_(std::move(func)) {}
  template <typename T>
  static constexpr bool isReference =
      std::derived_from<std::decay_t<T>, detail::Root> || std::derived_from<std::decay_t<T>, Func>;
  static constexpr bool hasReferences = (isReference<Args> || ...);
  static constexpr unsigned paramSlots = (0u + ... + detail::WasmType<std::decay_t<Args>>::slots);
  static constexpr unsigned slotCount = std::max({paramSlots, detail::WasmResults<R>::slots, 1u});

  Func func_;
};

/// @cond
template <typename Signature>
struct SignatureOf;
template <typename R, typename... Args>
struct SignatureOf<R(Args...)> {
  static std::vector<ValueType> params() {
    return detail::TypesOf<std::tuple<std::decay_t<Args>...>>::list();
  }
  static std::vector<ValueType> results() {
    return detail::TypesOf<typename detail::WasmResults<R>::Types>::list();
  }
};
/// @endcond

template <typename Signature>
Result<TypedFunc<Signature>> Func::typed() const {
  if (auto checked = detail::checkTyped(*this, SignatureOf<Signature>::params(),
                                        SignatureOf<Signature>::results());
      !checked) {
    return std::move(checked).error();
  }
  return TypedFunc<Signature>(*this);
}

}  // namespace wald
