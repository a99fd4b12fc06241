#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wald::artifact {

/// A row of `cpu_features.def`; its number is the bit in a set of them.
enum class CpuFeature : std::uint8_t {
#define WALD_CPU_FEATURE(name, text, leaf, reg, bit, state) name,
#include "artifact/cpu_features.def"
};
inline constexpr unsigned cpuFeatureCount = 0
#define WALD_CPU_FEATURE(...) +1
#include "artifact/cpu_features.def"
    ;
static_assert(cpuFeatureCount <= 64);

std::string_view nameOf(CpuFeature feature);
/// The names of a set, with spaces between.
std::string namesOf(std::uint64_t features);

/// What this machine has, and its operating system supports.
std::uint64_t hostCpuFeatures();

}  // namespace wald::artifact
