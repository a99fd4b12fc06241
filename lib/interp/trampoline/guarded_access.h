#pragma once

#include <cstdint>

#include "interp/dispatch.h"
#include "runtime/shared_access.h"

// Accesses to guest memory that may fault: node and frame are those with which the handler was called.

namespace wald::interp {

template <typename T>
inline T guardedRead(const std::uint8_t* address, const std::uint8_t*, std::uint8_t*) {
  return runtime::readGuest<T>(address);
}

template <typename T>
inline void guardedWrite(std::uint8_t* address, T value, const std::uint8_t*, std::uint8_t*) {
  runtime::writeGuest(address, value);
}

struct FaultPlace {
  const std::uint8_t* pc;
  std::uint8_t* fp;
};

inline FaultPlace faultPlace(const void*, const Context* ctx) {
  return {registersOf(ctx).pc, registersOf(ctx).fp};
}

}  // namespace wald::interp
