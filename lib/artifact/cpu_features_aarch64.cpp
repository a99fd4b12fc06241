#include "artifact/cpu_features.h"

namespace wald::artifact {

// All features listed so far are those of x86-64.
std::uint64_t hostCpuFeatures() { return 0; }

}  // namespace wald::artifact
