#pragma once

#include <cstddef>
#include <cstdint>

namespace wald::artifact {

// The file format of compiled code (`.waot`). All numbers are little-endian. A header of fixed size is followed by sections, each
// aligned as `alignmentOf` says; the code is aligned to pages, so that it can be mapped as it stands in the file.

inline constexpr char magic[8] = {'\0', 'w', 'a', 'o', 't', '\r', '\n', '\x1a'};
/// Counts changes of this file's meaning.
inline constexpr std::uint32_t formatVersion = 1;
inline constexpr std::size_t pageSize = 4096;
/// Sections up to this size are checked whenever an artifact is read.
inline constexpr std::size_t alwaysChecked = std::size_t{1} << 20;

enum class Target : std::uint32_t {
  LinuxX86 = 1,  ///< x86-64, System V ABI
};

enum class MemoryMode : std::uint8_t {
  Guarded =
      0,  ///< accesses of 32-bit memories rely on a guard behind all that an address can reach
  Checked = 1,
};
/// How code traps, is stopped from outside, and finds its stack used up.
enum class Signals : std::uint8_t {
  Handled = 0,  ///< by faults and by a signal to its thread: it does nothing for it
  None = 1,     ///< it looks itself, and asks the runtime for the trap
};

/// What the code was made for; the runtime must do the same.
struct Variant {
  MemoryMode memory = MemoryMode::Guarded;
  Signals signals = Signals::Handled;
  std::uint8_t fuel = 0;           ///< 1: it counts
  std::uint8_t deterministic = 0;  ///< 1: NaNs are canonical

  bool operator==(const Variant&) const = default;
};

enum class SectionId : std::uint8_t {
  Functions,
  CallSites,
  UnwindRows,
  UnwindShapes,
  LandingPads,
  Module,  ///< the module's bytes without its code section
  Code,
};
inline constexpr std::size_t sectionCount = 7;

struct Section {
  std::uint64_t offset;  ///< in the file
  std::uint64_t size;
  std::uint64_t checksum;
};

struct Header {
  char magic[8];
  std::uint32_t formatVersion;
  std::uint32_t headerSize;
  std::uint64_t abi;  ///< hash of all that compiler and runtime must agree on
  char version[24];   ///< of wald, zero-terminated
  Target target;
  Variant variant;
  std::uint64_t cpuFeatures;  ///< those that the code needs: bits by `CpuFeature`
  char cpu[32];               ///< the name it was compiled for, zero-terminated; for people
  std::uint64_t fileSize;
  Section sections[sectionCount];
  std::uint64_t checksum;  ///< of the header up to here
};
static_assert(sizeof(Header) == 280 && offsetof(Header, checksum) == sizeof(Header) - 8);

}  // namespace wald::artifact
