#pragma once

#include <llvm/IR/PassManager.h>

namespace wald::codegen {

/// Hands on what has just been stored in memory 0, or loaded from it, to loads of the same place. Accesses are volatile to LLVM, since each may trap, so that it
/// does not do this by itself; but where an access has succeeded, the same one can't trap: memories do not shrink. Programs that were compiled without
/// optimisation keep all variables there. It comes when variables are values, and before HideIdentitiesPass, which has to see where constants go.
class ForwardAccessesPass : public llvm::PassInfoMixin<ForwardAccessesPass> {
public:
  llvm::PreservedAnalyses run(llvm::Function& function, llvm::FunctionAnalysisManager&);
  static bool isRequired() { return true; }
};

}  // namespace wald::codegen
