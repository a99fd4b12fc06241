#pragma once

#include <variant>

#include "runtime/function.h"
#include "runtime/global.h"
#include "runtime/memory.h"
#include "runtime/table.h"

namespace wald::runtime {

/// Something a module can import or export. Owned by its store.
using Extern = std::variant<Function*, Table*, Memory*, Global*, Tag*>;

inline wasm::ExternKind kindOf(const Extern& value) {
  return static_cast<wasm::ExternKind>(value.index());
}

}  // namespace wald::runtime
