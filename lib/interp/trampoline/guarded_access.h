#pragma once

#include <cstdint>

#include "dispatch.h"

// Accesses to guest memory that may fault: node and frame are those with which the handler was called.

namespace wald::interp {

template <typename T>
inline T guardedRead(const std::uint8_t* address, const std::uint8_t*, std::uint8_t*) {
  using Unaligned = T __attribute__((aligned(1), may_alias));
  return *reinterpret_cast<const volatile Unaligned*>(address);
}

template <typename T>
inline void guardedWrite(std::uint8_t* address, T value, const std::uint8_t*, std::uint8_t*) {
  using Unaligned = T __attribute__((aligned(1), may_alias));
  *reinterpret_cast<volatile Unaligned*>(address) = value;
}

struct FaultPlace {
  const std::uint8_t* pc;
  std::uint8_t* fp;
};

inline FaultPlace faultPlace(const void*, const Context* ctx) {
  return {registersOf(ctx).pc, registersOf(ctx).fp};
}

}  // namespace wald::interp
