#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "wald/module.h"

namespace wald {

/// How `Module::compile` compiles. The library is `wald::codegen`.
struct CompileOptions {
  /// `O0` compiles fastest, `O3` makes the fastest code, `Os` the smallest.
  enum class Level : std::uint8_t { O0, O1, O2, O3, Os };
  /// How much is compiled; the totals are there from the first step on.
  struct Progress {
    std::uint64_t bytesDone = 0;      ///< of functions' code
    std::uint64_t bytes = 0;          ///< of all functions' code
    std::uint32_t functionsDone = 0;  ///< imports are not counted
    std::uint32_t functions = 0;      ///< that the module defines
  };

  /// How much is optimised.
  Level level = Level::O2;
  /// `baseline` (x86-64-v2), `v3`, `native`, or a name that LLVM knows: others are refused. Whether the machine has what the code
  /// needs is checked when the module is loaded.
  std::string cpu = "baseline";
  /// Threads that compile; 0: one for each core. 1 starts none.
  unsigned jobs = 1;
  /// Called after each step, one at a time, from any of the threads. May be empty.
  std::function<void(const Progress&)> progress;
};

/// @cond
namespace detail {

/// What the compiler has to know of an engine, and the module in the binary format.
struct CompileInput {
  std::vector<std::uint8_t> bytes;
  std::uint32_t features = 0;
  bool guardedMemory = false;
  bool useSignals = false;
  bool deterministic = false;
  bool countFuel = false;
};
/// Fails as `Module::create` does for text; the rest is yet to be validated.
WALD_API Result<CompileInput> prepareCompile(const Engine& engine,
                                             std::span<const std::uint8_t> bytes, bool isText);

}  // namespace detail
/// @endcond

}  // namespace wald
