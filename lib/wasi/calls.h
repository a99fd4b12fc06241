#pragma once

#include "wasi/param.h"
#include "wasi/types_unstable.h"

/// The handlers of preview 1's functions: what each does once its capability was found to be
/// granted and its parameters to be good. Declared by the rows of functions.def.
namespace wald::wasi::calls {

template <typename... Params>
using Handler = Errno(Call& call, typename Params::Value... values);

using namespace param;  // NOLINT: the rows name their parameters

#define WALD_WASI_FUNCTION(name, handler, capability, result, ...) Handler<__VA_ARGS__> handler;
#include "wasi/functions.def"

/// Those of `wasi_unstable` that are different.
namespace unstable {
using wasi::unstable::Filestat;
using wasi::unstable::Subscription;
#define WALD_WASI_UNSTABLE(name, handler, capability, result, ...) Handler<__VA_ARGS__> handler;
#include "wasi/functions_unstable.def"
}  // namespace unstable

}  // namespace wald::wasi::calls
