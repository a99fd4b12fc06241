#include "spectest/interp_engine.h"

#include "interp/interp.h"

namespace wald::spectest {

Result<std::shared_ptr<const runtime::Module>>
InterpEngine::load(runtime::Engine& engine, std::shared_ptr<const ir::ValidModule> module,
                   std::string name) {
  return interp::load(engine, std::move(module), std::move(name));
}

}  // namespace wald::spectest
