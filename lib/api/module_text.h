#pragma once

#include <cstdint>
#include <vector>

#include "support/error.h"
#include "wasm/features.h"

namespace wald::api {

/// Makes a binary module of bytes that may be text: known by what they begin with, or because the caller says so.
Result<std::vector<std::uint8_t>> toBinary(std::vector<std::uint8_t> bytes, bool isText,
                                           wasm::Features features);

}  // namespace wald::api
