#pragma once

#include "runtime/function.h"

namespace wald::aot {

/// Calls a compiled function: `slots` holds the arguments, then the results.
runtime::Outcome run(runtime::Store& store, const runtime::Function& function,
                     runtime::Slot* slots);

/// The same as a `HostEntry`; the environment is the function.
runtime::Outcome runUniformly(void* environment, runtime::Caller caller, runtime::Slot* slots);

}  // namespace wald::aot
