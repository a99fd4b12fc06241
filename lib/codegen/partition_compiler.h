#pragma once

#include <llvm/ADT/SmallVector.h>
#include <llvm/Target/TargetMachine.h>

#include "codegen/compile.h"
#include "codegen/emit_module.h"

namespace wald::codegen {

/// `emitModule`, or a test's.
using Emitter = Result<std::unique_ptr<llvm::Module>> (*)(llvm::LLVMContext&,
                                                          const ir::ValidModule&, Partition,
                                                          const EmitOptions&);

using Bytes = llvm::SmallVector<char, 0>;

/// Compiles some functions to a relocatable object, or to what `options.output` says. To be called on a thread with a large stack: LLVM recurses over the
/// structure of functions.
Result<Bytes> compilePartition(const ir::ValidModule& module, Partition partition,
                               const CompileOptions& options, Emitter emitter);

/// Makes the object of IR that is ready.
Result<Bytes> emitObject(llvm::Module& module, llvm::TargetMachine& machine, Output output);

}  // namespace wald::codegen
