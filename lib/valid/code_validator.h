#pragma once

#include "ir/valid_module.h"
#include "support/error.h"
#include "valid/context.h"

namespace wald::valid {

/// Validates all function bodies of a module whose context is filled, by so many threads at most: the calling one, and others where
/// there is enough code for them and the system gives them. The error is that of the first bad body, however many threads there are.
Result<ir::CodeFacts> validateCode(Context& context, unsigned threads);

}  // namespace wald::valid
