#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "text/cursor.h"
#include "wasm/features.h"

namespace wald::text {

/// The fields of a module, up to the parenthesis that closes it or the end of the text, in the
/// binary format. `name` is the module's identifier or empty. A failure is recorded in the cursor.
std::vector<std::uint8_t> parseModuleFields(Cursor& cursor, wasm::Features features,
                                            std::string_view name);

}  // namespace wald::text
