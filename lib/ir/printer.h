#pragma once

#include <string>

#include "ir/tree.h"

namespace wald::ir {

struct PrintOptions {
  bool offsets = false;  ///< behind each statement the offset of its instruction in the module
};

/// A tree for people: a statement a line, indented by blocks. Variables are `$p0` (parameter), `$l2` (other local) and `$t5`
/// (temporary) with the number of their `Var`; labels are `@1`; `[$t3..$t5]` is where values lie that
/// go along with a branch. The number behind `nop` is that of instructions to the next one.
std::string print(const Function& function, PrintOptions options = {});

/// One operator with its operands.
std::string print(const Function& function, const Node& node);

}  // namespace wald::ir
