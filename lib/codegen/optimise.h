#pragma once

#include <llvm/Analysis/TargetLibraryInfo.h>
#include <llvm/IR/Module.h>
#include <llvm/Target/TargetMachine.h>

#include "codegen/compile.h"

namespace wald::codegen {

/// The functions of C that code may call: none.
llvm::TargetLibraryInfoImpl noLibrary(const llvm::TargetMachine& machine);

/// From so many instructions on, a function is large: its passes are those whose time grows with its size and no faster.
inline constexpr unsigned largeFunction = 20'000;

/// Whether the module has a large function.
bool hasLargeFunction(const llvm::Module& module);

/// Runs the passes of a level over each function. Functions stay what they are: none is inlined, cut up, merged with another or
/// given another prototype, so that the frames of traps are those of the module.
///
/// What the passes take for granted of the IR:
/// - An access of memory that may trap is volatile, or followed by something the passes cannot see through: no pass removes it, merges it with
///   another or moves it past a call. Traps are calls of `llvm.ubsantrap` in blocks of their own, marked `nomerge`, as are calls at which a
///   trap or an exception can be seen.
/// - What can trap or call has a location, whose line is 1 + its offset in the module. What cannot needs none: rows of the table
///   of call sites are saved by giving it none.
/// - Intrinsics that need the C library (`llvm.memcpy` of variable size, `llvm.sin` …) do not occur: their symbols fail at linking.
void optimise(llvm::Module& module, llvm::TargetMachine& machine, Level level);

}  // namespace wald::codegen
