#include <algorithm>

#include <cpuid.h>

#if __has_include(<sys/platform/x86.h>)
// In strict C++ <stdbool.h> leaves the name out that the header uses.
#define _Bool bool  // NOLINT(bugprone-reserved-identifier)
#include <sys/platform/x86.h>
#undef _Bool
#endif

#include "artifact/cpu_features.h"

namespace wald::artifact {

namespace {

enum Register : std::uint8_t { Eax, Ebx, Ecx, Edx };

struct Row {
  std::uint32_t leaf;
  Register reg;
  std::uint8_t bit;
  std::uint8_t state;
};

constexpr Row rows[] = {
#define WALD_CPU_FEATURE(name, text, leaf, reg, bit, state) {leaf, reg, bit, state},
#include "artifact/cpu_features.def"
};

struct Registers {
  std::uint32_t values[4] = {};
};

#if __has_include(<sys/platform/x86.h>)

/// What the C library asked when the process began: under a hypervisor each CPUID is an exit to it, of microseconds.
Registers cpuid(std::uint32_t leaf) {
  const unsigned index = leaf == 1   ? CPUID_INDEX_1
                         : leaf == 7 ? CPUID_INDEX_7
                                     : CPUID_INDEX_80000001;
  Registers r;
  std::ranges::copy(__x86_get_cpuid_feature_leaf(index)->cpuid_array, r.values);
  return r;
}

#else

Registers cpuid(std::uint32_t leaf) {
  Registers r;
  // Beyond the highest leaf nothing is written: zeros.
  __get_cpuid_count(leaf, 0, &r.values[Eax], &r.values[Ebx], &r.values[Ecx], &r.values[Edx]);
  return r;
}

#endif

/// XCR0: the registers that the operating system saves. Zero where it cannot be asked.
std::uint64_t savedState() {
  constexpr unsigned osxsave = 27;
  if ((cpuid(1).values[Ecx] >> osxsave & 1) == 0) return 0;
  std::uint32_t low = 0;
  std::uint32_t high = 0;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return std::uint64_t{high} << 32 | low;
}

}  // namespace

std::uint64_t hostCpuFeatures() {
  const Registers leaf1 = cpuid(1);
  const Registers leaf7 = cpuid(7);
  const Registers extended = cpuid(0x80000001);
  const std::uint64_t saved = savedState();
  std::uint64_t features = 0;
  for (unsigned i = 0; i < cpuFeatureCount; ++i) {
    const Row& row = rows[i];
    const Registers& leaf = row.leaf == 1 ? leaf1 : row.leaf == 7 ? leaf7 : extended;
    const bool has = (leaf.values[row.reg] >> row.bit & 1) != 0;
    if (has && (saved & row.state) == row.state) features |= std::uint64_t{1} << i;
  }
  return features;
}

}  // namespace wald::artifact
