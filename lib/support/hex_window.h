#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace wald {

/// Two lines that show where in the bytes an error lies, each ended by a newline: the offset of up to 16 bytes around
/// `offset` and the bytes in hexadecimal, then a caret under the byte at `offset`. At or beyond the end of the bytes, the
/// caret stands after the last one.
///
///     00000014  00 0a 08 01 06 00 00 ff 00 00 0b
///                                    ^^
std::string hexWindow(std::span<const std::uint8_t> bytes, std::uint64_t offset);

}  // namespace wald
