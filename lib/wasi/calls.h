#pragma once

#include "wasi/param.h"

/// The handlers of preview 1's functions: what each does once its capability was found to be
/// granted and its parameters to be good. Declared by the rows of functions.def.
namespace wald::wasi::calls {

template <typename... Params>
using Handler = Errno(Call& call, typename Params::Value... values);

using namespace param;  // NOLINT: the rows name their parameters

#define WALD_WASI_FUNCTION(name, handler, capability, result, ...) Handler<__VA_ARGS__> handler;
#include "wasi/functions.def"

}  // namespace wald::wasi::calls
