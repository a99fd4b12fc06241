#include "api/artifact_module.h"

#include "aot/artifact_code.h"
#include "api/file.h"
#include "artifact/reader.h"
#include "binary/decoder.h"
#include "valid/validate.h"

namespace wald::api {

namespace {

/// `keeper` keeps the bytes.
Result<std::shared_ptr<const ir::ValidModule>> decode(std::span<const std::uint8_t> bytes,
                                                      std::shared_ptr<const void> keeper,
                                                      const runtime::Config& config) {
  WALD_TRY_ASSIGN(module, binary::decodeModule({bytes, std::move(keeper)}, config.features,
                                               binary::ModuleSource::CodeRemoved));
  return valid::validateModule(std::move(module));
}

}  // namespace

Result<CompiledModule> openArtifact(int file, const runtime::Config& config, bool verify) {
  auto mapped = aot::mapArtifact(file, config, verify);
  if (mapped) {
    WALD_TRY_ASSIGN(module, decode(mapped->module, mapped->code.owner, config));
    return CompiledModule{std::move(module), std::move(mapped->code)};
  }
  // What is damaged or of another kind is so in memory too.
  if (mapped.error().kind() != ErrorKind::Io) return std::move(mapped).error();
  WALD_TRY_ASSIGN(bytes, readFile(file));
  return copyArtifact(std::move(bytes), config, verify);
}

Result<CompiledModule> copyArtifact(std::vector<std::uint8_t> bytes, const runtime::Config& config,
                                    bool verify) {
  WALD_TRY_ASSIGN(artifact, artifact::readArtifact(bytes));
  if (verify) WALD_TRY(artifact::verify(artifact));
  // The bytes go along, and stay where they are.
  WALD_TRY_ASSIGN(code, aot::copyArtifact(std::move(bytes), config));
  WALD_TRY_ASSIGN(module, decode(artifact.module, code.owner, config));
  return CompiledModule{std::move(module), std::move(code), true};
}

}  // namespace wald::api
