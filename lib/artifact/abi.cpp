#include "artifact/abi.h"

namespace wald::artifact {

std::uint64_t abiHash() { return WALD_ABI_HASH; }

std::string_view waldVersion() { return WALD_VERSION; }

}  // namespace wald::artifact
