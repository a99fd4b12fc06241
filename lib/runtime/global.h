#pragma once

#include "runtime/value.h"
#include "wasm/type_table.h"

namespace wald::runtime {

/// A global ("Execution › Global Instances"). `type` is over the engine's type ids.
struct Global {
  Slot slots[2] = {0, 0};
  wasm::GlobalType type;
};

/// A tag ("Execution › Tag Instances"): its identity is its address.
struct Tag {
  wasm::TypeId type = 0;
};

}  // namespace wald::runtime
