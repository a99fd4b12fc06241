#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "support/error.h"

namespace wald::command {

/// Writes a whole file, which appears under its name complete or not at all, whatever ends the process. What is there and no
/// regular file (a device, a pipe) is written to as it is.
Result<void> writeAtomically(std::string_view path, std::span<const std::uint8_t> bytes);

}  // namespace wald::command
