#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "wasm/module.h"

namespace wald::binary {

/// Writes a module in the binary format, with shortest LEB128 forms outside of function bodies, custom
/// sections at their places. The text parser makes modules whose bodies, constant expressions and data lie in
/// `Module::bytes`; they are copied as they are. For a module that `decodeModule` read from such an encoding the
/// result is the same bytes.
std::vector<std::uint8_t> encodeModule(const wasm::Module& module);

/// The same for a module that was changed after it was decoded from `original`: the contents of sections other than the `changed` ones are
/// copied as they stand there, so that what counts bytes from a section's start (debugging information) still holds.
std::vector<std::uint8_t> encodeChanged(const wasm::Module& module,
                                        std::span<const std::uint8_t> original,
                                        std::span<const wasm::SectionId> changed);

}  // namespace wald::binary
