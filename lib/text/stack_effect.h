#pragma once

#include <cstdint>

#include "wasm/instruction.h"
#include "wasm/module.h"
#include "wasm/stack_effect.h"

namespace wald::text {

using wasm::StackEffect;

// Only for the layout of folded instructions: where the module is not valid the numbers may be
// wrong, and the text is right all the same.

/// Of an instruction that is not a block. `labelArity` is what its label takes, if it has one, or
/// what the function returns.
StackEffect stackEffectOf(const wasm::Module& module, const wasm::Instruction& in,
                          std::uint64_t labelArity);

/// Of a block: its parameters and results.
StackEffect stackEffectOf(const wasm::Module& module, const wasm::BlockType& type);
/// Of a function type, if the index is one's.
StackEffect stackEffectOfType(const wasm::Module& module, std::uint32_t type);

}  // namespace wald::text
