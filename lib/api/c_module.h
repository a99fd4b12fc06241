#pragma once

#include "api/c_refs.h"
#include "support/error.h"

namespace wald::c_api {

/// Fails as `loadModule` does, and for nulls.
Result<wasm_module_t*> newModule(wasm_store_t* store, const wasm_byte_vec_t* binary);

}  // namespace wald::c_api
