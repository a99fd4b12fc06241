#include "codegen/partition_compiler.h"

#include <vector>

#include <fmt/format.h>

#include <llvm/IR/DiagnosticInfo.h>
#include <llvm/IR/DiagnosticPrinter.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Support/raw_ostream.h>

#include "codegen/llvm_versions.h"
#include "codegen/optimise.h"
#include "codegen/target.h"

namespace wald::codegen {

namespace {

/// Keeps what LLVM reports as an error; by default it would end the process.
class Diagnostics : public llvm::DiagnosticHandler {
public:
  explicit Diagnostics(std::string& problem) : problem_(problem) {}
  bool handleDiagnostics(const llvm::DiagnosticInfo& info) override {
    if (info.getSeverity() == llvm::DS_Error && problem_.empty()) {
      llvm::raw_string_ostream stream(problem_);
      llvm::DiagnosticPrinterRawOStream printer(stream);
      info.print(printer);
    }
    return true;
  }

private:
  std::string& problem_;
};

Error internal(std::string_view text) { return Error(ErrorKind::Internal, text); }

/// Definitions in the order of the module, which that of calls may have mixed up: the table of functions is sorted. What is none of
/// the module's functions comes behind them.
void sortFunctions(llvm::Module& module, Partition partition) {
  std::vector<llvm::Function*> others;
  for (llvm::Function& function : module) {
    if (!function.isDeclaration()) others.push_back(&function);
  }
  const auto toEnd = [&](llvm::Function* function) {
    function->removeFromParent();
    module.getFunctionList().push_back(function);
  };
  for (std::uint32_t i = partition.begin; i < partition.end; ++i) {
    llvm::Function* const function = module.getFunction(symbolOf(i));
    if (function == nullptr) continue;
    toEnd(function);
    std::erase(others, function);
  }
  for (llvm::Function* function : others) toEnd(function);
}

Result<void> check(const llvm::Module& module) {
  std::string problem;
  llvm::raw_string_ostream stream(problem);
  if (!llvm::verifyModule(module, &stream)) return {};
  return internal(fmt::format("invalid LLVM IR: {}", problem));
}

Bytes printed(const llvm::Module& module) {
  Bytes text;
  llvm::raw_svector_ostream stream(text);
  module.print(stream, nullptr);
  return text;
}

}  // namespace

Result<Bytes> emitObject(llvm::Module& module, llvm::TargetMachine& machine, Output output) {
  Bytes object;
  llvm::raw_svector_ostream stream(object);
  llvm::legacy::PassManager passes;
  passes.add(new llvm::TargetLibraryInfoWrapperPass(noLibrary(machine)));
  const auto type = output == Output::Assembly ? llvm::CodeGenFileType::AssemblyFile
                                               : llvm::CodeGenFileType::ObjectFile;
  if (machine.addPassesToEmitFile(passes, stream, nullptr, type, /*DisableVerify=*/true)) {
    return internal("LLVM makes no such file for this machine");
  }
  passes.run(module);
  return object;
}

Result<Bytes> compilePartition(const ir::ValidModule& module, Partition partition,
                               const CompileOptions& options, Emitter emitter) {
  WALD_TRY_ASSIGN(machine, makeTargetMachine(options.level, options.cpu));
  std::string problem;
  llvm::LLVMContext context;
  context.setDiagnosticHandler(std::make_unique<Diagnostics>(problem));
  const EmitOptions emission{
      .guardedMemory = options.guardedMemory,
      .deterministic = options.deterministic,
      .countFuel = options.countFuel,
      .cpu = machine->getTargetCPU().str(),
      .features = machine->getTargetFeatureString().str(),
  };
  WALD_TRY_ASSIGN(ir, emitter(context, module, partition, emission));
  ir->setTargetTriple(TargetTriple(machine->getTargetTriple().str()));
  ir->setDataLayout(machine->createDataLayout());
  sortFunctions(*ir, partition);
  WALD_TRY(check(*ir));

  if (hasLargeFunction(*ir) && options.level != Level::O0) {
    machine->setOptLevel(llvm::CodeGenOptLevel::Less);
  }
  optimise(*ir, *machine, options.level);
  if (options.output == Output::LlvmIr) return printed(*ir);
  auto object = emitObject(*ir, *machine, options.output);
  if (!problem.empty()) return internal(fmt::format("LLVM: {}", problem));
  return object;
}

}  // namespace wald::codegen
