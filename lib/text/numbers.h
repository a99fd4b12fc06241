#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace wald::text {

// "Text Format › Values". The texts are tokens of the lexer, so their syntax is right; what can
// fail is their range.

/// An unsigned integer of `bits` bits.
std::optional<std::uint64_t> parseUnsigned(std::string_view text, unsigned bits);

/// An integer of `bits` bits that may be written signed or unsigned: its two's complement bits.
/// None for a float.
std::optional<std::uint64_t> parseInteger(std::string_view text, unsigned bits);

/// The bits of the 32-bit float nearest to the number, ties to even; none if that is an infinity.
std::optional<std::uint32_t> parseF32(std::string_view text);
/// The same with 64 bits.
std::optional<std::uint64_t> parseF64(std::string_view text);

}  // namespace wald::text
