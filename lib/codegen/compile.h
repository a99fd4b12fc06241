#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "ir/valid_module.h"
#include "support/error.h"

namespace wald::codegen {

// The compiler: from a module to an artifact (`artifact/format.h`). Nothing of LLVM shows here.

/// How much time is given to the code's speed; `Os` is `O2` for small code.
enum class Level : std::uint8_t { O0, O1, O2, O3, Os };

/// What is made: an artifact, or, for people, what it would be made of. These hold the whole module in one.
enum class Output : std::uint8_t { Artifact, LlvmIr, Assembly, Object };

/// How far the work is. What counts is the size of functions' code.
struct Progress {
  std::uint64_t bytesDone = 0;
  std::uint64_t bytes = 0;
  std::uint32_t functionsDone = 0;
  std::uint32_t functions = 0;
};

struct CompileOptions {
  Level level = Level::O2;
  /// `baseline` (x86-64-v2: what was built since 2009), `v3` (since 2013), `native`, or a name that LLVM knows.
  std::string cpu = "baseline";
  /// Threads; 0: one for each core.
  unsigned jobs = 0;
  /// 32-bit memories have guards, and accesses no checks.
  bool guardedMemory = true;
  /// Traps, stops and overflows of the stack are told by signals. Otherwise the code looks for each, and memories must not be guarded.
  bool useSignals = true;
  /// NaNs are canonical.
  bool deterministic = false;
  /// The code counts fuel, and stops when there is no more.
  bool countFuel = false;
  Output output = Output::Artifact;
  /// Makes an error, which names the function, of a crash in LLVM. Replaces the process's handlers of fatal signals; after such an error the
  /// process had better end.
  bool containCrashes = false;
  /// Called after each step, from several threads, one at a time.
  std::function<void(const Progress&)> progress;
};

/// Compiles a module. `bytes` are those it was decoded from. The result does not depend on `jobs`. Errors: `Usage` for an unknown CPU, `Limit`
/// where a tree exceeds a limit, or a frame one of code without signals (`wasm::native::unprobedFrame`), `Internal` for our mistakes and LLVM's.
Result<std::vector<std::uint8_t>> compile(const ir::ValidModule& module,
                                          std::span<const std::uint8_t> bytes,
                                          const CompileOptions& options);

/// The version of LLVM that is linked, for people.
std::string llvmVersion();

}  // namespace wald::codegen
