#include "codegen/partition_compiler.h"

#include <optional>
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
#include "wasm/native_layout.h"

namespace wald::codegen {

namespace {

Error internal(std::string_view text) { return Error(ErrorKind::Internal, text); }

/// Keeps the first thing that LLVM reports as an error, by which it would end the process, or that is one to us.
class Diagnostics : public llvm::DiagnosticHandler {
public:
  Diagnostics(const ir::ValidModule& module, std::optional<Error>& problem)
      : module_(module), problem_(problem) {}

  bool handleDiagnostics(const llvm::DiagnosticInfo& info) override {
    if (problem_) return true;
    if (info.getKind() == llvm::DK_StackSize) {
      problem_ = frameError(llvm::cast<llvm::DiagnosticInfoStackSize>(info));
    } else if (info.getSeverity() == llvm::DS_Error) {
      std::string text = "LLVM: ";
      llvm::raw_string_ostream stream(text);
      llvm::DiagnosticPrinterRawOStream printer(stream);
      info.print(printer);
      problem_ = internal(text);
    }
    return true;
  }

private:
  /// Of `ModuleEmitter::addAttributes`: a limit of code that needs no signals.
  Error frameError(const llvm::DiagnosticInfoStackSize& info) const {
    const wasm::Module& wasm = module_.module();
    std::uint32_t function = wasm.importedFunctions;
    const auto end = wasm.importedFunctions + static_cast<std::uint32_t>(wasm.codes.size());
    while (function < end &&
           symbolOf(function - wasm.importedFunctions) != info.getFunction().getName()) {
      ++function;
    }
    return Error(ErrorCode::LimitExceeded,
                 fmt::format(
                     "function {} ({}) has a frame of {} bytes; where signals are not used, at "
                     "most {} are allowed",
                     function, module_.functionName(function), info.getResourceSize(),
                     wasm::native::unprobedFrame))
        .in("code", function);
  }

  const ir::ValidModule& module_;
  std::optional<Error>& problem_;
};

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
  std::optional<Error> problem;
  llvm::LLVMContext context;
  context.setDiagnosticHandler(std::make_unique<Diagnostics>(module, problem));
  const EmitOptions emission{
      .guardedMemory = options.guardedMemory,
      .useSignals = options.useSignals,
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
  if (problem) return std::move(*problem);
  return object;
}

}  // namespace wald::codegen
