#pragma once

#include <cstdint>

#include "interp/dispatch.h"
#include "runtime/shared_access.h"

// Accesses to guest memory that may fault: the frame is the one with which the handler was called, the
// node is noted before each (a tile notes in it which of its accesses it is).

namespace wald::interp {

template <typename T>
inline T guardedRead(const std::uint8_t* address, const std::uint8_t* pc, std::uint8_t*,
                     const Context* ctx) {
  registersOf(ctx).pc = pc;
  return runtime::readGuest<T>(address);
}

template <typename T>
inline void guardedWrite(std::uint8_t* address, T value, const std::uint8_t* pc, std::uint8_t*,
                         const Context* ctx) {
  registersOf(ctx).pc = pc;
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
