#pragma once

#include <cstdint>
#include <vector>

#include "support/error.h"
#include "wasm/module.h"

namespace wald::binary {

/// Decodes a module ("Binary Format › Modules"): everything but the instructions of function bodies, whose
/// ranges are kept. Takes the bytes over. Errors are `Malformed`, `Unsupported` (a component, a feature that is
/// off) or `Limit`, with the offset of the offending item taken before it was read, section and index.
/// Time and memory are bounded by the size of the input.
Result<wasm::Module> decodeModule(std::vector<std::uint8_t> bytes, wasm::Features features);

/// Whether the bytes start with the magic number of a binary module (else they may be text).
bool hasMagic(std::span<const std::uint8_t> bytes);

}  // namespace wald::binary
