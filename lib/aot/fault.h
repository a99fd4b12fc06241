#pragma once

#include "runtime/fault.h"

namespace wald::aot {

/// A handler for `runtime::FaultScope`: faults of compiled code become traps of the innermost run. The scope's data is a `const void*` that
/// gets the address of an access to memory.
bool leaveOnFault(runtime::FaultScope& scope, int signal, void* address, void* signalContext);

}  // namespace wald::aot
