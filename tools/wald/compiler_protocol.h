#pragma once

#include <cstdint>

namespace wald::command::protocol {

// What `waldc --serve` reads from standard input and writes to standard output, all numbers little-endian, again and again until the input ends:
//
//     request   u32 number of options, each: u32 size and bytes (as on the command line of `wald compile`)
//               u64 size and bytes of the module, in the binary format
//     answer    u8  0 with an artifact, or 1 + the `ErrorKind` with a text
//               u64 size and bytes of that
//
// After a crash of LLVM, which is an answer that names the function, the server ends.

inline constexpr std::uint8_t done = 0;

/// More than these are no options.
inline constexpr std::uint32_t maxOptions = 1000;
inline constexpr std::uint32_t maxOptionBytes = 1 << 16;

}  // namespace wald::command::protocol
