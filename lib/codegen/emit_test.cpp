#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>
#include <llvm/Config/llvm-config.h>
#include <llvm/IR/DebugInfo.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Transforms/Utils/Mem2Reg.h>

#include "codegen/codegen_test.h"
#include "codegen/emit_module.h"

// The IR of the modules in `golden/`, as text beside them. WALD_BLESS=1 in the environment writes them anew.

namespace wald::codegen {

namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(WALD_SOURCE_DIR) / "lib" / "codegen" / "golden";

std::string contentOf(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// With values instead of cells, and without locations, for readers.
void simplify(llvm::Module& module) {
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager graph;
  llvm::ModuleAnalysisManager modules;
  llvm::PassBuilder builder;
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(graph);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, graph, modules);
  llvm::ModulePassManager passes;
  passes.addPass(llvm::createModuleToFunctionPassAdaptor(llvm::PromotePass()));
  passes.run(module, modules);
  llvm::StripDebugInfo(module);
}

std::string irOf(const ir::ValidModule& module, const EmitOptions& options) {
  llvm::LLVMContext context;
  const Partition all{0, static_cast<std::uint32_t>(module.module().codes.size())};
  const auto emitted = emitModule(context, module, all, options);
  REQUIRE(emitted);
  std::string text;
  llvm::raw_string_ostream stream(text);
  INFO(text);
  REQUIRE_FALSE(llvm::verifyModule(**emitted, &stream));
  simplify(**emitted);
  for (const llvm::Function& function : **emitted) {
    if (!function.isDeclaration()) function.print(stream);
  }
  for (const llvm::GlobalVariable& table : (*emitted)->globals()) {
    table.print(stream);
    stream << '\n';
  }
  return text;
}

/// What a module is emitted with besides the defaults: by its name.
EmitOptions optionsFor(const fs::path& path) {
  EmitOptions options;
  if (path.stem() == "no_signals") options.useSignals = options.guardedMemory = false;
  return options;
}

}  // namespace

TEST_CASE("IR is emitted as it is written down") {
#if LLVM_VERSION_MAJOR != 19
  WARN("LLVM " << LLVM_VERSION_MAJOR
               << " prints IR in other words than the golden files: not compared");
  return;
#endif
  const bool bless = std::getenv("WALD_BLESS") != nullptr;
  std::vector<fs::path> modules;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".wat") modules.push_back(entry.path());
  }
  std::ranges::sort(modules);
  REQUIRE_FALSE(modules.empty());
  for (const fs::path& path : modules) {
    INFO(path.string());
    const std::string text =
        irOf(*test::validate(contentOf(path), wasm::Features::all()), optionsFor(path));
    fs::path expected = path;
    expected.replace_extension(".ll");
    if (bless) {
      std::ofstream(expected, std::ios::binary) << text;
    } else {
      CHECK(text == contentOf(expected));
    }
  }
}

}  // namespace wald::codegen
