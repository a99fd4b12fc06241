#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "wasm/opcode.h"

// How the host and the engines touch guest memory that other threads may touch at the same time ("Relaxed Memory
// Model" of the threads proposal). Plain accesses are relaxed atomics: naturally aligned ones never tear, and there
// is no data race in C++. Unshared memories are accessed by the same code: the machine's instructions are the same.

namespace wald::runtime {

namespace detail {
// clang-format off
template <std::size_t Bytes> struct Cell;
template <> struct Cell<1> { using Type = std::uint8_t; };
template <> struct Cell<2> { using Type = std::uint16_t; };
template <> struct Cell<4> { using Type = std::uint32_t; };
template <> struct Cell<8> { using Type = std::uint64_t; };
// clang-format on

template <typename T>
struct [[gnu::packed, gnu::may_alias]] Unaligned {
  T value;
};

/// Two 8-byte halves of what is wider than an atomic access.
struct Halves {
  std::uint64_t low, high;
};
}  // namespace detail

/// A value at any address, in one access up to 8 bytes; a wider one is read by halves.
template <typename T>
inline T readRelaxed(const std::uint8_t* address) {
  if constexpr (sizeof(T) == sizeof(detail::Halves)) {
    return std::bit_cast<T>(detail::Halves{readRelaxed<std::uint64_t>(address),
                                           readRelaxed<std::uint64_t>(address + 8)});
  } else {
    // Volatile, so that an access that may fault stays where it is.
    using Cell = typename detail::Cell<sizeof(T)>::Type;
    return std::bit_cast<T>(
        __atomic_load_n(reinterpret_cast<const volatile Cell*>(address), __ATOMIC_RELAXED));
  }
}

/// The same for writing.
template <typename T>
inline void writeRelaxed(std::uint8_t* address, T value) {
  if constexpr (sizeof(T) == sizeof(detail::Halves)) {
    const auto halves = std::bit_cast<detail::Halves>(value);
    writeRelaxed(address, halves.low);
    writeRelaxed(address + 8, halves.high);
  } else {
    using Cell = typename detail::Cell<sizeof(T)>::Type;
    __atomic_store_n(reinterpret_cast<volatile Cell*>(address), std::bit_cast<Cell>(value),
                     __ATOMIC_RELAXED);
  }
}

/// What `readRelaxed` does, except that a wider value takes one access too, which can race: not for shared memories then.
template <typename T>
inline T readGuest(const std::uint8_t* address) {
  if constexpr (sizeof(T) == sizeof(detail::Halves)) {
    return reinterpret_cast<const volatile detail::Unaligned<T>*>(address)->value;
  } else {
    return readRelaxed<T>(address);
  }
}

/// The same for writing.
template <typename T>
inline void writeGuest(std::uint8_t* address, T value) {
  if constexpr (sizeof(T) == sizeof(detail::Halves)) {
    reinterpret_cast<volatile detail::Unaligned<T>*>(address)->value = value;
  } else {
    writeRelaxed(address, value);
  }
}

// Bulk accesses, byte by byte as far as others can see; regions may overlap.
void copyRelaxed(std::uint8_t* to, const std::uint8_t* from, std::size_t count);
void fillRelaxed(std::uint8_t* to, std::uint8_t value, std::size_t count);

// What the atomic instructions do, sequentially consistent, at naturally aligned addresses. `T` is unsigned.

template <typename T>
inline T atomicLoad(const std::uint8_t* address) {
  return __atomic_load_n(reinterpret_cast<const T*>(address), __ATOMIC_SEQ_CST);
}

template <typename T>
inline void atomicStore(std::uint8_t* address, T value) {
  __atomic_store_n(reinterpret_cast<T*>(address), value, __ATOMIC_SEQ_CST);
}

/// The value that was there.
template <wasm::RmwOp Op, typename T>
inline T atomicRmw(std::uint8_t* address, T value) {
  auto* const cell = reinterpret_cast<T*>(address);
  if constexpr (Op == wasm::RmwOp::Add) return __atomic_fetch_add(cell, value, __ATOMIC_SEQ_CST);
  if constexpr (Op == wasm::RmwOp::Sub) return __atomic_fetch_sub(cell, value, __ATOMIC_SEQ_CST);
  if constexpr (Op == wasm::RmwOp::And) return __atomic_fetch_and(cell, value, __ATOMIC_SEQ_CST);
  if constexpr (Op == wasm::RmwOp::Or) return __atomic_fetch_or(cell, value, __ATOMIC_SEQ_CST);
  if constexpr (Op == wasm::RmwOp::Xor) return __atomic_fetch_xor(cell, value, __ATOMIC_SEQ_CST);
  if constexpr (Op == wasm::RmwOp::Xchg) return __atomic_exchange_n(cell, value, __ATOMIC_SEQ_CST);
}

/// The value that was there; it was replaced if it was `expected`.
template <typename T>
inline T atomicCompareExchange(std::uint8_t* address, T expected, T replacement) {
  __atomic_compare_exchange_n(reinterpret_cast<T*>(address), &expected, replacement, false,
                              __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
  return expected;
}

}  // namespace wald::runtime
