#include "codegen/optimise.h"

#include <string>

#include <llvm/IR/PassManager.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Transforms/AggressiveInstCombine/AggressiveInstCombine.h>
#include <llvm/Transforms/InstCombine/InstCombine.h>
#include <llvm/Transforms/Scalar/ADCE.h>
#include <llvm/Transforms/Scalar/BDCE.h>
#include <llvm/Transforms/Scalar/CorrelatedValuePropagation.h>
#include <llvm/Transforms/Scalar/DeadStoreElimination.h>
#include <llvm/Transforms/Scalar/EarlyCSE.h>
#include <llvm/Transforms/Scalar/GVN.h>
#include <llvm/Transforms/Scalar/IndVarSimplify.h>
#include <llvm/Transforms/Scalar/JumpThreading.h>
#include <llvm/Transforms/Scalar/LICM.h>
#include <llvm/Transforms/Scalar/LoopDeletion.h>
#include <llvm/Transforms/Scalar/LoopInstSimplify.h>
#include <llvm/Transforms/Scalar/LoopPassManager.h>
#include <llvm/Transforms/Scalar/LoopRotation.h>
#include <llvm/Transforms/Scalar/LoopSimplifyCFG.h>
#include <llvm/Transforms/Scalar/LoopUnrollPass.h>
#include <llvm/Transforms/Scalar/Reassociate.h>
#include <llvm/Transforms/Scalar/SCCP.h>
#include <llvm/Transforms/Scalar/SROA.h>
#include <llvm/Transforms/Scalar/SimpleLoopUnswitch.h>
#include <llvm/Transforms/Scalar/SimplifyCFG.h>
#include <llvm/Transforms/Utils/LCSSA.h>
#include <llvm/Transforms/Utils/LoopSimplify.h>
#include <llvm/Transforms/Vectorize/LoopVectorize.h>
#include <llvm/Transforms/Vectorize/VectorCombine.h>

#include "codegen/demote_phis.h"
#include "codegen/forward_accesses.h"
#include "codegen/hide_identities.h"
#include "wasm/native_layout.h"

namespace wald::codegen {

namespace {

using llvm::FunctionPassManager;
using llvm::LICMOptions;
using llvm::LoopPassManager;
using llvm::SimplifyCFGOptions;

/// Passes that are run only where the one before them changed something.
template <typename Pass>
class IfChanges : public llvm::PassInfoMixin<IfChanges<Pass>> {
public:
  IfChanges(Pass pass, FunctionPassManager then) : pass_(std::move(pass)), then_(std::move(then)) {}

