#pragma once

#include <string>

#include "ir/tree.h"

namespace wald::ir {

/// What is wrong with a tree, in one line with the statement; empty if it keeps all that `tree.h` promises. For tests and
/// debug builds: a builder's mistake shows here, not in the engine that takes the tree.
std::string check(const Function& function);

}  // namespace wald::ir
