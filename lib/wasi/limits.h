#pragma once

#include <cstddef>
#include <cstdint>

/// What a guest can make the host hold or do in one call, in one place. Each number bounds
/// something that a guest chooses.
namespace wald::wasi::limits {

/// Buffers that one read or write takes from its list, as IOV_MAX; of a longer list the first ones.
inline constexpr std::uint32_t iovecs = 1024;
/// Bytes of a path without its final NUL, as PATH_MAX.
inline constexpr std::uint32_t pathBytes = 4095;
/// Bytes of one name in it, as NAME_MAX.
inline constexpr std::uint32_t nameBytes = 255;
/// Descriptors that are open at once.
inline constexpr std::uint32_t descriptors = 8192;
/// Subscriptions of one `poll_oneoff`: every descriptor for reading and for writing, and some
/// clocks.
inline constexpr std::uint32_t subscriptions = 2 * descriptors + 64;
/// Bytes that the host holds for one call at most, whatever the guest asks for; between calls it holds its descriptors.
inline constexpr std::size_t callBytes = std::size_t{32} << 20;
/// Random bytes taken from the system at once; a longer request is served in pieces.
inline constexpr std::size_t randomChunk = std::size_t{64} << 10;
/// Bytes of directory entries taken from the system at once.
inline constexpr std::size_t directoryChunk = std::size_t{16} << 10;
/// Entries of a directory that are sorted, where the order has to be the same in each run.
inline constexpr std::size_t sortedEntries = std::size_t{1} << 16;
/// Bytes of a file in memory, whatever its file system allows: sizes beyond are not even asked of the allocator.
inline constexpr std::uint64_t memoryFileBytes = std::uint64_t{1} << 36;
/// Symbolic links followed in one path, as the kernel's MAXSYMLINKS.
inline constexpr unsigned symlinks = 40;
/// Directories that a path can be below the one it starts from, where the kernel can't resolve it
/// for us.
inline constexpr std::size_t walkDepth = 256;
/// Times that a path is resolved again because something was renamed meanwhile.
inline constexpr unsigned resolveAttempts = 128;

/// Threads that run at once besides the first, unless it is said otherwise.
inline constexpr std::uint32_t threads = 256;
/// The ids of threads go from 1 to this number (wasi-threads: below 2^29).
inline constexpr std::uint32_t threadIds = (std::uint32_t{1} << 29) - 1;

/// Lowest number that a newly opened file gets: a program that closed its standard output must not
/// find that a file has become it.
inline constexpr std::uint32_t firstFreeDescriptor = 3;

}  // namespace wald::wasi::limits
