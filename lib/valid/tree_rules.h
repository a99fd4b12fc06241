#pragma once

#include <array>
#include <cstdint>

#include "wasm/opcode.h"

namespace wald::valid {

/// What the tree builder does with an instruction that its row of `ops.def` says all about.
struct TreeRule {
  enum class Form : std::uint8_t {
    Special,  ///< the row does not say enough
    LocalGet,
    Pure0,   ///< has a result, and no operand
    Pure1,   ///< has an operand and a result, and changes nothing
    Pure2,   ///< the same with two
    Value,   ///< takes operands and has a result, in any other way
    Effect,  ///< takes operands and has none
  };
  Form form = Form::Special;
  std::uint8_t operands = 0;
  wasm::Kind type = wasm::Kind::I32;  ///< of the node
  std::uint8_t effects = 0;           ///< `ir::Effect`; of a special one only whether it may trap
};

namespace detail {
extern const std::array<TreeRule, wasm::opcodeCount> treeRules;
}

inline const TreeRule& treeRuleOf(wasm::Opcode op) {
  return detail::treeRules[static_cast<unsigned>(op)];
}

}  // namespace wald::valid
