#pragma once

#include <functional>
#include <string>
#include <vector>

#include "support/error.h"

namespace wald::coldstart {

/// Numbers that a function gives in a child process, which it can neither end nor fill the caller's by.
Result<std::vector<double>> inChild(const std::function<Result<std::vector<double>>()>& work);

}  // namespace wald::coldstart
