#pragma once

#include <cstdint>

#include "wasm/opcode.h"

namespace wald::wasm {

/// How many operands an instruction takes and how many results it leaves.
struct StackEffect {
  std::uint64_t operands = 0;
  std::uint64_t results = 0;
};

/// Of the regular instructions; of `Special` ones nothing is known here.
StackEffect stackEffectOf(ShapeKind shape);

}  // namespace wald::wasm
