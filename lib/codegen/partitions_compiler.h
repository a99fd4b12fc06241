#pragma once

#include "codegen/partition_compiler.h"

namespace wald::codegen {

/// `compile`, with another emitter.
Result<std::vector<std::uint8_t>> compileWith(Emitter emitter, const ir::ValidModule& module,
                                              std::span<const std::uint8_t> bytes,
                                              const CompileOptions& options);

}  // namespace wald::codegen
