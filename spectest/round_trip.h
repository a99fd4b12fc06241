#pragma once

#include <span>

#include "spectest/runner.h"

namespace wald::spectest {

/// Prints every module of a script as text, folded and flat, and translates the text back, twice.
///
/// A module that is text in the script must give the same bytes at once; of a binary one, whose
/// encoding may be any, the second and the third encoding must agree. Modules that are no modules
/// at all, as assertions have them, are passed over.
RoundTrips checkRoundTrips(std::span<const text::ScriptCommand> commands, wasm::Features features);

}  // namespace wald::spectest
