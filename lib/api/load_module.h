#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "runtime/engine.h"
#include "runtime/module.h"
#include "support/error.h"

namespace wald::api {

/// A module that can be instantiated.
struct LoadedModule {
  std::shared_ptr<const runtime::Module> module;
  /// Of a compiled one the artifact, as long as `module` lives; else empty.
  std::span<const std::uint8_t> artifact = {};
};

/// Makes a module of its bytes: decodes, validates and prepares it for an engine. `name` is for people. Any thread.
Result<LoadedModule> loadModule(runtime::Engine& engine, std::vector<std::uint8_t> bytes,
                                std::string name = {});
/// The same of an artifact, or of a module: an artifact's code is trusted.
Result<LoadedModule> loadTrusted(runtime::Engine& engine, std::vector<std::uint8_t> bytes,
                                 std::string name = {});
/// Only decodes and validates a module.
Result<void> checkModule(const runtime::Engine& engine, std::vector<std::uint8_t> bytes);

}  // namespace wald::api
