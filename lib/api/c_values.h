#pragma once

#include <memory>
#include <vector>

#include "api/c_refs.h"
#include "runtime/value.h"
#include "support/error.h"
#include "wasm.h"

namespace wald::c_api {

/// What keeps values alive that were made of handles, until a store's objects hold them.
using Kept = std::vector<std::shared_ptr<const runtime::Ref>>;

/// A value of the host as one of a type over the ids of the store's engine. Fails with `Usage` if it is of another type or another store, with
/// `Limit` if a reference can't be made.
Result<runtime::Value> toValue(StoreState& state, const wasm_val_t& value, wasm::ValType type,
                               Kept& kept);
/// The same for a reference (null: the null reference).
Result<runtime::Value> toValue(StoreState& state, wasm_ref_t* ref, wasm::ValType type, Kept& kept);

/// A value of the store for the host, which gets a handle of its own for a reference.
wasm_val_t toC(const std::shared_ptr<StoreState>& state, const runtime::Value& value);
/// A new handle; null for the null reference.
wasm_ref_t* toC(const std::shared_ptr<StoreState>& state, runtime::Ref ref, wasm::ValType type);

}  // namespace wald::c_api
