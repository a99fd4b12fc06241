#pragma once

#include <string>

#include "interp/tiles/generator/row.h"

namespace wald::interp::tiles {

/// The C++ of a tile's handler.
std::string codeOf(const Tile& tile, const std::string& name);

}  // namespace wald::interp::tiles
