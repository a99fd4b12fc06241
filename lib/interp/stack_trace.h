#pragma once

#include "runtime/execution.h"
#include "runtime/trap.h"

namespace wald::interp {

/// Appends the frames of the run that stopped at `execution`, innermost first.
void appendFrames(const runtime::Execution& execution, runtime::Trap& trap);

}  // namespace wald::interp
