#pragma once

#include <cstdint>
#include <memory>

#include "ir/tree.h"
#include "ir/valid_module.h"
#include "support/error.h"
#include "valid/tree_workspace.h"

namespace wald::valid {

/// Builds the tree of a defined function (index in the code section) from its stack code, which is valid.
Result<std::unique_ptr<ir::Function>> buildFunctionTree(const ir::ValidModule& module,
                                                        std::uint32_t definedFunction, Arena arena,
                                                        TreeWorkspace& workspace);

}  // namespace wald::valid
