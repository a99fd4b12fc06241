#pragma once

#include "runtime/value.h"
#include "support/error.h"
#include "wasm/module.h"

namespace wald::runtime {

class Instance;

/// The slots of a constant's value; `high` is that of a v128.
struct ConstValue {
  Slot low = 0;
  Slot high = 0;
};

/// Evaluates a constant expression of a valid module ("Validation › Instructions › Constant
/// Expressions"). The globals and functions that it names must be there. `Limit` if the heap is full. A reference in the result
/// must be made reachable before the next allocation.
Result<ConstValue> evaluate(const wasm::ConstExpr& expr, Instance& instance);

}  // namespace wald::runtime
