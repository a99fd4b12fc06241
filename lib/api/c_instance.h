#pragma once

#include "api/c_trap.h"
#include "support/error.h"

namespace wald::c_api {

/// An instance, or null and the trap of its initialisation. Fails as `runtime::instantiate` does, and for objects that are null or of
/// another store.
Result<wasm_instance_t*> newInstance(wasm_store_t* store, const wasm_module_t* module,
                                     const wasm_extern_vec_t* imports, wasm_trap_t*& trap);

}  // namespace wald::c_api
