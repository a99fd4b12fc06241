#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "ir/valid_module.h"
#include "runtime/engine.h"
#include "runtime/module.h"
#include "support/error.h"

namespace wald::spectest {

/// What runs the functions of a script's modules. Decoding, validation, linking and calls are the
/// same for all engines, so code for a module is all that one has to provide.
class ScriptEngine {
public:
  virtual ~ScriptEngine() = default;
  ScriptEngine() = default;
  ScriptEngine(const ScriptEngine&) = delete;
  ScriptEngine& operator=(const ScriptEngine&) = delete;

  /// Chooses the list of expected failures, and is shown in reports.
  virtual std::string_view name() const = 0;
  /// Whether memories must stay where they are (`runtime::Config::fixedMemories`).
  virtual bool needsFixedMemories() const { return false; }

  /// Whether functions may be interpreted. Where not, one that is fails its script.
  virtual bool interprets() const { return true; }

  /// Called on any thread.
  virtual Result<std::shared_ptr<const runtime::Module>>
  load(runtime::Engine& engine, std::shared_ptr<const ir::ValidModule> module,
       std::string name) = 0;
};

}  // namespace wald::spectest
