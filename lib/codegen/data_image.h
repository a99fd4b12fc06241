#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ir/valid_module.h"

namespace wald::codegen {

/// What a memory holds in one stretch when its module has been instantiated.
struct DataRun {
  std::uint32_t memory = 0;
  std::uint64_t place = 0;
  std::vector<std::uint8_t> bytes;
};

/// The active data segments of a module as stretches that do not overlap, by memory and place. Nothing if that could be told from the module
/// itself: if a segment may lie outside its memory, goes to an imported memory or to a place that is not a constant, or if an
/// instruction uses segments.
std::optional<std::vector<DataRun>> mergedData(const ir::ValidModule& module);

/// A data section with these active segments.
std::vector<std::uint8_t> encodedSection(const wasm::Module& module,
                                         const std::vector<DataRun>& runs);

}  // namespace wald::codegen
