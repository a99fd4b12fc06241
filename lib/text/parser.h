#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "support/error.h"
#include "wasm/module.h"

namespace wald::text {

/// Parses a module in the text format ("Text Format › Modules") and gives its binary form:
/// identifiers resolved, abbreviations expanded, names kept in a name section. `source` is UTF-8.
/// Errors have line, column and the line itself. The result is well-formed but not validated.
/// Nesting is bounded by `limits::nesting`.
Result<std::vector<std::uint8_t>> parseModule(std::string_view source, wasm::Features features);

}  // namespace wald::text
