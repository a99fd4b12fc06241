#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "wasm/opcode.h"
#include "wasm/types.h"

namespace wald::valid {

/// What validation needs of a regular instruction, derived from its shape.
struct Signature {
  std::array<wasm::ValType, 3> operands;  ///< the address of a memory access stands as I32
  wasm::ValType result;
  std::uint8_t operandCount = 0;
  bool hasResult = false;
  bool accessesMemory = false;
  bool isAtomic = false;
  std::uint8_t alignLog2 = 0;  ///< natural alignment of a memory access
  std::uint8_t lanes = 0;      ///< bound of the lane immediate; 0: has none
};

namespace detail {
extern const std::array<Signature, wasm::opcodeCount> signatures;
}

inline const Signature& signatureOf(wasm::Opcode op) {
  return detail::signatures[static_cast<unsigned>(op)];
}

}  // namespace wald::valid
