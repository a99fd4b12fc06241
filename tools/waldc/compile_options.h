#pragma once

#include <optional>
#include <span>
#include <string>

#include "codegen/compile.h"
#include "tools/wald/engine_options.h"

namespace wald::command {

/// What `wald compile` and a request to the server can be told.
struct CompileCommandOptions : EngineOptions {
  codegen::CompileOptions compile;
  std::optional<std::string> output;
};

/// All of them. `options` must outlive the set.
OptionSet compileOptionSet(CompileCommandOptions& options);

}  // namespace wald::command
