#pragma once

#include <concepts>
#include <cstdint>
#include <cstring>
#include <tuple>
#include <type_traits>

#include "wald/func.h"
#include "wald/reference.h"
#include "wald/types.h"
#include "wald/value.h"

/// @cond
namespace wald::detail {

/// Eight bytes in which a value is passed; a v128 takes two. The upper half of an i32 is zero.
using Slot = std::uint64_t;

/// From a type of C++ to one of WebAssembly, and to slots and back. Not defined for types that have none.
template <typename T>
struct WasmType;

template <typename T>
  requires(std::integral<T> && sizeof(T) == 4 && !std::same_as<T, wchar_t> &&
           !std::same_as<T, char32_t>)
struct WasmType<T> {
  static constexpr unsigned slots = 1;
  static ValueType type() { return ValueType::i32(); }
  static void store(const StoreRef&, T value, Slot* to) { *to = static_cast<std::uint32_t>(value); }
  static T load(const StoreRef&, const Slot* from) {
    return static_cast<T>(static_cast<std::uint32_t>(*from));
  }
};

template <>
struct WasmType<bool> {
  static constexpr unsigned slots = 1;
  static ValueType type() { return ValueType::i32(); }
  static void store(const StoreRef&, bool value, Slot* to) { *to = value ? 1 : 0; }
  static bool load(const StoreRef&, const Slot* from) {
    return static_cast<std::uint32_t>(*from) != 0;
  }
};

template <typename T>
  requires(std::integral<T> && sizeof(T) == 8)
struct WasmType<T> {
  static constexpr unsigned slots = 1;
  static ValueType type() { return ValueType::i64(); }
  static void store(const StoreRef&, T value, Slot* to) { *to = static_cast<std::uint64_t>(value); }
  static T load(const StoreRef&, const Slot* from) { return static_cast<T>(*from); }
};

template <>
struct WasmType<float> {
  static constexpr unsigned slots = 1;
  static ValueType type() { return ValueType::f32(); }
  static void store(const StoreRef&, float value, Slot* to) {
    *to = std::bit_cast<std::uint32_t>(value);
  }
  static float load(const StoreRef&, const Slot* from) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(*from));
  }
};

template <>
struct WasmType<double> {
  static constexpr unsigned slots = 1;
  static ValueType type() { return ValueType::f64(); }
  static void store(const StoreRef&, double value, Slot* to) {
    *to = std::bit_cast<std::uint64_t>(value);
  }
  static double load(const StoreRef&, const Slot* from) { return std::bit_cast<double>(*from); }
};

template <>
struct WasmType<V128> {
  static constexpr unsigned slots = 2;
  static ValueType type() { return ValueType::v128(); }
  static void store(const StoreRef&, const V128& value, Slot* to) {
    std::memcpy(to, value.bytes.data(), sizeof(value.bytes));
  }
  static V128 load(const StoreRef&, const Slot* from) {
    V128 value;
    std::memcpy(value.bytes.data(), from, sizeof(value.bytes));
    return value;
  }
};

template <>
struct WasmType<Func> {
  static constexpr unsigned slots = 1;
  static ValueType type() { return ValueType::funcref(); }
  static void store(const StoreRef&, const Func& value, Slot* to) {
    *to = reinterpret_cast<std::uint64_t>(value.item());
  }
  static Func load(const StoreRef& store, const Slot* from) {
    return Func(store, reinterpret_cast<void*>(*from));
  }
};

/// Of `ExternRef`, `AnyRef`: empty ones are null.
template <typename T>
  requires(std::derived_from<T, Root> && (std::same_as<T, ExternRef> || std::same_as<T, AnyRef>))
struct WasmType<T> {
  static constexpr unsigned slots = 1;
  static ValueType type() {
    return std::same_as<T, ExternRef> ? ValueType::externref() : ValueType::anyref();
  }
  static void store(const StoreRef&, const T& value, Slot* to) { *to = value.bits(); }
  static T load(const StoreRef& store, const Slot* from) { return T(store, *from); }
};

/// Whether a reference among the types was made for another store.
template <typename T>
bool isForeign(const StoreRef& store, const T& value) {
  if constexpr (std::derived_from<T, Root> || std::derived_from<T, Handle>) {
    return value.storeRef() != nullptr && value.storeRef() != store;
  } else {
    return false;
  }
}

template <typename T>
concept HasWasmType = requires { WasmType<T>::slots; };

/// Results: nothing, one value, or several as a tuple.
template <typename R>
struct WasmResults {
  using Types = std::tuple<R>;
  static constexpr unsigned slots = WasmType<R>::slots;
  static R load(const StoreRef& store, const Slot* from) { return WasmType<R>::load(store, from); }
  static void store(const StoreRef& store, const R& value, Slot* to) {
    WasmType<R>::store(store, value, to);
  }
};
template <>
struct WasmResults<void> {
  using Types = std::tuple<>;
  static constexpr unsigned slots = 0;
};
template <typename... Rs>
struct WasmResults<std::tuple<Rs...>> {
  using Types = std::tuple<Rs...>;
  static constexpr unsigned slots = (0 + ... + WasmType<Rs>::slots);
  static std::tuple<Rs...> load(const StoreRef& store, const Slot* from) {
    // Braces: from left to right.
    return std::tuple<Rs...>{WasmType<Rs>::load(store, take<Rs>(from))...};
  }
  static void store(const StoreRef& store, const std::tuple<Rs...>& values, Slot* to) {
    std::apply([&](const Rs&... value) { (WasmType<Rs>::store(store, value, take<Rs>(to)), ...); },
               values);
  }

private:
  template <typename T, typename Pointer>
  static Pointer take(Pointer& at) {
    const Pointer here = at;
    at += WasmType<T>::slots;
    return here;
  }
};

template <typename Tuple>
struct TypesOf;
template <typename... Ts>
struct TypesOf<std::tuple<Ts...>> {
  static std::vector<ValueType> list() { return {WasmType<Ts>::type()...}; }
};

}  // namespace wald::detail
/// @endcond
