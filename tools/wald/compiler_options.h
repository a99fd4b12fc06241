#pragma once

#include <string>
#include <vector>

#include "runtime/engine.h"

namespace wald::command {

/// What the compiler has to know of a configuration, as its command line has it.
std::vector<std::string> compilerOptions(const runtime::Config& config);
/// The same for people: only what differs from the usual.
std::string unusualOptions(const runtime::Config& config);

}  // namespace wald::command
