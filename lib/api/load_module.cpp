#include "api/load_module.h"

#include "aot/aot.h"
#include "api/artifact_module.h"
#include "artifact/reader.h"
#include "binary/decoder.h"
#include "interp/interp.h"
#include "valid/validate.h"

namespace wald::api {

namespace {

Result<std::shared_ptr<const ir::ValidModule>> validate(const runtime::Engine& engine,
                                                        std::vector<std::uint8_t> bytes) {
  WALD_TRY_ASSIGN(module, binary::decodeModule(std::move(bytes), engine.config().features));
  return valid::validateModule(std::move(module));
}

}  // namespace

Result<LoadedModule> loadModule(runtime::Engine& engine, std::vector<std::uint8_t> bytes,
                                std::string name) {
  WALD_TRY_ASSIGN(valid, validate(engine, std::move(bytes)));
  WALD_TRY_ASSIGN(module, interp::load(engine, std::move(valid), std::move(name)));
  return LoadedModule{std::move(module)};
}

Result<LoadedModule> loadTrusted(runtime::Engine& engine, std::vector<std::uint8_t> bytes,
                                 std::string name) {
  if (!artifact::isArtifact(bytes)) return loadModule(engine, std::move(bytes), std::move(name));
  WALD_TRY_ASSIGN(compiled, copyArtifact(std::move(bytes), engine.config(), false));
  const auto artifact = compiled.code.artifact;
  WALD_TRY_ASSIGN(module, aot::load(engine, std::move(compiled.module), std::move(compiled.code),
                                    std::move(name)));
  return LoadedModule{std::move(module), artifact};
}

Result<void> checkModule(const runtime::Engine& engine, std::vector<std::uint8_t> bytes) {
  WALD_TRY(validate(engine, std::move(bytes)));
  return {};
}

}  // namespace wald::api
