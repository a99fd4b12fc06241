#pragma once

#include <memory>

#include "interp/code.h"
#include "ir/tree.h"
#include "support/error.h"

namespace wald::interp {

/// Lowers a tree to nodes in post-order for an instance whose memory 0 is in the given mode. Leaves, destinations,
/// comparisons before branches and constant offsets of addresses are folded into the nodes. Fails with `Unsupported` for
/// instructions that the interpreter does not have. `entries` are the places of the module's functions.
Result<std::unique_ptr<FunctionCode>> lower(const ModuleCode& module, const ir::Function& function,
                                            MemoryMode mode,
                                            const std::atomic<const void*>* entries);

}  // namespace wald::interp
