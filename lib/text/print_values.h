#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace wald::text {

// How values are written, so that reading them gives the same bits.

void appendUnsigned(std::string& out, std::uint64_t value);
void appendSigned(std::string& out, std::int64_t value);

/// A float in the shortest decimal form that is read as the same bits; NaNs with their payload.
void appendF32(std::string& out, std::uint32_t bits);
void appendF64(std::string& out, std::uint64_t bits);

/// A vector as `i32x4` with four lanes.
void appendVector(std::string& out, std::uint64_t low, std::uint64_t high);

/// Bytes in quotes; all but printable ASCII characters as escapes.
void appendBytes(std::string& out, std::span<const std::uint8_t> bytes);
/// UTF-8 in quotes; what does not show, or could change how the rest of the line shows, as escapes.
void appendName(std::string& out, std::string_view name);
/// An identifier: `$name`, or `$"name"` where the name has other characters. Requires a name that is
/// not empty.
void appendId(std::string& out, std::string_view name);

}  // namespace wald::text
