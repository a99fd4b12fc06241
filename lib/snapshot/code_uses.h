#pragma once

#include <set>

#include "wasm/module.h"

namespace wald::snapshot {

/// What function bodies say of things that a snapshot changes.
struct CodeUses {
  std::set<std::uint32_t>
      functions;  ///< referred to by `ref.func`, which have to be declared outside of bodies
  bool dataSegments = false;  ///< a segment's number stands in an instruction
  bool elemSegments = false;
};

/// Of a valid module.
CodeUses usesOf(const wasm::Module& module);

/// The functions that are declared: that stand outside of bodies.
std::set<std::uint32_t> declaredFunctions(const wasm::Module& module);

}  // namespace wald::snapshot
