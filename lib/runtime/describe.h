#pragma once

#include <string>

#include "runtime/engine.h"
#include "runtime/extern.h"
#include "runtime/object.h"
#include "wasm/module.h"

namespace wald::runtime {

/// The type of an import for people: `function (i32, i32) -> (i32)`, `memory 1..2` …
std::string describe(const wasm::Module& module, const wasm::ExternType& type);
/// The type of what is there, sizes as they are now.
std::string describe(const Engine& engine, const Extern& value);

/// What an exception carries: `thrown with i32:7 f64:1.5`; empty if nothing.
std::string describe(const Engine& engine, const Exception& exception);

}  // namespace wald::runtime
