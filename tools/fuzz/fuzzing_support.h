#pragma once

#include <cstdio>
#include <memory>

#include "runtime/linker.h"

namespace wald::fuzz {

/// The module `fuzzing-support`, which modules that binaryen's fuzzer makes import: what they log goes to a file, a line each, and what else
/// they ask for is done as binaryen's own interpreter does it.
class FuzzingSupport {
public:
  FuzzingSupport(runtime::Store& store, std::FILE* out) : store_(store), out_(out) {}

  /// Defines what a module imports. A function that is not known is `Unsupported`.
  Result<void> provide(const runtime::Module& module, runtime::Linker& linker);
  /// The instance whose exports can be called from now on.
  void setInstance(runtime::Instance* instance) { instance_ = instance; }

  /// A value as binaryen's log has it, without what depends on the engine.
  std::string print(const runtime::Value& value) const;

private:
  /// An imported function: what it does, and the type it has for its guest.
  struct Import {
    FuzzingSupport* support;
    runtime::Outcome (FuzzingSupport::*entry)(const Import& import, runtime::Slot* slots);
    wasm::TypeId type;
  };

  static runtime::Outcome enter(void* import, runtime::Caller caller, runtime::Slot* slots);
  runtime::Outcome log(const Import& import, runtime::Slot* slots);
  runtime::Outcome throwTag(const Import& import, runtime::Slot* slots);
  runtime::Outcome tableGet(const Import& import, runtime::Slot* slots);
  runtime::Outcome tableSet(const Import& import, runtime::Slot* slots);
  runtime::Outcome callExport(const Import& import, runtime::Slot* slots);
  runtime::Outcome callExportCatch(const Import& import, runtime::Slot* slots);
  runtime::Outcome callRef(const Import& import, runtime::Slot* slots);
  runtime::Outcome callRefCatch(const Import& import, runtime::Slot* slots);
  runtime::Outcome sleep(const Import& import, runtime::Slot* slots);

  runtime::Outcome throwHostError();
  runtime::Outcome call(const runtime::Function* function);
  runtime::Outcome caught(runtime::Outcome outcome, runtime::Slot* slots);
  const runtime::Function* exportAt(std::uint32_t index) const;
  runtime::Table* exportedTable() const;

  runtime::Store& store_;
  std::FILE* out_;
  runtime::Instance* instance_ = nullptr;
  runtime::Tag* guestTag_ = nullptr;
  runtime::Tag* hostTag_ = nullptr;
  std::vector<std::unique_ptr<Import>> imports_;
};

}  // namespace wald::fuzz
