#pragma once

#include <cstdint>
#include <vector>

namespace wald::fuzz {

/// Runs everything that reads modules over the bytes. Whether they were accepted.
bool exercise(std::vector<std::uint8_t> bytes);

}  // namespace wald::fuzz
