#pragma once

#include "interp/node.h"

namespace wald::interp {

/// The handlers of all operators with operands of one kind, made by one source for each (operators.h).
template <Kind K>
struct ScalarOperators {
  static Handler at(Opcode op, Src a, Src b, Dst dst);
  static Handler branchAt(Opcode op, Src a, Src b, bool sense, bool isMetered);
};

}  // namespace wald::interp
