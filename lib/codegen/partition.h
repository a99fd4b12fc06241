#pragma once

#include <vector>

#include "codegen/emit_module.h"

namespace wald::codegen {

/// Cuts a module into what is compiled at a time: by the size of functions' code alone, so that the result is the same on every machine.
std::vector<Partition> partitionsOf(const wasm::Module& module);

/// The size of the code of a partition's functions.
std::uint64_t codeSizeOf(const wasm::Module& module, Partition partition);

}  // namespace wald::codegen
