#include "valid/module_validator.h"

#include <unordered_set>

#include <fmt/format.h>

#include "valid/type_validator.h"

namespace wald::valid {

using wasm::AddressType;
using wasm::ExternKind;
using wasm::Feature;
using wasm::ValType;

namespace {

template <typename Place>
Error placed(Error error, const Place& place) {
  return std::move(error).at(place.offset).in(place.section, place.index);
}

Result<void> checkOrder(const wasm::Limits& limits) {
  if (!limits.max || limits.min <= *limits.max) return {};
  return Error(ErrorCode::MinGreaterThanMax, fmt::format("{} and {}", limits.min, *limits.max));
}

Result<void> checkTableLimits(const wasm::TableType& type) {
  constexpr std::uint64_t bound = 0xffff'ffff;
  if (type.address == AddressType::I32 &&
      (type.limits.min > bound || type.limits.max.value_or(0) > bound)) {
    return Error(ErrorCode::TableSize, fmt::format("must be at most {} entries", bound));
  }
  return checkOrder(type.limits);
}

Result<void> checkMemoryLimits(const wasm::MemoryType& type) {
  const bool isBytes = type.pageSizeLog2 == 0;
  if (!isBytes && type.pageSizeLog2 != 16) {
    return Error(ErrorCode::InvalidCustomPageSize, "must be 1 or 65536");
  }
  // What the address type can count: 2^32 or 2^64 bytes, of single bytes one less.
  const bool is64 = type.address == AddressType::I64;
  std::uint64_t bound = is64 ? wasm::limits::memory64Pages : wasm::limits::memory32Pages;
  if (isBytes) bound = is64 ? ~std::uint64_t{0} : std::uint64_t{0xffff'ffff};
  if (type.limits.min > bound || type.limits.max.value_or(0) > bound) {
    if (!is64 && !isBytes) return Error(ErrorCode::MemorySizeLimit);
    return Error::withMessage(ErrorCode::MemorySize,
                              fmt::format("memory size must be at most {} pages of {} bytes", bound,
                                          std::uint64_t{1} << type.pageSizeLog2));
  }
  if (type.shared && !type.limits.max) return Error(ErrorCode::SharedNeedsMax);
  return checkOrder(type.limits);
}

}  // namespace

Result<void> ModuleValidator::validate() {
  WALD_TRY(validateTypes(context_));
  WALD_TRY(imports());
  WALD_TRY(functions());
  WALD_TRY(tables());
  WALD_TRY(memories());
  WALD_TRY(tags());
  WALD_TRY(tableInitialisers());
  WALD_TRY(globals());
  WALD_TRY(elements());
  WALD_TRY(datas());
  WALD_TRY(exports());
  WALD_TRY(start());
  return {};
}

Result<void> ModuleValidator::imports() {
  for (std::uint32_t i = 0; i < module_.imports.size(); ++i) {
    const auto& import = module_.imports[i];
    const Place place{"import", i, import.offset};
    switch (import.type.kind) {
      case ExternKind::Func: WALD_TRY(functionType(import.type.func(), place)); break;
      case ExternKind::Table: WALD_TRY(table(import.type.table(), place)); break;
      case ExternKind::Memory: WALD_TRY(memory(import.type.memory(), place)); break;
      case ExternKind::Global: {
        ValType type;
        WALD_TRY(valueType(import.type.global().type, place, type));
        context_.globals.push_back(type);
        break;
      }
      case ExternKind::Tag: WALD_TRY(tag(import.type.tag(), place)); break;
    }
  }
  return {};
}

Result<void> ModuleValidator::functions() {
  for (std::uint32_t i = module_.importedFunctions; i < module_.functions.size(); ++i) {
    const auto& function = module_.functions[i];
    WALD_TRY(
        functionType(function.type, {"function", i - module_.importedFunctions, function.offset}));
  }
  context_.declared.resize(module_.functions.size());
  return {};
}

Result<void> ModuleValidator::tables() {
  for (std::uint32_t i = module_.importedTables; i < module_.tables.size(); ++i) {
    const auto& defined = module_.tables[i];
    const Place place{"table", i - module_.importedTables, defined.offset};
    WALD_TRY(table(defined.type, place));
    if (!defined.init && !defined.type.element.isDefaultable()) {
      return placed(Error(ErrorCode::TypeMismatch,
                          "a table of references that cannot be null needs an initialiser"),
                    place);
    }
  }
  if (module_.tables.size() > 1 && !module_.features.has(Feature::ReferenceTypes)) {
    return placed(Error(ErrorCode::MultipleTables), Place{"table", 1, module_.tables[1].offset});
  }
  return {};
}

Result<void> ModuleValidator::memories() {
  for (std::uint32_t i = module_.importedMemories; i < module_.memories.size(); ++i) {
    const auto& defined = module_.memories[i];
    WALD_TRY(memory(defined.type, {"memory", i - module_.importedMemories, defined.offset}));
  }
  if (module_.memories.size() > 1 && !module_.features.has(Feature::MultiMemory)) {
    return placed(Error(ErrorCode::MultipleMemories),
                  Place{"memory", 1, module_.memories[1].offset});
  }
  return {};
}

Result<void> ModuleValidator::tags() {
  for (std::uint32_t i = module_.importedTags; i < module_.tags.size(); ++i) {
    const auto& defined = module_.tags[i];
    WALD_TRY(tag(defined.type, {"tag", i - module_.importedTags, defined.offset}));
  }
  return {};
}

Result<void> ModuleValidator::tableInitialisers() {
  // Before the module's own globals are in the context: they cannot be used here.
  for (std::uint32_t i = module_.importedTables; i < module_.tables.size(); ++i) {
    const auto& defined = module_.tables[i];
    if (!defined.init) continue;
    WALD_TRY(constant(*defined.init, context_.tableElements[i],
                      {"table", i - module_.importedTables, defined.offset}));
  }
  return {};
}

Result<void> ModuleValidator::globals() {
  context_.globals.reserve(module_.globals.size());
  for (std::uint32_t i = module_.importedGlobals; i < module_.globals.size(); ++i) {
    const auto& global = module_.globals[i];
    const Place place{"global", i - module_.importedGlobals, global.offset};
    ValType type;
    WALD_TRY(valueType(global.type.type, place, type));
    WALD_TRY(constant(global.init, type, place));
    // Only now can the next ones see it.
    context_.globals.push_back(type);
  }
  return {};
}

Result<void> ModuleValidator::elements() {
  context_.segmentElements.reserve(module_.elems.size());
  for (std::uint32_t i = 0; i < module_.elems.size(); ++i) {
    WALD_TRY(element(module_.elems[i], {"element", i, module_.elems[i].offset}));
  }
  return {};
}

Result<void> ModuleValidator::element(const wasm::ElemSegment& segment, Place place) {
  ValType type;
  WALD_TRY(valueType(segment.type, place, type));
  context_.segmentElements.push_back(type);
  for (const std::uint32_t function : segment.functions) {
    if (function >= module_.functions.size()) {
      return placed(numberedError(ErrorCode::UnknownFunction, function), place);
    }
    context_.declared[function] = true;
  }
  for (const auto& expression : segment.expressions) WALD_TRY(constant(expression, type, place));
  if (segment.mode != wasm::SegmentMode::Active) return {};

  if (segment.table >= module_.tables.size()) {
    return placed(numberedError(ErrorCode::UnknownTable, segment.table), place);
  }
  const ValType into = context_.tableElements[segment.table];
  if (!context_.types.matches(type, into)) {
    return placed(
        Error(ErrorCode::TypeMismatch, fmt::format("elements of {} into a table of {}",
                                                   context_.textOf(type), context_.textOf(into))),
        place);
  }
  return constant(segment.place, valTypeOf(module_.tables[segment.table].type.address), place);
}

Result<void> ModuleValidator::datas() {
  for (std::uint32_t i = 0; i < module_.datas.size(); ++i) {
    WALD_TRY(data(module_.datas[i], {"data", i, module_.datas[i].offset}));
  }
  return {};
}

Result<void> ModuleValidator::data(const wasm::DataSegment& segment, Place place) {
  if (segment.mode != wasm::SegmentMode::Active) return {};
  if (segment.memory >= module_.memories.size()) {
    return placed(numberedError(ErrorCode::UnknownMemory, segment.memory), place);
  }
  return constant(segment.place, valTypeOf(module_.memories[segment.memory].type.address), place);
}

Result<void> ModuleValidator::exports() {
  std::unordered_set<std::string_view> names;
  names.reserve(module_.exports.size());
  for (std::uint32_t i = 0; i < module_.exports.size(); ++i) {
    const auto& item = module_.exports[i];
    const Place place{"export", i, item.offset};
    WALD_TRY(exported(item, place));
    if (!names.insert(item.name).second) {
      return placed(Error(ErrorCode::DuplicateExport, item.name), place);
    }
  }
  return {};
}

Result<void> ModuleValidator::exported(const wasm::Export& item, Place place) {
  const auto check = [&](std::size_t count, ErrorCode code) -> Result<void> {
    if (item.index < count) return {};
    return placed(numberedError(code, item.index), place);
  };
  switch (item.kind) {
    case ExternKind::Func:
      WALD_TRY(check(module_.functions.size(), ErrorCode::UnknownFunction));
      context_.declared[item.index] = true;
      return {};
    case ExternKind::Table: return check(module_.tables.size(), ErrorCode::UnknownTable);
    case ExternKind::Memory: return check(module_.memories.size(), ErrorCode::UnknownMemory);
    case ExternKind::Global: return check(module_.globals.size(), ErrorCode::UnknownGlobal);
    case ExternKind::Tag: return check(module_.tags.size(), ErrorCode::UnknownTag);
  }
  return {};
}

Result<void> ModuleValidator::start() {
  if (!module_.start) return {};
  const Place place{"start", Error::noIndex, module_.startOffset};
  if (*module_.start >= module_.functions.size()) {
    return placed(numberedError(ErrorCode::UnknownFunction, *module_.start), place);
  }
  const auto& type = context_.functionType(*module_.start);
  if (type.params.empty() && type.results.empty()) return {};
  return placed(Error(ErrorCode::StartFunction, "has parameters or results"), place);
}

Result<void> ModuleValidator::functionType(std::uint32_t type, Place place) {
  if (type >= context_.comps.size())
    return placed(numberedError(ErrorCode::UnknownType, type), place);
  if (context_.comps[type]->kind == wasm::CompKind::Func) return {};
  return placed(Error(ErrorCode::TypeMismatch, fmt::format("type {} is not a function type", type)),
                place);
}

Result<void> ModuleValidator::table(const wasm::TableType& type, Place place) {
  ValType element;
  WALD_TRY(valueType(type.element, place, element));
  context_.tableElements.push_back(element);
  if (auto checked = checkTableLimits(type); !checked)
    return placed(std::move(checked).error(), place);
  return {};
}

Result<void> ModuleValidator::memory(const wasm::MemoryType& type, Place place) {
  if (auto checked = checkMemoryLimits(type); !checked)
    return placed(std::move(checked).error(), place);
  return {};
}

Result<void> ModuleValidator::tag(const wasm::TagType& type, Place place) {
  WALD_TRY(functionType(type.type, place));
  if (context_.comps[type.type]->results.empty()) return {};
  return placed(Error(ErrorCode::NonEmptyTagResult), place);
}

Result<void> ModuleValidator::valueType(ValType type, Place place, ValType& resolved) {
  auto result = context_.resolve(type);
  if (!result) return placed(std::move(result).error(), place);
  resolved = *result;
  return {};
}

Result<void> ModuleValidator::constant(const wasm::ConstExpr& expression, ValType type,
                                       Place place) {
  auto checked = constants_.validateConstant(expression, type);
  if (!checked) return std::move(checked).error().in(place.section, place.index);
  return {};
}

}  // namespace wald::valid
