#include "wasm/type_table.h"

#include <algorithm>

namespace wald::wasm {

namespace {

/// Applies `map` to every type index in a definition.
template <typename Map>
ValType mapType(ValType type, const Map& map) {
  if (!type.isRef() || !type.heap().isDefined()) return type;
  return ValType::ref(HeapType::defined(map(type.heap().index())), type.isNullable());
}

template <typename Map>
SubType mapType(const SubType& type, const Map& map) {
  SubType result = type;
  for (auto& super : result.supertypes) super = map(super);
  for (auto& param : result.comp.params) param = mapType(param, map);
  for (auto& value : result.comp.results) value = mapType(value, map);
  for (auto& field : result.comp.fields) field.type = mapType(field.type, map);
  return result;
}

class Hasher {
public:
  void add(std::uint64_t value) {
    state_ = (state_ ^ value) * 0x9e3779b97f4a7c15u + (state_ >> 29);
  }
  std::uint64_t value() const { return state_; }

private:
  std::uint64_t state_ = 0x243f6a8885a308d3u;
};

void hashType(Hasher& hasher, const SubType& type) {
  hasher.add(static_cast<std::uint64_t>(type.comp.kind) << 1 | (type.isFinal ? 1 : 0));
  for (const auto super : type.supertypes) hasher.add(super);
  for (const auto param : type.comp.params) hasher.add(param.bits());
  hasher.add(~std::uint64_t{0});
  for (const auto result : type.comp.results) hasher.add(result.bits());
  for (const auto& field : type.comp.fields)
    hasher.add(std::uint64_t{field.type.bits()} << 1 | (field.isMutable ? 1 : 0));
}

/// Ids inside a group are told from ids outside by this bit while groups are compared; limits keep real
/// ids below it.
constexpr std::uint32_t insideGroup = 1u << 23;

}  // namespace

ValType toIds(ValType type, std::span<const TypeId> ids) {
  return mapType(type, [&](std::uint32_t index) { return ids[index]; });
}

SubType toIds(const SubType& type, std::span<const TypeId> ids) {
  return mapType(type, [&](std::uint32_t index) { return ids[index]; });
}

void TypeTable::add(const Module& module, RecGroup group, std::vector<TypeId>& ids) {
  std::vector<SubType> canonical;
  canonical.reserve(group.count);
  for (std::uint32_t i = 0; i < group.count; ++i) {
    canonical.push_back(mapType(module.types[group.first + i], [&](std::uint32_t index) {
      return index >= group.first ? (index - group.first) | insideGroup : ids[index];
    }));
  }
  const TypeId first = enter(canonical);
  for (std::uint32_t i = 0; i < group.count; ++i) ids.push_back(first + i);
}

TypeId TypeTable::add(const SubType& type) { return enter(std::span(&type, 1)); }

TypeId TypeTable::enter(std::span<const SubType> canonical) {
  const auto count = static_cast<std::uint32_t>(canonical.size());
  Hasher hasher;
  hasher.add(count);
  for (const auto& type : canonical) hashType(hasher, type);

  const auto [begin, end] = groups_.equal_range(hasher.value());
  for (auto it = begin; it != end; ++it) {
    const RecGroup known = it->second;
    if (known.count != count) continue;
    bool equal = true;
    for (std::uint32_t i = 0; equal && i < count; ++i) {
      equal = canonical[i] == mapType(entries_[known.first + i].type, [&](std::uint32_t id) {
                return id >= known.first && id < known.first + count
                           ? (id - known.first) | insideGroup
                           : id;
              });
    }
    if (equal) return known.first;
  }

  const auto first = static_cast<TypeId>(entries_.size());
  for (const auto& type : canonical) {
    Entry entry;
    entry.type = mapType(type, [&](std::uint32_t id) {
      return id & insideGroup ? first + (id & ~insideGroup) : id;
    });
    // A supertype precedes its subtypes in a valid module, so its ancestors are known.
    if (!entry.type.supertypes.empty() && entry.type.supertypes[0] < entries_.size()) {
      const TypeId super = entry.type.supertypes[0];
      entry.ancestors = entries_[super].ancestors;
      entry.ancestors.push_back(super);
    }
    entries_.push_back(std::move(entry));
  }
  groups_.emplace(hasher.value(), RecGroup{first, count});
  return first;
}

bool TypeTable::isSubtype(TypeId sub, TypeId super) const {
  if (sub == super) return true;
  // A supertype stands at its own depth in the list of ancestors.
  const auto depth = entries_[super].ancestors.size();
  const auto& ancestors = entries_[sub].ancestors;
  return depth < ancestors.size() && ancestors[depth] == super;
}

bool TypeTable::matches(HeapType sub, HeapType super) const {
  if (sub == super) return true;
  if (sub.isDefined() && super.isDefined()) return isSubtype(sub.index(), super.index());
  if (sub.isDefined()) {
    switch (entries_[sub.index()].type.comp.kind) {
      case CompKind::Func: return super.abs() == AbsHeap::Func;
      case CompKind::Struct:
        return super.abs() == AbsHeap::Struct || super.abs() == AbsHeap::Eq ||
               super.abs() == AbsHeap::Any;
      case CompKind::Array:
        return super.abs() == AbsHeap::Array || super.abs() == AbsHeap::Eq ||
               super.abs() == AbsHeap::Any;
    }
    return false;
  }
  if (super.isDefined()) {
    const bool isFunc = entries_[super.index()].type.comp.kind == CompKind::Func;
    return sub.abs() == (isFunc ? AbsHeap::NoFunc : AbsHeap::None);
  }
  switch (sub.abs()) {
    case AbsHeap::NoFunc: return super.abs() == AbsHeap::Func;
    case AbsHeap::NoExtern: return super.abs() == AbsHeap::Extern;
    case AbsHeap::NoExn: return super.abs() == AbsHeap::Exn;
    case AbsHeap::Eq: return super.abs() == AbsHeap::Any;
    case AbsHeap::I31:
    case AbsHeap::Struct:
    case AbsHeap::Array: return super.abs() == AbsHeap::Eq || super.abs() == AbsHeap::Any;
    case AbsHeap::None:
      return super.abs() == AbsHeap::I31 || super.abs() == AbsHeap::Struct ||
             super.abs() == AbsHeap::Array || super.abs() == AbsHeap::Eq ||
             super.abs() == AbsHeap::Any;
    case AbsHeap::Func:
    case AbsHeap::Extern:
    case AbsHeap::Any:
    case AbsHeap::Exn: return false;
  }
  return false;
}

bool TypeTable::matches(ValType sub, ValType super) const {
  if (sub == super || sub.isBottom()) return true;
  if (!sub.isRef() || !super.isRef()) return false;
  return (!sub.isNullable() || super.isNullable()) && matches(sub.heap(), super.heap());
}

bool TypeTable::matches(const FieldType& sub, const FieldType& super) const {
  if (sub.isMutable != super.isMutable) return false;
  return sub.isMutable ? sub.type == super.type : matches(sub.type, super.type);
}

bool TypeTable::matches(const CompType& sub, const CompType& super) const {
  if (sub.kind != super.kind) return false;
  const auto covariant = [this](ValType a, ValType b) { return matches(a, b); };
  switch (sub.kind) {
    case CompKind::Func:
      return std::equal(sub.results.begin(), sub.results.end(), super.results.begin(),
                        super.results.end(), covariant) &&
             std::equal(super.params.begin(), super.params.end(), sub.params.begin(),
                        sub.params.end(), covariant);
    case CompKind::Struct:
      return sub.fields.size() >= super.fields.size() &&
             std::equal(super.fields.begin(), super.fields.end(), sub.fields.begin(),
                        [this](const FieldType& a, const FieldType& b) { return matches(b, a); });
    case CompKind::Array: return matches(sub.fields[0], super.fields[0]);
  }
  return false;
}

}  // namespace wald::wasm
