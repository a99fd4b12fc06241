#include "codegen/target.h"

#include <algorithm>
#include <mutex>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/MC/MCSubtargetInfo.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/TargetParser/Host.h>

#include "artifact/cpu_features.h"
#include "codegen/llvm_versions.h"

namespace wald::codegen {

namespace {

constexpr const char* tripleName = "x86_64-unknown-linux-gnu";

struct LlvmOption {
  const char* name;
  const char* value;
};

/// What only LLVM's command line can say. They hold for the whole process.
constexpr LlvmOption llvmOptions[] = {
    // Two traps of one kind, or two calls alike, at the ends of blocks would become one, and its place in the module that of neither.
    {"enable-tail-merge", "false"},
    // From so many blocks on, a function is not gone through again and again for what changed in one block: by default only from
    // 10,000 on, where that has taken most of the time.
    {"cgpp-huge-func", "100"},
    // Variables are not described, so that it is a waste to look for where they are.
    {"experimental-debug-variable-locations", "false"},
};

void setOptions() {
  auto& known = llvm::cl::getRegisteredOptions();
  for (const LlvmOption& option : llvmOptions) {
    const auto found = known.find(option.name);
    if (found != known.end()) found->second->addOccurrence(0, option.name, option.value);
  }
}

void initialise() {
  static std::once_flag once;
  std::call_once(once, [] {
    LLVMInitializeX86TargetInfo();
    LLVMInitializeX86Target();
    LLVMInitializeX86TargetMC();
    LLVMInitializeX86AsmPrinter();
    setOptions();
  });
}

struct Cpu {
  std::string name;
  std::string features;
};

/// Instructions of old CPUs of AMD's: LLVM uses them unasked, and no artifact should need them.
constexpr std::string_view withoutOddities = "-sse4a,-xop,-tbm,-fma4";

Cpu cpuOf(std::string_view name) {
  if (name == "baseline") return {"x86-64-v2", std::string(withoutOddities)};
  if (name == "v3") return {"x86-64-v3", std::string(withoutOddities)};
  if (name != "native") return {std::string(name), std::string(withoutOddities)};
  // A CPU's name promises what a virtual machine may hide: the features are asked for one by one.
  std::vector<std::string> features;
  for (const auto& feature : llvm::sys::getHostCPUFeatures()) {
    features.push_back((feature.second ? "+" : "-") + feature.first().str());
  }
  std::sort(features.begin(), features.end());
  features.emplace_back(withoutOddities);
  return {llvm::sys::getHostCPUName().str(), llvm::join(features, ",")};
}

llvm::CodeGenOptLevel codeGenLevel(Level level) {
  switch (level) {
    case Level::O0: return llvm::CodeGenOptLevel::None;
    case Level::O1: return llvm::CodeGenOptLevel::Less;
    case Level::O2:
    case Level::Os: return llvm::CodeGenOptLevel::Default;
    case Level::O3: return llvm::CodeGenOptLevel::Aggressive;
  }
  return llvm::CodeGenOptLevel::Default;
}

llvm::TargetOptions targetOptions() {
  llvm::TargetOptions options;
  // What is two roundings in the module is two in the code.
  options.AllowFPOpFusion = llvm::FPOpFusion::Strict;
  options.ExceptionModel = llvm::ExceptionHandling::DwarfCFI;
  options.MCOptions.EmitDwarfUnwind = llvm::EmitDwarfUnwindType::Always;
  return options;
}

}  // namespace

Result<std::unique_ptr<llvm::TargetMachine>> makeTargetMachine(Level level, std::string_view cpu) {
  initialise();
  std::string problem;
  const TargetTriple triple(tripleName);
  const llvm::Target* const target = llvm::TargetRegistry::lookupTarget(triple, problem);
  if (target == nullptr) return Error(ErrorKind::Internal, fmt::format("LLVM: {}", problem));

  const auto [name, features] = cpuOf(cpu);
  const std::unique_ptr<llvm::MCSubtargetInfo> known(target->createMCSubtargetInfo(triple, "", ""));
  if (!known->isCPUStringValid(name)) {
    return Error(ErrorKind::Usage,
                 fmt::format("unknown CPU '{}': say baseline, v3, native, or a name such as "
                             "skylake or znver3",
                             cpu));
  }
  std::unique_ptr<llvm::TargetMachine> machine(
      target->createTargetMachine(triple, name, features, targetOptions(), llvm::Reloc::PIC_,
                                  llvm::CodeModel::Small, codeGenLevel(level)));
  if (!machine->getMCSubtargetInfo()->checkFeatures("+64bit")) {
    return Error(ErrorKind::Usage, fmt::format("the CPU '{}' has no 64-bit mode", cpu));
  }
  return machine;
}

std::uint64_t neededCpuFeatures(const llvm::TargetMachine& machine) {
  std::uint64_t features = 0;
  for (unsigned i = 0; i < artifact::cpuFeatureCount; ++i) {
    const std::string name =
        "+" + std::string(artifact::nameOf(static_cast<artifact::CpuFeature>(i)));
    if (machine.getMCSubtargetInfo()->checkFeatures(name)) features |= std::uint64_t{1} << i;
  }
  return features;
}

}  // namespace wald::codegen
