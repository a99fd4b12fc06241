#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "aot/aot.h"
#include "ir/valid_module.h"
#include "runtime/engine.h"
#include "support/error.h"

namespace wald::api {

/// Compiled code, and the module that it was made of, but for the code section.
struct CompiledModule {
  std::shared_ptr<const ir::ValidModule> module;
  aot::MappedCode code;
  bool isCopy = false;  ///< the system refused to execute the file as it stands
};

/// The artifact in a file, which is mapped, or copied where the file system is `noexec`. Fails as `aot::mapArtifact` does. `verify` has code of
/// any size checked.
Result<CompiledModule> openArtifact(int file, const runtime::Config& config, bool verify);
/// The same of an artifact in memory.
Result<CompiledModule> copyArtifact(std::vector<std::uint8_t> bytes, const runtime::Config& config,
                                    bool verify);

}  // namespace wald::api
