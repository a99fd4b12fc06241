#pragma once

#include "runtime/extern.h"
#include "runtime/module.h"

namespace wald::runtime {

/// Whether what is there may stand for an import ("Validation › Matching › External Types").
bool matchesImport(const Module& module, const Extern& actual, const wasm::ExternType& expected);

}  // namespace wald::runtime
