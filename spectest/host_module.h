#pragma once

#include <cstdio>
#include <deque>
#include <vector>

#include "runtime/linker.h"
#include "runtime/store.h"

namespace wald::spectest {

/// The module `spectest` that the scripts import, as the specification's interpreter has it
/// (WebAssembly/spec, interpreter/host/spectest.ml), with the shared memory of the threads
/// proposal. Must outlive the calls of its functions.
class HostModule {
public:
  /// What the print functions are called with goes to `output`; null: nowhere.
  explicit HostModule(std::FILE* output) : output_(output) {}
  HostModule(const HostModule&) = delete;
  HostModule& operator=(const HostModule&) = delete;

  Result<void> define(runtime::Store& store, runtime::Linker& linker);

private:
  struct Printer {
    std::vector<wasm::ValType> params;
    std::FILE* output;
  };
  static runtime::Outcome print(void* environment, runtime::Caller caller, runtime::Slot* slots);
  void defineFunctions(runtime::Store& store, runtime::Linker& linker);

  std::FILE* output_;
  std::deque<Printer> printers_;
};

}  // namespace wald::spectest
