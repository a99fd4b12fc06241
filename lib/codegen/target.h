#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include <llvm/Target/TargetMachine.h>

#include "codegen/compile.h"

namespace wald::codegen {

/// The machine that code is made for: x86-64, position-independent, in the small code model. Fails with `Usage` for a CPU that is not known.
Result<std::unique_ptr<llvm::TargetMachine>> makeTargetMachine(Level level, std::string_view cpu);

/// The features of `artifact/cpu_features.def` that code for this machine may use.
std::uint64_t neededCpuFeatures(const llvm::TargetMachine& machine);

}  // namespace wald::codegen
