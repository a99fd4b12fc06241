#include "wald/compile.h"

#include "binary/decoder.h"
#include "codegen/compile.h"
#include "support/error.h"
#include "valid/validate.h"

namespace wald {

namespace {

codegen::Level levelOf(CompileOptions::Level level) {
  switch (level) {
    case CompileOptions::Level::O0: return codegen::Level::O0;
    case CompileOptions::Level::O1: return codegen::Level::O1;
    case CompileOptions::Level::O2: return codegen::Level::O2;
    case CompileOptions::Level::O3: return codegen::Level::O3;
    case CompileOptions::Level::Os: break;
  }
  return codegen::Level::Os;
}

codegen::CompileOptions optionsFor(const detail::CompileInput& input,
                                   const CompileOptions& options) {
  codegen::CompileOptions made;
  made.level = levelOf(options.level);
  made.cpu = options.cpu;
  made.jobs = options.jobs;
  made.guardedMemory = input.guardedMemory;
  made.useSignals = input.useSignals;
  made.deterministic = input.deterministic;
  made.countFuel = input.countFuel;
  if (options.progress) {
    made.progress = [progress = options.progress](const codegen::Progress& now) {
      progress({now.bytesDone, now.bytes, now.functionsDone, now.functions});
    };
  }
  return made;
}

}  // namespace

namespace {

Result<Module> compileAny(const Engine& engine, std::span<const std::uint8_t> bytes, bool isText,
                          const CompileOptions& options, std::string_view name) {
  WALD_TRY_ASSIGN(input, detail::prepareCompile(engine, bytes, isText));
  WALD_TRY_ASSIGN(module,
                  binary::decodeModule(input.bytes, wasm::Features::fromBits(input.features)));
  WALD_TRY_ASSIGN(valid, valid::validateModule(std::move(module)));
  WALD_TRY_ASSIGN(artifact, codegen::compile(*valid, input.bytes, optionsFor(input, options)));
  return Module::deserialize(engine, std::move(artifact), name);
}

}  // namespace

Result<Module> Module::compile(const Engine& engine, std::span<const std::uint8_t> bytes,
                               const CompileOptions& options, std::string_view name) {
  return compileAny(engine, bytes, false, options, name);
}

Result<Module> Module::compile(const Engine& engine, std::string_view text,
                               const CompileOptions& options, std::string_view name) {
  return compileAny(engine, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, true,
                    options, name);
}

}  // namespace wald
