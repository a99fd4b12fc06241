#pragma once

#include "wasm/types.h"

namespace wald::wasm {

/// Whether references of a type can be to structures, arrays or exceptions, as far as the type alone tells: only functions can't,
/// and of a defined type it is not said which it is.
inline bool mayReferToObjects(ValType type) {
  return type.isRef() && (type.heap().isDefined() || topOf(type.heap().abs()) != AbsHeap::Func);
}

}  // namespace wald::wasm
