#pragma once

#include "wasi/state.h"

namespace wald::wasi::calls {

/// What a path names, as `path_filestat_get` tells it in each version.
Errno statPath(Call& call, Descriptor& start, std::uint32_t lookup, GuestPath& path,
               Filestat& stat);

}  // namespace wald::wasi::calls
