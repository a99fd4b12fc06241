#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "wasm/module.h"
#include "wasm/types.h"

namespace wald::wasm {

/// The identity of a defined type: equal for equivalent types (iso-recursive equivalence of recursion
/// groups, "Types › Type Equivalence"), so that comparing types is comparing numbers.
using TypeId = std::uint32_t;

/// Canonical types: recursion groups are entered once, and equivalent ones get the same ids.
///
/// All references inside the entered types are ids of this table. Not synchronised: a validator has one
/// of its own, the engine's is behind the engine's lock. Entries never move and are never removed.
class TypeTable {
public:
  /// One canonical type.
  struct Entry {
    SubType type;                   ///< its references are ids
    std::vector<TypeId> ancestors;  ///< from the root of its hierarchy to its direct supertype
  };

  /// Enters a recursion group of a module. `ids` maps the module's type indices before the group
  /// to ids; the group's own ids are appended to it. Requires that every index in the group is below
  /// `group.first + group.count`.
  void add(const Module& module, RecGroup group, std::vector<TypeId>& ids);
  /// Enters one type that refers to nothing but ids of this table.
  TypeId add(const SubType& type);

  const Entry& operator[](TypeId id) const { return entries_[id]; }
  std::size_t size() const { return entries_.size(); }

  bool isSubtype(TypeId sub, TypeId super) const;
  /// Subtyping between heap types and value types over ids ("Matching"). Bottom matches everything.
  bool matches(HeapType sub, HeapType super) const;
  bool matches(ValType sub, ValType super) const;
  bool matches(const CompType& sub, const CompType& super) const;
  bool matches(const FieldType& sub, const FieldType& super) const;

private:
  /// Enters a group in canonical form: references into the group by marked position, the others by id.
  TypeId enter(std::span<const SubType> canonical);

  std::deque<Entry> entries_;
  // From a hash of a canonical group to the first ids of the groups with that hash, with their sizes.
  std::unordered_multimap<std::uint64_t, RecGroup> groups_;
};

/// A module's type with its indices replaced by ids.
ValType toIds(ValType type, std::span<const TypeId> ids);
SubType toIds(const SubType& type, std::span<const TypeId> ids);

}  // namespace wald::wasm
