#include "text/module_context.h"

#include <fmt/format.h>

#include "text/annotations.h"

namespace wald::text {

using wasm::CompType;
using wasm::ExternKind;

namespace {

/// A function type as a key; equal for equal types only.
std::string keyOf(const CompType& type) {
  std::string key;
  const auto append = [&](std::uint32_t word) {
    for (int shift = 0; shift < 32; shift += 8)
      key.push_back(static_cast<char>(word >> shift & 0xff));
  };
  append(static_cast<std::uint32_t>(type.params.size()));
  for (const wasm::ValType param : type.params) append(param.bits());
  for (const wasm::ValType result : type.results) append(result.bits());
  return key;
}

}  // namespace

Space spaceOf(ExternKind kind) {
  switch (kind) {
    case ExternKind::Func: return Space::Func;
    case ExternKind::Table: return Space::Table;
    case ExternKind::Memory: return Space::Memory;
    case ExternKind::Global: return Space::Global;
    case ExternKind::Tag: return Space::Tag;
  }
  return Space::Func;
}

std::string_view toString(Space space) {
  constexpr std::array<std::string_view, spaceCount> categories = {
      "type", "func", "table", "memory", "global", "tag", "elem", "data"};
  return categories[static_cast<std::size_t>(space)];
}

binary::NameMap& ModuleContext::namesOf(Space space) {
  switch (space) {
    case Space::Type: return names.types;
    case Space::Func: return names.functions;
    case Space::Table: return names.tables;
    case Space::Memory: return names.memories;
    case Space::Global: return names.globals;
    case Space::Tag: return names.tags;
    case Space::Elem: return names.elems;
    case Space::Data: return names.datas;
  }
  return names.functions;
}

void ModuleContext::takeName(Cursor& cursor, Space space, std::uint32_t index) {
  std::optional<std::string_view> name = cursor.takeId();
  if (const auto annotated = takeNameAnnotation(cursor, toString(space))) name = annotated;
  if (name) namesOf(space).emplace(index, *name);
}

std::uint32_t ModuleContext::internFunctionType(CompType type) {
  const auto next = static_cast<std::uint32_t>(module.types.size());
  const auto [found, isNew] = functionTypes_.try_emplace(keyOf(type), next);
  if (isNew) {
    module.types.push_back({true, {}, std::move(type)});
    module.recGroups.push_back({next, 1});
  }
  return found->second;
}

void ModuleContext::enterLastType() {
  const wasm::SubType& type = module.types.back();
  if (!type.isFinal || !type.supertypes.empty() || type.comp.kind != wasm::CompKind::Func) return;
  functionTypes_.try_emplace(keyOf(type.comp), static_cast<std::uint32_t>(module.types.size() - 1));
}

const CompType* ModuleContext::functionType(std::uint32_t index) const {
  if (index >= module.types.size()) return nullptr;
  const CompType& type = module.types[index].comp;
  return type.kind == wasm::CompKind::Func ? &type : nullptr;
}

bool isIndex(const Cursor& cursor) {
  return cursor.kind() == TokenKind::Nat || cursor.kind() == TokenKind::Id;
}

std::uint32_t expectIndex(Cursor& cursor, ModuleContext& context, Space space) {
  if (cursor.kind() != TokenKind::Id) return cursor.expectU32();
  const std::uint32_t start = cursor.offset();
  const std::string_view name = cursor.takeId().value_or("");
  const std::uint32_t* index = context.identifiersOf(space).find(name);
  if (index != nullptr) return *index;
  cursor.failResolution(ErrorCode::TextUnknown, start,
                        fmt::format(" {} ${}", toString(space), name));
  return 0;
}

void Locals::declareNamed(Cursor& cursor, const Token& id) {
  const std::string_view name = cursor.nameOf(id);
  if (!identifiers.bind(name, count)) {
    cursor.failResolution(ErrorCode::DuplicateName, id.offset, fmt::format(" local ${}", name));
  }
}

void Locals::declare(Cursor& cursor) {
  std::optional<std::string_view> name;
  if (cursor.kind() == TokenKind::Id) {
    const Token id = cursor.take();
    declareNamed(cursor, id);
    name = cursor.nameOf(id);
  }
  if (const auto annotated = takeNameAnnotation(cursor)) name = annotated;
  if (name) names.emplace(count, *name);
  ++count;
}

}  // namespace wald::text
