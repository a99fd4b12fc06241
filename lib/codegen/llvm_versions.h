#pragma once

#include <string>

#include <llvm/Config/llvm-config.h>
#include <llvm/DebugInfo/DWARF/DWARFDebugFrame.h>
#include <llvm/TargetParser/Triple.h>

namespace wald::codegen {

// What the versions of LLVM from 19 to 22 call by different names.

#if LLVM_VERSION_MAJOR >= 21
using TargetTriple = llvm::Triple;
#else
using TargetTriple = std::string;
#endif

inline llvm::Expected<llvm::dwarf::UnwindTable> unwindTableOf(const llvm::dwarf::FDE& function) {
#if LLVM_VERSION_MAJOR >= 21
  return llvm::dwarf::createUnwindTable(&function);
#else
  return llvm::dwarf::UnwindTable::create(&function);
#endif
}

}  // namespace wald::codegen
