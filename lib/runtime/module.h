#pragma once

#include <atomic>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/engine.h"
#include "runtime/function.h"
#include "runtime/memory_image.h"
#include "runtime/trap.h"
#include "wasm/module.h"

namespace wald::runtime {

/// A module's code as an engine made it, shared by its instances. What an engine gives to the runtime.
class Code {
public:
  virtual ~Code() = default;

  /// How a function is entered that is compiled: by compiled code, and by everyone else.
  struct NativeEntry {
    const void* code = nullptr;
    HostEntry host = nullptr;
  };
  /// Null of a function that is not.
  virtual NativeEntry nativeEntry(std::uint32_t /*definedFunction*/) const { return {}; }
  /// Before a module with this code is instantiated in a store, with these memories.
  virtual Result<void> prepare(Store& /*store*/, std::span<Memory* const> /*memories*/) const {
    return {};
  }

  /// For each defined function the place that holds its code, for a memory 0 in the given mode. The array lives as
  /// long as the `Code`; entries may change while functions are built. Null of compiled code.
  virtual const std::atomic<const void*>* entries(MemoryMode mode) const = 0;
  /// Calls a function of a module with this code. `slots` holds the arguments, then the results.
  virtual Outcome invoke(Store& store, const Function& function, Slot* slots) const = 0;
  /// Makes runs of this code look, at their next loop or entry of a function, whether their store is to stop. From any thread. Does nothing
  /// for code that a signal stops wherever it is.
  virtual void watchForStop() const {}
  /// The function's name for people; empty if it has none.
  virtual std::string_view functionName(std::uint32_t function) const = 0;
};

/// A valid module prepared for an engine, immutable and shared by threads.
struct Module {
  Engine& engine;
  const wasm::Module& wasm;         ///< owned by `code`
  std::vector<wasm::TypeId> types;  ///< from type index to the engine's id
  std::shared_ptr<const Code> code;
  std::string name;  ///< for people: usually its file name
  std::unique_ptr<MemoryImages> images = std::make_unique<MemoryImages>();
};

}  // namespace wald::runtime
