#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ir/valid_module.h"

namespace wald::codegen {

/// What the artifact of a module has besides code: the module without its code section. Where all of its data is known to go to known places
/// of memories of its own, and no instruction knows a segment by its number, segments that lie close together are made one, so that a
/// program with 100,000 of them starts as fast as one with ten.
std::vector<std::uint8_t> restOfModule(const ir::ValidModule& module,
                                       std::span<const std::uint8_t> bytes);

}  // namespace wald::codegen
