#include "api/c_types.h"
#include "api/c_values.h"
#include "runtime/global.h"

using namespace wald;
using namespace wald::c_api;

wasm_global_t* wasm_global_new(wasm_store_t* store, const wasm_globaltype_t* type,
                               const wasm_val_t* value) {
  runtime::Store* const at = storeOf(store);
  if (at == nullptr || type == nullptr || value == nullptr) return nullptr;
  const StoreState::Entry entry(store->state);
  const auto content = typeIn(store->state->engine(), type->content);
  if (!content) return nullptr;
  Kept kept;
  const auto init = toValue(*store->state, *value, *content, kept);
  if (!init) return nullptr;
  return new wasm_global_t(store->state, at->addGlobal({*content, type->isMutable}, init->low));
}

wasm_globaltype_t* wasm_global_type(const wasm_global_t* global) {
  if (global == nullptr || !global->isAlive()) return nullptr;
  return newGlobalType(global->state->engine(), global->get()->type);
}

void wasm_global_get(const wasm_global_t* global, wasm_val_t* out) {
  if (out == nullptr) return;
  *out = {.kind = WASM_I32, .of = {.i64 = 0}};
  if (global == nullptr || !global->isAlive()) return;
  const runtime::Global& from = *global->get();
  *out = toC(global->state, {from.type.type, from.slots[0], from.slots[1]});
}

void wasm_global_set(wasm_global_t* global, const wasm_val_t* value) {
  if (global == nullptr || value == nullptr || !global->isAlive()) return;
  runtime::Global& to = *global->get();
  if (!to.type.isMutable) return;
  const StoreState::Entry entry(global->state);
  Kept kept;
  if (const auto made = toValue(*global->state, *value, to.type.type, kept)) {
    to.slots[0] = made->low;
  }
}
