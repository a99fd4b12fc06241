#pragma once

#include <llvm/IR/Constant.h>
#include <llvm/IR/Instruction.h>
#include <llvm/IR/PassManager.h>

namespace wald::codegen {

/// Hides constants from the passes that come after it where an operation on floats could become the identity, or one on bits, for
/// them: `x * 1`, `x / -1`, `x + -0` and their like quiet a signalling NaN, and LLVM leaves them out. It comes when variables are values and
/// nothing is folded yet; a constant that reaches arithmetic by way of variables, selections or conversions is hidden where it enters, which
/// in front of a loop costs nothing. Constants that are not 0, 1 or -1 stay as they are.
class HideIdentitiesPass : public llvm::PassInfoMixin<HideIdentitiesPass> {
public:
  llvm::PreservedAnalyses run(llvm::Function& function, llvm::FunctionAnalysisManager&);
  static bool isRequired() { return true; }
};

/// Whether a constant, or an element of it, is 0, 1 or -1.
bool mayBeIdentity(const llvm::Constant& constant);

/// A value of which LLVM knows nothing more.
llvm::Value* hidden(llvm::Value* value, llvm::Instruction* before);

}  // namespace wald::codegen
