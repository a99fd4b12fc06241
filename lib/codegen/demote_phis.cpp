#include "codegen/demote_phis.h"

#include <vector>

#include <llvm/IR/Instructions.h>
#include <llvm/Transforms/Utils/Local.h>

namespace wald::codegen {

namespace {

constexpr unsigned manyPlaces = 100;

bool canBeDemoted(const llvm::PHINode& phi) {
  for (unsigned i = 0; i < phi.getNumIncomingValues(); ++i) {
    // There is no place behind such a call in front of the edge.
    const auto* invoke = llvm::dyn_cast<llvm::InvokeInst>(phi.getIncomingValue(i));
    if (invoke != nullptr && invoke->getParent() == phi.getIncomingBlock(i)) return false;
  }
  return true;
}

}  // namespace

llvm::PreservedAnalyses DemotePhisPass::run(llvm::Function& function,
                                            llvm::FunctionAnalysisManager&) {
  std::vector<llvm::PHINode*> wide;
  for (llvm::BasicBlock& block : function) {
    for (llvm::PHINode& phi : block.phis()) {
      if (phi.getNumIncomingValues() >= manyPlaces && canBeDemoted(phi)) wide.push_back(&phi);
    }
  }
  for (llvm::PHINode* const phi : wide) llvm::DemotePHIToStack(phi);
  return wide.empty() ? llvm::PreservedAnalyses::all() : llvm::PreservedAnalyses::none();
}

}  // namespace wald::codegen
