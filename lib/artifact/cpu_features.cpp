#include "artifact/cpu_features.h"

namespace wald::artifact {

std::string_view nameOf(CpuFeature feature) {
  constexpr std::string_view names[] = {
#define WALD_CPU_FEATURE(name, text, leaf, reg, bit, state) text,
#include "artifact/cpu_features.def"
  };
  return names[static_cast<unsigned>(feature)];
}

std::string namesOf(std::uint64_t features) {
  std::string names;
  for (unsigned i = 0; i < cpuFeatureCount; ++i) {
    if ((features >> i & 1) == 0) continue;
    if (!names.empty()) names += ' ';
    names += nameOf(static_cast<CpuFeature>(i));
  }
  return names;
}

}  // namespace wald::artifact
