#include "valid/type_validator.h"

#include <fmt/format.h>

namespace wald::valid {

namespace {

/// Types may refer to those before them and to their own recursion group, which ends before `bound`.
Result<void> checkReference(wasm::ValType type, std::uint32_t bound) {
  if (!type.isRef() || !type.heap().isDefined() || type.heap().index() < bound) return {};
  return numberedError(ErrorCode::UnknownType, type.heap().index());
}

Result<void> checkReferences(const wasm::SubType& type, std::uint32_t index, std::uint32_t bound) {
  if (type.supertypes.size() > 1) return Error(ErrorCode::SubType, "more than one supertype");
  for (const std::uint32_t super : type.supertypes) {
    if (super >= index) return numberedError(ErrorCode::UnknownType, super);
  }
  for (const auto param : type.comp.params) WALD_TRY(checkReference(param, bound));
  for (const auto result : type.comp.results) WALD_TRY(checkReference(result, bound));
  for (const auto& field : type.comp.fields) WALD_TRY(checkReference(field.type, bound));
  return {};
}

/// That the type, which is entered already, may be a subtype of the supertype it declares.
Result<void> checkSupertype(const Context& context, std::uint32_t index) {
  const auto& declared = context.module.types[index];
  if (declared.supertypes.empty()) return {};
  const std::uint32_t super = declared.supertypes[0];
  if (context.module.types[super].isFinal) {
    return Error(ErrorCode::SubType, fmt::format("type {} is final", super));
  }
  if (!context.types.matches(*context.comps[index], *context.comps[super])) {
    return Error(ErrorCode::SubType, fmt::format("type {} does not match type {}", index, super));
  }
  const std::size_t depth = context.types[context.ids[index]].ancestors.size();
  if (depth > wasm::limits::subtypingDepth) {
    return Error(ErrorCode::LimitExceeded, fmt::format("{} supertypes in a chain (at most {})",
                                                       depth, wasm::limits::subtypingDepth));
  }
  return {};
}

}  // namespace

Result<void> validateTypes(Context& context) {
  const auto& module = context.module;
  context.ids.reserve(module.types.size());
  context.comps.reserve(module.types.size());
  const auto place = [&module](Result<void> result, std::uint32_t index) -> Result<void> {
    if (result) return {};
    return std::move(result).error().at(module.typeOffsets[index]).in("type", index);
  };
  for (const auto group : module.recGroups) {
    const std::uint32_t end = group.first + group.count;
    for (std::uint32_t i = group.first; i < end; ++i) {
      WALD_TRY(place(checkReferences(module.types[i], i, end), i));
    }
    context.types.add(module, group, context.ids);
    for (std::uint32_t i = group.first; i < end; ++i) {
      context.comps.push_back(&context.types[context.ids[i]].type.comp);
    }
    for (std::uint32_t i = group.first; i < end; ++i)
      WALD_TRY(place(checkSupertype(context, i), i));
  }
  return {};
}

}  // namespace wald::valid
