#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>

#include "ir/valid_module.h"
#include "support/error.h"

namespace wald::codegen {

/// The functions that go into one LLVM module: defined functions `[begin, end)`.
struct Partition {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// What the code may take for granted.
struct EmitOptions {
  /// Memory 0, where a guard can cover all that its addresses reach, is guarded: accesses are not checked.
  bool guardedMemory = true;
  /// Traps are instructions that fault, and stops and the stack's end come as signals too. Otherwise the code looks, and asks for the trap.
  bool useSignals = true;
  /// The deterministic profile: every NaN that is computed is the positive canonical one.
  bool deterministic = false;
  /// The store's fuel is counted.
  bool countFuel = false;
  // For the function attributes that the passes read.
  std::string cpu;
  std::string features;
};

/// The symbol of a defined function.
std::string symbolOf(std::uint32_t definedFunction);

/// Makes the LLVM module of some functions, which calls the others by their symbols. With the last ones come the tables of calls. Each instruction that can trap or call has the line
/// 1 + its offset in the module's bytes. Fails only where building a tree fails, for limits. The context must belong to the calling thread.
Result<std::unique_ptr<llvm::Module>> emitModule(llvm::LLVMContext& context,
                                                 const ir::ValidModule& module, Partition partition,
                                                 const EmitOptions& options);

}  // namespace wald::codegen
