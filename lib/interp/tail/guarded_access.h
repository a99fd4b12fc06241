#pragma once

#include <cstdint>

#include <signal.h>
#include <ucontext.h>

#include "interp/node.h"
#include "runtime/shared_access.h"

// Accesses to guest memory that may fault, on x86-64: while one is made, the node and the frame are in the registers
// of the first two arguments, where the fault handler finds them.

namespace wald::interp {

template <typename T>
inline T guardedRead(const std::uint8_t* address, const std::uint8_t* pc, std::uint8_t* fp,
                     const Context*) {
  asm volatile("" ::"D"(pc), "S"(fp));
  const T value = runtime::readGuest<T>(address);
  asm volatile("" ::"D"(pc), "S"(fp));
  return value;
}

template <typename T>
inline void guardedWrite(std::uint8_t* address, T value, const std::uint8_t* pc, std::uint8_t* fp,
                         const Context*) {
  asm volatile("" ::"D"(pc), "S"(fp));
  runtime::writeGuest(address, value);
  asm volatile("" ::"D"(pc), "S"(fp));
}

/// Node and frame at the time of a fault in one of these.
struct FaultPlace {
  const std::uint8_t* pc;
  std::uint8_t* fp;
};

inline FaultPlace faultPlace(const void* signalContext, const Context*) {
  const auto& registers = static_cast<const ucontext_t*>(signalContext)->uc_mcontext.gregs;
  return {reinterpret_cast<const std::uint8_t*>(registers[REG_RDI]),
          reinterpret_cast<std::uint8_t*>(registers[REG_RSI])};
}

}  // namespace wald::interp
