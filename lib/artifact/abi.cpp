#include "artifact/abi.h"

namespace wald::artifact {

std::uint64_t abiHash() { return WALD_ABI_HASH; }

std::uint64_t compilerHash() { return WALD_COMPILER_HASH; }

std::uint64_t validatorHash() { return WALD_VALIDATOR_HASH; }

std::string_view waldVersion() { return WALD_VERSION; }

}  // namespace wald::artifact
