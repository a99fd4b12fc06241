#include "api/c_types.h"
#include "api/c_values.h"
#include "runtime/table.h"

using namespace wald;
using namespace wald::c_api;

wasm_table_t* wasm_table_new(wasm_store_t* store, const wasm_tabletype_t* type, wasm_ref_t* init) {
  runtime::Store* const at = storeOf(store);
  if (at == nullptr || type == nullptr) return nullptr;
  const StoreState::Entry entry(store->state);
  if (!typeIn(store->state->engine(), type->element)) return nullptr;
  Kept kept;
  const auto value = toValue(*store->state, init, type->exact.element, kept);
  if (!value) return nullptr;
  auto table = at->addTable(type->exact, value->low);
  return table ? new wasm_table_t(store->state, *table) : nullptr;
}

wasm_tabletype_t* wasm_table_type(const wasm_table_t* table) {
  return wasm_externtype_as_tabletype(wasm_extern_type(table));
}

wasm_ref_t* wasm_table_get(const wasm_table_t* table, wasm_table_size_t index) {
  if (table == nullptr || !table->isAlive()) return nullptr;
  const runtime::Table& from = *table->get();
  if (index >= from.size()) return nullptr;
  return toC(table->state, from.data()[index], from.type().element);
}

bool wasm_table_set(wasm_table_t* table, wasm_table_size_t index, wasm_ref_t* reference) {
  if (table == nullptr || !table->isAlive()) return false;
  runtime::Table& to = *table->get();
  if (index >= to.size()) return false;
  const StoreState::Entry entry(table->state);
  Kept kept;
  const auto value = toValue(*table->state, reference, to.type().element, kept);
  if (value) to.data()[index] = value->low;
  return static_cast<bool>(value);
}

wasm_table_size_t wasm_table_size(const wasm_table_t* table) {
  if (table == nullptr || !table->isAlive()) return 0;
  return static_cast<wasm_table_size_t>(
      std::min<std::uint64_t>(table->get()->size(), wasm_limits_max_default));
}

bool wasm_table_grow(wasm_table_t* table, wasm_table_size_t delta, wasm_ref_t* init) {
  if (table == nullptr || !table->isAlive()) return false;
  const StoreState::Entry entry(table->state);
  Kept kept;
  const auto value = toValue(*table->state, init, table->get()->type().element, kept);
  return value && table->get()->grow(delta, value->low) >= 0;
}
