#pragma once

#include "wasi/config.h"

namespace wald::command {

/// What the cache holds is run as it is: no guest may write it. It is made before a guest that could make it itself starts.
void protectCache(wasi::Config& config);

}  // namespace wald::command
