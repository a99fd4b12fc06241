#include "codegen/closed_table.h"

#include <algorithm>

namespace wald::codegen {

namespace {

using wasm::Opcode;

/// A table with more elements than these, most of them null, is not written down.
constexpr std::uint64_t alwaysSmall = 4096;
constexpr std::uint64_t entriesForElement = 16;

const wasm::ConstInstruction* single(const wasm::Module& module, const wasm::ConstExpr& expr) {
  const auto instructions = module.instructionsOf(expr);
  return instructions.size() == 1 ? &instructions[0] : nullptr;
}

/// The place of a segment, if it is known and the segment surely fits its table.
std::optional<std::uint64_t> placeOf(const wasm::Module& module, const wasm::ElemSegment& segment) {
  const wasm::ConstInstruction* const place = single(module, segment.place);
  if (place == nullptr || (place->op != Opcode::I32Const && place->op != Opcode::I64Const)) {
    return std::nullopt;
  }
  const std::uint64_t size = module.tables[segment.table].type.limits.min;
  if (place->value > size || segment.size() > size - place->value) return std::nullopt;
  return place->value;
}

/// The function of an element, or `ClosedTable::none` for null; nothing if it is anything else.
std::optional<std::uint32_t> elementOf(const wasm::Module& module, const wasm::ElemSegment& segment,
                                       std::uint32_t index) {
  if (!segment.usesExpressions) return segment.functions[index];
  const wasm::ConstInstruction* const element = single(module, segment.expressions[index]);
  if (element == nullptr) return std::nullopt;
  if (element->op == Opcode::RefFunc) return element->a;
  if (element->op == Opcode::RefNull) return ClosedTable::none;
  return std::nullopt;
}

/// Whether nobody but element segments puts something into a table.
bool isPrivate(const ir::ValidModule& valid, std::uint32_t table) {
  const wasm::Module& module = valid.module();
  if (table < module.importedTables || valid.codeFacts().writtenTables[table]) return false;
  const auto& init = module.tables[table].init;
  if (init) {
    const wasm::ConstInstruction* const value = single(module, *init);
    if (value == nullptr || value->op != Opcode::RefNull) return false;
  }
  return std::ranges::none_of(module.exports, [&](const wasm::Export& item) {
    return item.kind == wasm::ExternKind::Table && item.index == table;
  });
}

}  // namespace

bool hasKnownType(const wasm::Module& module, std::uint32_t function) {
  return !module.isImportedFunction(function) ||
         module.types[module.functions[function].type].isFinal;
}

std::optional<ClosedTable> closedTable(const ir::ValidModule& valid, std::uint32_t table) {
  if (!isPrivate(valid, table)) return std::nullopt;
  const wasm::Module& module = valid.module();
  ClosedTable result;
  std::uint64_t elements = 0;
  bool maySkip = false;
  for (const wasm::ElemSegment& segment : module.elems) {
    if (segment.mode != wasm::SegmentMode::Active) continue;
    const auto place = placeOf(module, segment);
    if (segment.table != table) {
      // If it traps, what follows is left out, while functions that went into another module's table live on.
      maySkip |= !place;
      continue;
    }
    if (!place || maySkip) return std::nullopt;
    const std::uint64_t end = *place + segment.size();
    elements += segment.size();
    if (end > alwaysSmall && end > entriesForElement * elements) return std::nullopt;
    if (end > result.functions.size()) result.functions.resize(end, ClosedTable::none);
    for (std::uint32_t i = 0; i < segment.size(); ++i) {
      const auto function = elementOf(module, segment, i);
      if (!function) return std::nullopt;
      result.functions[*place + i] = *function;
    }
  }
  while (!result.functions.empty() && result.functions.back() == ClosedTable::none) {
    result.functions.pop_back();
  }
  result.hasOpenTypes = std::ranges::any_of(result.functions, [&](std::uint32_t function) {
    return function != ClosedTable::none && !hasKnownType(module, function);
  });
  return result;
}

}  // namespace wald::codegen
