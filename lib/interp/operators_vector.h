#pragma once

#include "interp/operators.h"
#include "wasm/numeric_vector.h"

namespace wald::interp {

// Families of vector handlers (wasm/instruction_table.h): instructions whose handlers come in the same combinations of operands and destination. Each family is
// instantiated by one source.

/// Where a vector comes from; constants are moved to one of these first.
constexpr Src vectorSrc(unsigned column) { return column == 0 ? Src::Slot : Src::Acc; }
constexpr unsigned vectorColumn(Src src) { return src == Src::Slot ? 0 : 1; }

}  // namespace wald::interp
