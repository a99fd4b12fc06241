#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "artifact/tables.h"
#include "codegen/placed_object.h"

namespace wald::codegen {

/// Makes the table of call sites from objects' line tables, whose lines are offsets in the module.
class LineTable {
public:
  void add(const PlacedObject& object);

  /// `functions` are the starts of functions and the end of the last; `bodies` their offsets in the module, for what comes before a function's
  /// first line.
  std::vector<artifact::CallSite> callSites(std::span<const std::uint32_t> functions,
                                            std::span<const std::uint32_t> bodies);

private:
  struct Row {
    std::uint32_t code;
    std::uint32_t offset;
    std::uint32_t number;  ///< in the order of the line tables
  };
  std::vector<Row> rows_;
};

}  // namespace wald::codegen
