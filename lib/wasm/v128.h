#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#include "wasm/numeric.h"

namespace wald::wasm {

template <typename T>
struct LanesOf {
  typedef T Type __attribute__((vector_size(16)));
};
/// 16 bytes as lanes of T, the first lane at the lowest address.
template <typename T>
using Lanes = typename LanesOf<T>::Type;

/// The carrier of v128 values. In memory it need not be aligned: it is read and written by
/// `memcpy`.
using V128 = Lanes<std::uint64_t>;

template <>
struct CarrierOf<Kind::V128> {
  using Type = V128;
};

template <typename T>
inline constexpr unsigned laneCount = 16 / sizeof(T);

/// A value's lanes.
template <typename T>
[[gnu::always_inline]] inline Lanes<T> lanes(V128 value) {
  return std::bit_cast<Lanes<T>>(value);
}

/// The value with these lanes.
template <typename V>
[[gnu::always_inline]] inline V128 pack(V lanes) {
  return std::bit_cast<V128>(lanes);
}

/// The value whose lane `i` of type T is `lane(i)`.
template <typename T, typename F>
[[gnu::always_inline]] inline V128 packEach(F lane) {
  Lanes<T> result{};
  for (unsigned i = 0; i < laneCount<T>; ++i) result[i] = static_cast<T>(lane(i));
  return pack(result);
}

}  // namespace wald::wasm
