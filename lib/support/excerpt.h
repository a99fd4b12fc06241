#pragma once

#include <string>
#include <string_view>

#include "support/error.h"

namespace wald {

/// A text for a terminal: control characters as codes (`\x1b`), so that what comes from a module
/// cannot drive it.
std::string printable(std::string_view text);

/// The line that an error in a text stands on, and below it a caret at its column, both indented by
/// `indentation` spaces; of a long line the part around the column. Empty for other errors.
std::string excerptOf(const Error& error, std::size_t indentation = 2);

}  // namespace wald
