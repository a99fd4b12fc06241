#pragma once

#include <optional>
#include <string_view>

#include "runtime/module.h"
#include "runtime/store.h"

namespace wald::api {

/// What a store's guests may reach beside what a linker was given. A program that grants nothing links none of it: stores and linkers know no more of WASI than
/// this.
class SystemInterface {
public:
  virtual ~SystemInterface() = default;

  /// None if there is nothing of that name.
  virtual Result<std::optional<runtime::Extern>>
  find(runtime::Store& store, std::string_view module, std::string_view name) = 0;

  // The record, if one is kept: from the first module that is instantiated, to the end of the store.
  virtual void start(const runtime::Module& module, bool isCompiled,
                     const runtime::Limits& limits) = 0;
  /// How the last call ended.
  virtual void note(const runtime::Trap& trap) = 0;
  virtual void end(runtime::Store& store) = 0;
};

}  // namespace wald::api
