#pragma once

#include <memory>
#include <span>

#include "api/engine_state.h"
#include "ir/valid_module.h"
#include "runtime/module.h"
#include "wald/engine.h"
#include "wald/module.h"

namespace wald::detail {

class ModuleState {
public:
  EngineRef engine;
  std::shared_ptr<const runtime::Module> module;
  /// Of a compiled module the artifact, as long as `module` lives; else empty.
  std::span<const std::uint8_t> artifact;
};

}  // namespace wald::detail

namespace wald::api {

/// Decodes and validates the binary or the text format.
Result<std::shared_ptr<const ir::ValidModule>>
validModule(const detail::EngineRef& engine, std::vector<std::uint8_t> bytes, bool isText);

}  // namespace wald::api
