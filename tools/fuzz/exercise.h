#pragma once

#include <cstdint>
#include <vector>

namespace wald::fuzz {

/// Runs everything that reads modules over the bytes. Whether they were accepted.
bool exercise(std::vector<std::uint8_t> bytes);
/// The same for a module in the text format.
bool exerciseText(const std::vector<std::uint8_t>& text);

/// A module as text; empty for bytes that are no module.
std::vector<std::uint8_t> textOf(const std::vector<std::uint8_t>& bytes, bool isFlat);

}  // namespace wald::fuzz
