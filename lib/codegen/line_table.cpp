#include "codegen/line_table.h"

#include <algorithm>
#include <tuple>

#include <llvm/DebugInfo/DWARF/DWARFContext.h>

namespace wald::codegen {

using artifact::CallSite;

void LineTable::add(const PlacedObject& object) {
  const auto context = llvm::DWARFContext::create(*object.file);
  for (const auto& unit : context->compile_units()) {
    const auto* const table = context->getLineTableForUnit(unit.get());
    if (table == nullptr) continue;
    for (const auto& row : table->Rows) {
      // Line 0 is code of nobody's, and line 1 would be the module's first byte: a function's opening.
      if (row.EndSequence || row.Line <= 1) continue;
      const std::uint64_t section = row.Address.SectionIndex;
      if (section >= object.addresses.size()) continue;
      const std::uint64_t base = object.addresses[section];
      if (base == PlacedObject::nowhere) continue;
      rows_.push_back({static_cast<std::uint32_t>(base + row.Address.Address), row.Line - 1,
                       static_cast<std::uint32_t>(rows_.size())});
    }
  }
}

std::vector<CallSite> LineTable::callSites(std::span<const std::uint32_t> functions,
                                           std::span<const std::uint32_t> bodies) {
  std::sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) {
    return std::tie(a.code, a.number) < std::tie(b.code, b.number);
  });
  std::vector<CallSite> sites;
  auto row = rows_.begin();
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    sites.push_back({functions[i], bodies[i]});
    for (; row != rows_.end() && row->code < functions[i + 1]; ++row) {
      // Of several rows for one place the last counts.
      if (sites.back().code == row->code) {
        sites.back().offset = row->offset;
      } else if (sites.back().offset != row->offset) {
        sites.push_back({row->code, row->offset});
      }
    }
  }
  return sites;
}

}  // namespace wald::codegen
