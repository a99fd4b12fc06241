#pragma once

#include "support/error.h"
#include "wasm/module.h"

namespace wald::valid {

/// Checks the content of custom sections that the specification's annotations define: every hint of
/// `metadata.code.branch_hint` must belong to a `br_if` or an `if`. A module is valid without this; it is for those who
/// want to know. Requires a valid module.
Result<void> checkCustomSections(const wasm::Module& module);

}  // namespace wald::valid
