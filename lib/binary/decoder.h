#pragma once

#include <cstdint>
#include <vector>

#include "support/error.h"
#include "wasm/module.h"

namespace wald::binary {

/// Where a module comes from, if not from a file of the binary format as it is.
enum class ModuleSource : std::uint8_t {
  Whole,
  CodeRemoved,  ///< the code section was taken out, because the code was compiled (`wasm::Module::codeRemoved`)
};

/// Decodes a module ("Binary Format › Modules"): everything but the instructions of function bodies, whose
/// ranges are kept. Takes the bytes over. Errors are `Malformed`, `Unsupported` (a component, a feature that is
/// off) or `Limit`, with the offset of the offending item taken before it was read, section and index.
/// Time and memory are bounded by the size of the input.
Result<wasm::Module> decodeModule(wasm::ModuleBytes bytes, wasm::Features features,
                                  ModuleSource source = ModuleSource::Whole);

/// Whether the bytes start with the magic number of a binary module (else they may be text).
bool hasMagic(std::span<const std::uint8_t> bytes);

}  // namespace wald::binary
