#pragma once

#include "valid/context.h"

namespace wald::valid {

/// Validates a module's type section ("Validation › Types") and enters its recursion groups in `context`, one after
/// another.
Result<void> validateTypes(Context& context);

}  // namespace wald::valid
