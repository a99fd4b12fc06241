#pragma once

#include <cstdint>
#include <string_view>

namespace wald::artifact {

/// Changes with everything that compiled code takes for granted of the runtime.
std::uint64_t abiHash();
/// Changes with the sources of the compiler, whose code may then be better or other code.
std::uint64_t compilerHash();
/// Changes with the sources of the validator of code, which may then find something else.
std::uint64_t validatorHash();
/// wald's version, of which compiled code is part.
std::string_view waldVersion();

}  // namespace wald::artifact
