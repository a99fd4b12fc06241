#include <algorithm>

#include <fmt/format.h>

#include "runtime/const_eval.h"
#include "snapshot/module_writer.h"

namespace wald::snapshot {

namespace {

using runtime::Ref;
using wasm::AbsHeap;
using wasm::ElemSegment;
using wasm::ValType;

// Flags of an element segment.
constexpr std::uint32_t notActiveFlag = 1;
constexpr std::uint32_t explicitFlag = 2;
constexpr std::uint32_t expressionsFlag = 4;

/// One that was dropped, of the same type, because instructions are valid by that.
ElemSegment dropped(const ElemSegment& segment) {
  ElemSegment empty;
  empty.mode = wasm::SegmentMode::Passive;
  empty.type = segment.type;
  empty.usesExpressions = segment.usesExpressions;
  empty.flags = notActiveFlag | (segment.usesExpressions ? expressionsFlag : 0);
  return empty;
}

}  // namespace

Result<void> ModuleWriter::takeTables() {
  WALD_TRY(checkPassiveElements());
  std::vector<ElemSegment> added;
  for (std::uint32_t i = 0; i < module_.tables.size(); ++i) WALD_TRY(takeTable(i, added));
  replaceElements(std::move(added));
  return {};
}

/// They are made anew from what the module says.
Result<void> ModuleWriter::checkPassiveElements() {
  for (std::uint32_t i = 0; i < module_.elems.size(); ++i) {
    const ValType type = module_.elems[i].type;
    for (const Ref ref : instance_.elements(i)) {
      const auto checked = constants_.checkMadeAgain(type, ref);
      if (!checked) return cannotHold(fmt::format("element segment {}", i), checked.error());
    }
  }
  return {};
}

Result<void> ModuleWriter::takeTable(std::uint32_t index, std::vector<ElemSegment>& added) {
  wasm::Table& table = module_.tables[index];
  const runtime::Table& now = *instance_.table(index);
  table.type.limits.min = now.size();
  Ref usual = 0;
  if (table.init) {
    WALD_TRY_ASSIGN(value, runtime::evaluate(*table.init, instance_));
    usual = value.low;
  }
  const std::span<const Ref> refs(now.data(), now.size());
  std::vector<Element> run;
  const auto finish = [&]() -> Result<void> {
    if (run.empty()) return {};
    WALD_TRY_ASSIGN(segment, elementsOf(index, run));
    added.push_back(std::move(segment));
    run.clear();
    return {};
  };
  for (std::uint64_t i = 0; i < refs.size(); ++i) {
    if (refs[i] == usual) {
      WALD_TRY(finish());
    } else {
      run.push_back({i, refs[i]});
    }
  }
  return finish();
}

Result<ElemSegment> ModuleWriter::elementsOf(std::uint32_t table,
                                             std::span<const Element> elements) {
  const wasm::TableType& type = module_.tables[table].type;
  const bool isPlain = type.element.heap() == AbsHeap::Func &&
                       std::ranges::all_of(elements, [](const Element& e) { return e.ref != 0; });
  ElemSegment segment;
  segment.table = table;
  segment.place = addExpression(Constants::address(type.address, elements.front().index));
  segment.usesExpressions = !isPlain;
  segment.type = isPlain ? ValType::ref(AbsHeap::Func, false) : type.element;
  const bool isUsual = table == 0 && (isPlain || type.element == wasm::types::funcref);
  segment.flags = (isUsual ? 0 : explicitFlag) | (isPlain ? 0 : expressionsFlag);
  for (const Element& element : elements) {
    const auto expression = constants_.expression(type.element, element.ref);
    if (!expression) {
      return cannotHold(fmt::format("table {}, element {}", table, element.index),
                        expression.error());
    }
    if (isPlain) {
      segment.functions.push_back(*constants_.functionIndex(element.ref));
    } else {
      segment.expressions.push_back(addExpression(*expression));
    }
  }
  return segment;
}

/// Where code knows segments by their numbers, these stay, as `replaceData` says of data.
void ModuleWriter::replaceElements(std::vector<ElemSegment> added) {
  std::vector<ElemSegment> kept;
  if (uses_.elemSegments) kept = std::move(module_.elems);
  auto next = added.begin();
  for (std::uint32_t i = 0; i < kept.size(); ++i) {
    if (kept[i].mode == wasm::SegmentMode::Declarative || !instance_.elements(i).empty()) continue;
    const bool fits = next != added.end() && next->type == kept[i].type;
    kept[i] = fits ? std::move(*next++) : dropped(kept[i]);
  }
  std::move(next, added.end(), std::back_inserter(kept));
  module_.elems = std::move(kept);
}

void ModuleWriter::declareFunctions(const std::set<std::uint32_t>& functions) {
  ElemSegment segment;
  segment.mode = wasm::SegmentMode::Declarative;
  segment.flags = notActiveFlag | explicitFlag;
  segment.functions.assign(functions.begin(), functions.end());
  module_.elems.push_back(std::move(segment));
}

}  // namespace wald::snapshot
