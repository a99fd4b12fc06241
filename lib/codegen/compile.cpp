#include "codegen/compile.h"

#include <llvm/Config/llvm-config.h>

#include "codegen/partitions_compiler.h"

namespace wald::codegen {

Result<std::vector<std::uint8_t>> compile(const ir::ValidModule& module,
                                          std::span<const std::uint8_t> bytes,
                                          const CompileOptions& options) {
  return compileWith(emitModule, module, bytes, options);
}

std::string llvmVersion() { return LLVM_VERSION_STRING; }

}  // namespace wald::codegen
