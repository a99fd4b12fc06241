#pragma once

#include <cstdint>

namespace wald::wasm::limits {

// Implementation limits, as section "Implementation Limitations" of the specification's appendix allows.
// They agree with the limits of the JS API where that names one, so that what runs in a browser runs here.

inline constexpr std::uint64_t moduleBytes = std::uint64_t{1} << 30;
inline constexpr std::uint32_t types = 1'000'000;
inline constexpr std::uint32_t recGroupTypes = 1'000'000;
inline constexpr std::uint32_t subtypingDepth = 63;
inline constexpr std::uint32_t functions = 1'000'000;
inline constexpr std::uint32_t imports = 1'000'000;
inline constexpr std::uint32_t exports = 1'000'000;
inline constexpr std::uint32_t globals = 1'000'000;
inline constexpr std::uint32_t tags = 1'000'000;
inline constexpr std::uint32_t dataSegments = 100'000;
inline constexpr std::uint32_t elemSegments = 10'000'000;
inline constexpr std::uint32_t elemEntries = 10'000'000;
inline constexpr std::uint32_t tables = 100'000;
inline constexpr std::uint32_t memories = 100'000;
inline constexpr std::uint32_t functionBytes = 128u << 20;
inline constexpr std::uint32_t functionLocals = 50'000;
inline constexpr std::uint32_t functionParams = 1'000;
inline constexpr std::uint32_t functionResults = 1'000;
inline constexpr std::uint32_t structFields = 10'000;
inline constexpr std::uint32_t arrayFixedOperands = 10'000;
inline constexpr std::uint32_t brTableTargets = 1'000'000;
/// Operands on the stack of one function at a time.
inline constexpr std::uint32_t operands = 1'000'000;
inline constexpr std::uint32_t tableEntries = 10'000'000;
/// Nesting of blocks in a function, and of parentheses in text. Real modules reach 3,457.
inline constexpr std::uint32_t nesting = 100'000;
/// Pages of 64 KiB that a 32-bit memory can have.
inline constexpr std::uint64_t memory32Pages = 65'536;
/// Pages that the specification allows a 64-bit memory to declare.
inline constexpr std::uint64_t memory64Pages = std::uint64_t{1} << 48;

}  // namespace wald::wasm::limits
