#include "wald/global.h"

#include "api/convert.h"
#include "api/store_state.h"
#include "wald/store.h"

namespace wald {

namespace {

runtime::Global* find(const Global& global) {
  const bool isThere = global && global.storeRef()->isOpen();
  return isThere ? static_cast<runtime::Global*>(global.item()) : nullptr;
}

Error missing(const Global& global) {
  return global ? api::goneError() : Error(ErrorKind::Usage, "there is no global");
}

}  // namespace

Result<Global> Global::create(Store& store, const GlobalType& type, const Value& value) {
  runtime::Slot slots[2] = {0, 0};
  const wasm::ValType wanted = api::toWasm(type.value);
  WALD_TRY(api::storeValue(store.state(), value, wanted, slots, "the value"));
  return Global(store.state(),
                store.state()->store().addGlobal({wanted, type.isMutable}, slots[0], slots[1]));
}

GlobalType Global::type() const {
  const runtime::Global* const global = find(*this);
  if (global == nullptr) return {ValueType::i32(), false};
  return api::toPublic(global->type);
}

Result<Value> Global::get() const {
  const runtime::Global* const global = find(*this);
  if (global == nullptr) return missing(*this);
  return api::loadValue(store_, global->type.type, global->slots);
}

Result<void> Global::set(const Value& value) const {
  runtime::Global* const global = find(*this);
  if (global == nullptr) return missing(*this);
  if (!global->type.isMutable) return Error(ErrorKind::Usage, "the global is immutable");
  return api::storeValue(store_, value, global->type.type, global->slots, "the value");
}

}  // namespace wald
