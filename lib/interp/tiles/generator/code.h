#pragma once

#include <string>

#include "interp/tiles/generator/row.h"

namespace wald::interp::tiles {

/// The C++ of a tile's handler. `isMetered`: whose taken branches pay for what comes (metering.h).
std::string codeOf(const Tile& tile, const std::string& name, bool isMetered);

}  // namespace wald::interp::tiles
