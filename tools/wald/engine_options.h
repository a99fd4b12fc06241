#pragma once

#include <span>
#include <utility>
#include <vector>

#include "runtime/engine.h"
#include "tools/wald/options.h"

namespace wald::command {

/// What every command that decodes modules can be told.
struct EngineOptions {
  runtime::Config config;
  /// The features that were switched, in the order given.
  std::vector<std::pair<wasm::Feature, bool>> switches;
  bool verbose = false;
  bool help = false;
};

/// --enable, --disable, -v, --help.
std::span<const Option<EngineOptions>> generalOptions();
/// --max-memory, --max-stack, --max-gc-heap, --gc-stress, --fuel, --memory, --deterministic, --no-guard, --no-signals.
std::span<const Option<EngineOptions>> limitOptions();

}  // namespace wald::command
