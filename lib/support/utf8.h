#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wald {

/// Whether the bytes are well-formed UTF-8 (no surrogates, no overlong forms).
bool isUtf8(std::string_view text);
/// The length of the UTF-8 sequence that starts at `offset`, where a byte is; 0 if there is none.
unsigned utf8LengthAt(std::string_view text, std::size_t offset);
/// Appends a code point that is none of the surrogates, and at most U+10FFFF.
void appendUtf8(std::string& out, std::uint32_t codePoint);

}  // namespace wald
