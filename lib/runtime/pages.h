#pragma once

#include <cstdint>

namespace wald::runtime::pages {

/// Bytes of a page of the machine.
std::uint64_t pageSize();
std::uint64_t roundUp(std::uint64_t bytes);

// Sizes are multiples of `pageSize()`. None of these touches a page; null or false: the system refused.

/// Takes address space that cannot be accessed and costs no memory.
std::uint8_t* reserve(std::uint64_t bytes);
/// Makes a part of a reservation readable and writable; it reads as zero.
bool commit(std::uint8_t* begin, std::uint64_t bytes);
/// Zeroed memory.
std::uint8_t* map(std::uint64_t bytes);
/// Makes the result of `map` longer, perhaps elsewhere; the contents move along.
std::uint8_t* extend(std::uint8_t* begin, std::uint64_t bytes, std::uint64_t newBytes);
/// Gives back what `reserve`, `map` or `extend` gave.
void release(std::uint8_t* begin, std::uint64_t bytes);

}  // namespace wald::runtime::pages
