#pragma once

#include <cstdint>
#include <vector>

#include "wasm/type_table.h"

namespace wald::wasm {

/// How a field or element is stored.
using Storage = ValType::Code;

/// log2 of the bytes that a stored value takes.
unsigned storageLog2(Storage storage);

/// What the runtime and compiled code have to know of a defined type. Owned by the engine; never changes or moves.
struct TypeInfo {
  struct Field {
    std::uint32_t offset = 0;  ///< from the start of the object
    Storage storage = Storage::I32;
  };

  TypeId id = 0;
  CompKind kind = CompKind::Func;
  /// Its supertypes from the root of the hierarchy downwards; their number is the depth of the type.
  const TypeId* ancestors = nullptr;
  std::uint32_t depth = 0;

  /// Fields of a structure; the one element of an array, whose offset is that of element 0.
  std::vector<Field> fields;
  std::uint32_t bytes = 0;       ///< of a structure, a multiple of 8
  std::uint32_t slots = 0;       ///< that the fields take as operands
  std::uint8_t elementLog2 = 0;  ///< of an array
  bool hasReferences = false;    ///< whether the collector has to look inside
  /// Offsets of the references to data in a structure, or in an exception of a tag with this type.
  std::vector<std::uint32_t> references;

  /// Of an array with so many elements, a multiple of 8.
  std::uint64_t arrayBytes(std::uint32_t length) const;
};

TypeInfo makeTypeInfo(TypeId id, const TypeTable& types);

}  // namespace wald::wasm
