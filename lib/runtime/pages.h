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
/// Makes it inaccessible again; what it held stays.
bool protect(std::uint8_t* begin, std::uint64_t bytes);
/// Gives back the memory behind private pages: they read as they did at first.
bool discard(std::uint8_t* begin, std::uint64_t bytes);
/// A file in memory, of zeros; negative: the system refuses.
int createFile(std::uint64_t bytes);
void closeFile(int file);
/// The whole file, to be read and written.
std::uint8_t* mapShared(int file, std::uint64_t bytes);
/// The file in place of a part of a reservation, which gets pages of its own where it is written to.
bool mapPrivate(int file, std::uint8_t* begin, std::uint64_t bytes);

/// Gives back what `reserve`, `map` or `extend` gave.
void release(std::uint8_t* begin, std::uint64_t bytes);

}  // namespace wald::runtime::pages
