#include "wald/module.h"

#include "aot/aot.h"
#include "api/artifact_module.h"
#include "api/convert.h"
#include "api/file.h"
#include "api/module_state.h"
#include "api/module_text.h"
#include "artifact/reader.h"
#include "binary/decoder.h"
#include "interp/interp.h"
#include "valid/validate.h"
#include "wald/compile.h"

namespace wald {

namespace api {

namespace {

std::string_view baseName(std::string_view path) { return path.substr(path.rfind('/') + 1); }

Result<Module> create(const Engine& engine, std::vector<std::uint8_t> bytes, std::string_view name,
                      bool isText = false) {
  WALD_TRY_ASSIGN(valid, validModule(engine.state(), std::move(bytes), isText));
  WALD_TRY_ASSIGN(module,
                  interp::load(engine.state()->engine, std::move(valid), std::string(name)));
  auto state = std::make_shared<detail::ModuleState>();
  state->engine = engine.state();
  state->module = std::move(module);
  return Module(std::move(state));
}

/// Whether the engine can run compiled code at all.
Result<void> requireNative(const runtime::Config& config) {
  if (!config.guardedMemories && !config.fixedMemories) {
    return Error(ErrorKind::Unsupported,
                 "compiled code needs memories that do not move (MemoryMode::Checked)");
  }
  return {};
}

Result<Module> ofArtifact(const Engine& engine, CompiledModule compiled, std::string_view name) {
  WALD_TRY(requireNative(engine.state()->engine.config()));
  const auto artifact = compiled.code.artifact;
  WALD_TRY_ASSIGN(module, aot::load(engine.state()->engine, std::move(compiled.module),
                                    std::move(compiled.code), std::string(name)));
  auto state = std::make_shared<detail::ModuleState>();
  state->engine = engine.state();
  state->module = std::move(module);
  state->artifact = artifact;
  return Module(std::move(state));
}

std::vector<std::uint8_t> copyOf(std::span<const std::uint8_t> bytes) {
  return {bytes.begin(), bytes.end()};
}

std::span<const std::uint8_t> bytesOf(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

Result<std::shared_ptr<const ir::ValidModule>>
validModule(const detail::EngineRef& engine, std::vector<std::uint8_t> bytes, bool isText) {
  const wasm::Features features = engine->engine.config().features;
  WALD_TRY_ASSIGN(binary, toBinary(std::move(bytes), isText, features));
  WALD_TRY_ASSIGN(module, binary::decodeModule(std::move(binary), features));
  return valid::validateModule(std::move(module));
}

}  // namespace api

Result<Module> Module::create(const Engine& engine, std::span<const std::uint8_t> bytes,
                              std::string_view name) {
  return api::create(engine, api::copyOf(bytes), name);
}

Result<Module> Module::create(const Engine& engine, std::string_view text, std::string_view name) {
  return api::create(engine, api::copyOf(api::bytesOf(text)), name, true);
}

Result<Module> Module::fromFile(const Engine& engine, const std::string& path) {
  WALD_TRY_ASSIGN(file, api::OpenFile::open(path));
  if (artifact::isArtifact(api::beginningOf(file.fd()))) {
    const runtime::Config& config = engine.state()->engine.config();
    WALD_TRY_ASSIGN(compiled, api::openArtifact(file.fd(), config, false));
    return api::ofArtifact(engine, std::move(compiled), api::baseName(path));
  }
  WALD_TRY_ASSIGN(bytes, api::readFile(file.fd()));
  return api::create(engine, std::move(bytes), api::baseName(path));
}

Result<void> Module::validate(const Engine& engine, std::span<const std::uint8_t> bytes) {
  WALD_TRY(api::validModule(engine.state(), api::copyOf(bytes), false));
  return {};
}

Result<std::vector<std::uint8_t>> Module::serialize() const {
  if (!state_->artifact.empty()) return api::copyOf(state_->artifact);
  const wasm::ModuleBytes& bytes = state_->module->wasm.bytes;
  return api::copyOf({bytes.data(), bytes.size()});
}

Result<Module> Module::deserialize(const Engine& engine, std::vector<std::uint8_t> bytes,
                                   std::string_view name) {
  if (!artifact::isArtifact(bytes)) return api::create(engine, std::move(bytes), name);
  WALD_TRY_ASSIGN(compiled,
                  api::copyArtifact(std::move(bytes), engine.state()->engine.config(), false));
  return api::ofArtifact(engine, std::move(compiled), name);
}

Result<Module> Module::deserializeFile(const Engine& engine, const std::string& path) {
  return fromFile(engine, path);
}

Result<detail::CompileInput>
detail::prepareCompile(const Engine& engine, std::span<const std::uint8_t> bytes, bool isText) {
  const runtime::Config& config = engine.state()->engine.config();
  WALD_TRY(api::requireNative(config));
  WALD_TRY_ASSIGN(binary, api::toBinary(api::copyOf(bytes), isText, config.features));
  return CompileInput{std::move(binary), config.features.bits(), config.guardedMemories,
                      config.signals,    config.deterministic,   config.countsFuel()};
}

const std::string& Module::name() const { return state_->module->name; }
bool Module::isCompiled() const { return !state_->artifact.empty(); }

std::vector<ImportType> Module::imports() const {
  std::vector<ImportType> types;
  types.reserve(state_->module->wasm.imports.size());
  for (const wasm::Import& import : state_->module->wasm.imports) {
    types.push_back({import.module, import.name, api::toPublic(*state_->module, import.type)});
  }
  return types;
}

std::vector<ExportType> Module::exports() const {
  std::vector<ExportType> types;
  types.reserve(state_->module->wasm.exports.size());
  for (const wasm::Export& item : state_->module->wasm.exports) {
    types.push_back(
        {item.name, api::toPublic(*state_->module, api::typeOfExport(state_->module->wasm, item))});
  }
  return types;
}

}  // namespace wald
