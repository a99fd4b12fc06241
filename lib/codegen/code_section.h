#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace wald::codegen {

/// A valid module's bytes without its code section.
std::vector<std::uint8_t> withoutCodeSection(std::span<const std::uint8_t> module);

}  // namespace wald::codegen
