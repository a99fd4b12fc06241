#include "spectest/aot_engine.h"

#include "aot/artifact_code.h"

namespace wald::spectest {

Result<std::shared_ptr<const runtime::Module>>
AotEngine::load(runtime::Engine& engine, std::shared_ptr<const ir::ValidModule> module,
                std::string name) {
  WALD_TRY_ASSIGN(artifact, maker_->make(module->module().bytes, engine.config()));
  WALD_TRY_ASSIGN(code, aot::copyArtifact(std::move(artifact), engine.config()));
  return aot::load(engine, std::move(module), std::move(code), std::move(name));
}

}  // namespace wald::spectest
