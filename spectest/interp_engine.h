#pragma once

#include "spectest/engine.h"

namespace wald::spectest {

/// Runs scripts on the interpreter.
class InterpEngine final : public ScriptEngine {
public:
  std::string_view name() const override { return "interp"; }
  Result<std::shared_ptr<const runtime::Module>> load(runtime::Engine& engine,
                                                      std::shared_ptr<const ir::ValidModule> module,
                                                      std::string name) override;
};

}  // namespace wald::spectest