  llvm::PreservedAnalyses run(llvm::Function& function, llvm::FunctionAnalysisManager& analyses) {
    llvm::PreservedAnalyses preserved = pass_.run(function, analyses);
    if (preserved.areAllPreserved()) return preserved;
    analyses.invalidate(function, preserved);
    preserved.intersect(then_.run(function, analyses));
    return preserved;
  }

private:
  Pass pass_;
  FunctionPassManager then_;
};

/// Common instructions of two arms are neither hoisted nor sunk: of two places in the module none would be left.
SimplifyCFGOptions lateSimplifications() {
  return SimplifyCFGOptions()
      .forwardSwitchCondToPhi(true)
      .convertSwitchRangeToICmp(true)
      .convertSwitchToLookupTable(true)
      .needCanonicalLoops(false);
}

void addCheapPasses(FunctionPassManager& passes) {
  passes.addPass(llvm::SROAPass(llvm::SROAOptions::ModifyCFG));
  passes.addPass(ForwardAccessesPass());
  passes.addPass(HideIdentitiesPass());
  passes.addPass(llvm::EarlyCSEPass());
  passes.addPass(llvm::SimplifyCFGPass());
  passes.addPass(llvm::InstCombinePass());
  passes.addPass(llvm::SimplifyCFGPass(lateSimplifications()));
  passes.addPass(DemotePhisPass());
}

void addLoopPasses(FunctionPassManager& passes, Level level) {
  LoopPassManager shape;
  shape.addPass(llvm::LoopInstSimplifyPass());
  shape.addPass(llvm::LoopSimplifyCFGPass());
  shape.addPass(llvm::LICMPass(LICMOptions()));
  shape.addPass(llvm::LoopRotatePass(level != Level::Os));
  shape.addPass(llvm::LICMPass(LICMOptions()));
  shape.addPass(llvm::SimpleLoopUnswitchPass(level == Level::O3));
  LoopPassManager values;
  values.addPass(llvm::IndVarSimplifyPass());
  values.addPass(llvm::LoopDeletionPass());
  values.addPass(llvm::LoopFullUnrollPass(level == Level::O3 ? 3 : 2));

  FunctionPassManager then;
  then.addPass(llvm::SimplifyCFGPass());
  then.addPass(llvm::InstCombinePass());
  then.addPass(llvm::createFunctionToLoopPassAdaptor(std::move(values)));
  passes.addPass(
      IfChanges(llvm::createFunctionToLoopPassAdaptor(std::move(shape), /*UseMemorySSA=*/true),
                std::move(then)));
}

/// Without the vectoriser of straight code: it starts from neighbouring stores, which it must leave alone where they are volatile.
void addVectorPasses(FunctionPassManager& passes, Level level) {
  FunctionPassManager then;
  then.addPass(llvm::VectorCombinePass());
  then.addPass(llvm::InstCombinePass());
  passes.addPass(IfChanges(llvm::LoopVectorizePass(), std::move(then)));
  passes.addPass(llvm::LoopUnrollPass(llvm::LoopUnrollOptions(level == Level::O3 ? 3 : 2)));
}

void addFullPasses(FunctionPassManager& passes, Level level) {
  passes.addPass(llvm::SROAPass(llvm::SROAOptions::ModifyCFG));
  passes.addPass(ForwardAccessesPass());
  passes.addPass(HideIdentitiesPass());
  passes.addPass(llvm::EarlyCSEPass(/*UseMemorySSA=*/true));
  passes.addPass(llvm::JumpThreadingPass());
  passes.addPass(llvm::CorrelatedValuePropagationPass());
  passes.addPass(llvm::SimplifyCFGPass());
  passes.addPass(llvm::AggressiveInstCombinePass());
  passes.addPass(llvm::InstCombinePass());
  passes.addPass(llvm::ReassociatePass());
  addLoopPasses(passes, level);
  passes.addPass(llvm::GVNPass());
  passes.addPass(llvm::SCCPPass());
  passes.addPass(llvm::BDCEPass());
  passes.addPass(llvm::InstCombinePass());
  passes.addPass(llvm::JumpThreadingPass());
  passes.addPass(llvm::CorrelatedValuePropagationPass());
  passes.addPass(llvm::DSEPass());
  passes.addPass(llvm::ADCEPass());
  passes.addPass(llvm::SimplifyCFGPass());
  passes.addPass(llvm::InstCombinePass());
  if (level != Level::Os) addVectorPasses(passes, level);
  passes.addPass(llvm::SimplifyCFGPass(lateSimplifications()));
  passes.addPass(llvm::InstCombinePass());
  LoopPassManager invariants;
  invariants.addPass(llvm::LICMPass(LICMOptions()));
  passes.addPass(
      llvm::createFunctionToLoopPassAdaptor(std::move(invariants), /*UseMemorySSA=*/true));
  passes.addPass(llvm::SimplifyCFGPass());
}

/// What keeps the frames of traps those of the module, whoever made the IR.
void keepFrames(llvm::Function& function, Level level) {
  function.addFnAttr("disable-tail-calls", "true");
  function.setUWTableKind(llvm::UWTableKind::Async);
  // Far apart, so that no frame is probed by a loop: within one, frames are described by a register that unwinding does not know.
  function.addFnAttr("probe-stack", "inline-asm");
  function.addFnAttr("stack-probe-size", std::to_string(wasm::native::stackGuard / 2));
  if (level == Level::Os) function.addFnAttr(llvm::Attribute::OptimizeForSize);
}

}  // namespace

llvm::TargetLibraryInfoImpl noLibrary(const llvm::TargetMachine& machine) {
  llvm::TargetLibraryInfoImpl library(machine.getTargetTriple());
  library.disableAllFunctions();
  return library;
}

bool hasLargeFunction(const llvm::Module& module) {
  for (const llvm::Function& function : module) {
    if (function.getInstructionCount() >= largeFunction) return true;
  }
  return false;
}

void optimise(llvm::Module& module, llvm::TargetMachine& machine, Level level) {
  for (llvm::Function& function : module) {
    if (!function.isDeclaration()) keepFrames(function, level);
  }
  if (level == Level::O0) return;

  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager graph;
  llvm::ModuleAnalysisManager modules;
  llvm::PassBuilder builder(&machine);
  functions.registerPass([&] { return llvm::TargetLibraryAnalysis(noLibrary(machine)); });
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(graph);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, graph, modules);

  FunctionPassManager cheap;
  addCheapPasses(cheap);
  FunctionPassManager full;
  addFullPasses(full, level);
  for (llvm::Function& function : module) {
    if (function.isDeclaration()) continue;
    const bool isCheap = level == Level::O1 || function.getInstructionCount() >= largeFunction;
    (isCheap ? cheap : full).run(function, functions);
    // Nothing that was found out about one function is of use for the next.
    functions.clear(function, function.getName());
  }
}

}  // namespace wald::codegen
