#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "support/error.h"
#include "wasm/module.h"
#include "wasm/type_table.h"

namespace wald::valid {

/// A reference to an unknown type, which `ref.as_non_null` leaves in unreachable code: `(ref bot)`.
inline constexpr wasm::ValType bottomReference =
    wasm::ValType::ref(wasm::HeapType::defined((1u << 24) - 1), false);

/// What the specification calls the context C: the module's items with canonical types ("Validation ›
/// Conventions"). Filled by the module validator as it goes, read by the validator of code.
///
/// Items that have passed are looked up in `module`; only what holds reference types is kept again
/// here, with type indices replaced by ids of `types`.
struct Context {
  explicit Context(const wasm::Module& validated) : module(validated) {}
  /// One of its own for a module that has moved, whose types are not those of the other.
  Context(const wasm::Module& moved, const Context& other);

  const wasm::Module& module;
  wasm::TypeTable types;
  std::vector<wasm::TypeId> ids;             ///< by type index
  std::vector<const wasm::CompType*> comps;  ///< by type index, over ids
  std::vector<wasm::ValType> tableElements;  ///< by table, over ids
  std::vector<wasm::ValType> globals;        ///< by global, over ids; those that can be seen so far
  std::vector<wasm::ValType> segmentElements;  ///< by element segment, over ids
  std::vector<bool> declared;                  ///< by function: C.refs

  const wasm::CompType& functionType(std::uint32_t function) const {
    return *comps[module.functions[function].type];
  }
  wasm::ValType functionReference(std::uint32_t function) const {
    return wasm::ValType::ref(wasm::HeapType::defined(ids[module.functions[function].type]), false);
  }

  /// Replaces a type's index by its id; `UnknownType` if there is no such type.
  Result<wasm::ValType> resolve(wasm::ValType type) const {
    if (!type.isRef() || !type.heap().isDefined()) return type;
    if (type.heap().index() >= ids.size()) {
      return numberedError(ErrorCode::UnknownType, type.heap().index());
    }
    return wasm::toIds(type, ids);
  }

  /// A type over ids as messages name it: with an index of the module instead of the id.
  std::string textOf(wasm::ValType type) const;
  /// Types as the suite's messages have them, e.g. "[i32 i64]".
  std::string textOf(std::span<const wasm::ValType> list) const;
};

}  // namespace wald::valid
