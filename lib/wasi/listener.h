#pragma once

#include <string>

#include "support/error.h"
#include "wasi/config.h"
#include "wasi/descriptor.h"

namespace wald::wasi {

/// Opens what a guest may accept connections at. Fails with `Usage` if the address is malformed or the descriptor is no socket that
/// listens, with `Io` if the system refuses.
Result<Descriptor> openListener(const Listener& listener);

}  // namespace wald::wasi
