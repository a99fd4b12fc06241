#pragma once

#include <llvm/IR/PassManager.h>

namespace wald::codegen {

/// Puts values that come from very many places into the frame. Registers for them are searched in time that grows with the square of those
/// places: minutes, in the function of a large interpreter or of a Go program, of which every block is one.
class DemotePhisPass : public llvm::PassInfoMixin<DemotePhisPass> {
public:
  llvm::PreservedAnalyses run(llvm::Function& function, llvm::FunctionAnalysisManager& analyses);
};

}  // namespace wald::codegen
