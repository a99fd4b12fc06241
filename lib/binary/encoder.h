#pragma once

#include <cstdint>
#include <vector>

#include "wasm/module.h"

namespace wald::binary {

/// Writes a module in the binary format, with shortest LEB128 forms outside of function bodies, custom
/// sections at their places. The text parser makes modules whose bodies, constant expressions and data lie in
/// `Module::bytes`; they are copied as they are. For a module that `decodeModule` read from such an encoding the
/// result is the same bytes.
std::vector<std::uint8_t> encodeModule(const wasm::Module& module);

}  // namespace wald::binary
