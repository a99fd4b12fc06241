#pragma once

#include <cstdint>

#include "wasm/trap.h"

namespace wald::runtime {

struct Context;
class FaultScope;

/// Where the innermost run of guest code on a store stands: written by the engine before it leaves guest code
/// (a trap, a host call), read to describe the call stack and to enter again.
struct Execution {
  const std::uint8_t* pc = nullptr;  ///< engine's code position
  std::uint8_t* frame = nullptr;     ///< frame of the function that `pc` belongs to
  Context* context = nullptr;
  bool isReturn = false;  ///< whether `pc` is where a call returns to
  wasm::TrapKind trap = wasm::TrapKind::None;
  std::uint64_t operand = 0;  ///< of the trap: the index into a table
  FaultScope* scope = nullptr;
  void* registers = nullptr;  ///< of an engine that keeps them in memory
};

}  // namespace wald::runtime
