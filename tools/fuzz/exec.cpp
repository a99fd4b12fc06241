// Calls all exports of a module that binaryen's fuzzer made, and prints what happens: README.md.

#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "aot/artifact_code.h"
#include "binary/decoder.h"
#include "fuzzing_support.h"
#include "interp/interp.h"
#include "tools/wald/served_artifacts.h"
#include "valid/validate.h"

namespace wald::fuzz {

namespace {

using runtime::Value;

int fail(const Error& error, const char* file) {
  fmt::print(stderr, "{}\n", error.format(file));
  return 1;
}

/// Limits of an implementation are no results that could be compared.
bool isLimit(const runtime::Trap& trap) {
  return trap.kind == wasm::TrapKind::StackOverflow || trap.kind == wasm::TrapKind::OutOfMemory;
}

/// False if nothing that comes can be compared any more.
bool printTrap(const runtime::Trap& trap) {
  fmt::print("{}\n", isLimit(trap) ? "limit" : trap.exception ? "exception" : "trap");
  return !isLimit(trap);
}

bool callExport(runtime::Store& store, const FuzzingSupport& support, const std::string& name,
                const runtime::Function& function) {
  std::vector<Value> arguments;
  for (const auto param : store.engine().typeOf(function.type).params) {
    if (!param.isDefaultable()) {
      fmt::print("trap\n");
      return true;
    }
    arguments.push_back({param, 0});
  }
  runtime::TrapPtr trap;
  const auto results = store.call(function, arguments, trap);
  if (!results) {
    fmt::print("error {}\n", results.error().message());
    return false;
  }
  if (trap) return printTrap(*trap);
  for (std::size_t i = 0; i < results->size(); ++i) {
    if (i == 0) fmt::print("result {} ", name);
    fmt::print("{}\n", support.print((*results)[i]));
  }
  return true;
}

/// The module for one of the two engines.
Result<std::shared_ptr<const runtime::Module>> load(runtime::Engine& engine, bool isCompiled,
                                                    std::shared_ptr<const ir::ValidModule> module,
                                                    const char* file) {
  if (!isCompiled) return interp::load(engine, std::move(module), file);
  command::ServedArtifacts compiler;
  WALD_TRY_ASSIGN(artifact, compiler.make(module->module().bytes, engine.config()));
  WALD_TRY_ASSIGN(code, aot::copyArtifact(std::move(artifact), engine.config()));
  return aot::load(engine, std::move(module), std::move(code), file);
}

/// More than any call takes, where fuel is counted.
constexpr std::uint64_t plenty = std::uint64_t{1} << 40;

int execute(const char* file, const runtime::Config& config) {
  std::ifstream stream(file, std::ios::binary);
  std::vector<std::uint8_t> bytes(std::istreambuf_iterator<char>(stream), {});
  auto decoded = binary::decodeModule(std::move(bytes), config.features);
  if (!decoded) return fail(decoded.error(), file);
  auto valid = valid::validateModule(std::move(*decoded));
  if (!valid) return fail(valid.error(), file);

  runtime::Engine engine(config);
  auto store = runtime::Store::create(engine);
  if (!store) return fail(store.error(), file);
  auto module = load(engine, config.fixedMemories, std::move(*valid), file);
  if (!module) return fail(module.error(), file);
  runtime::Linker linker(**store);
  FuzzingSupport support(**store, stdout);
  if (auto provided = support.provide(**module, linker); !provided) {
    return fail(provided.error(), file);
  }
  auto made = linker.instantiate(*module);
  if (!made) {
    if (made.error().kind() != ErrorKind::Limit) return fail(made.error(), file);
    fmt::print("limit\n");
    return 0;
  }
  if (made->trap) {
    printTrap(*made->trap);
    return 0;
  }
  support.setInstance(made->instance);
  for (const wasm::Export& item : (*module)->wasm.exports) {
    if (item.kind == wasm::ExternKind::Func) {
      fmt::print("export {}\n", item.name);
      const auto& function = *made->instance->function(item.index);
      const bool goesOn = callExport(**store, support, item.name, function);
      if (config.limits.fuel) fmt::print("log fuel {}\n", plenty - (*store)->fuel);
      if (!goesOn) break;
    } else if (item.kind == wasm::ExternKind::Global) {
      const runtime::Global& global = *made->instance->global(item.index);
      const Value value{global.type.type, global.slots[0], global.slots[1]};
      fmt::print("export {}\nlog {}\n", item.name, support.print(value));
    }
  }
  return 0;
}

}  // namespace

}  // namespace wald::fuzz

int main(int argc, char** argv) {
  wald::runtime::Config config;
  int next = 1;
  for (; next < argc && argv[next][0] == '-'; ++next) {
    if (std::strcmp(argv[next], "--gc-stress") == 0) {
      config.gcStress = true;
    } else if (std::strcmp(argv[next], "--compiled") == 0) {
      // Compiled code wants it.
      config.fixedMemories = true;
    } else if (std::strcmp(argv[next], "--no-tiles") == 0) {
      config.tiles = false;
    } else if (std::strcmp(argv[next], "--fuel") == 0) {
      config.limits.fuel = wald::fuzz::plenty;
    } else {
      break;
    }
  }
  if (argc != next + 1) {
    std::fputs("usage: wald-fuzz-exec [--gc-stress] [--compiled] [--no-tiles] [--fuel] MODULE\n",
               stderr);
    return 2;
  }
  // The fuzzer makes the instructions of both exception proposals.
  config.features = wald::wasm::Features::all();
  config.limits.gcHeapBytes = std::uint64_t{256} << 20;
  return wald::fuzz::execute(argv[next], config);
}
