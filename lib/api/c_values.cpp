#include "api/c_values.h"

#include <bit>

#include <fmt/format.h>

#include "api/c_types.h"
#include "runtime/call_values.h"
#include "runtime/cast.h"

namespace wald::c_api {

namespace {

bool isRef(const wasm_val_t& value) { return wasm_valkind_is_ref(value.kind); }

Error wrongType(wasm::ValType type) {
  return Error(ErrorKind::Usage, fmt::format("it is not of type {}", wasm::toString(type)));
}

Result<runtime::Ref> functionOf(const StoreState& state, const wasm_ref_t& ref) {
  const auto* func = as<wasm_func_t>(&ref);
  if (func == nullptr) return Error(ErrorKind::Usage, "it is no function");
  if (!func->isOf(state)) return Error(ErrorKind::Usage, "it is of another store");
  return runtime::toRef(func->get());
}

/// A handle of another kind becomes a value of the host.
Result<runtime::Ref> boxed(StoreState& state, const wasm_ref_t& ref, Kept& kept) {
  WALD_TRY_ASSIGN(held, state.addBox(std::make_unique<HandleBox>(ref.copy())));
  return *kept.emplace_back(std::move(held));
}

/// Whose object it is; null of what belongs to no store.
const StoreState* ownerOf(const wasm_ref_t& ref) {
  if (const auto* item = as<wasm_extern_t>(&ref)) return item->state.get();
  if (const auto* instance = as<wasm_instance_t>(&ref)) return instance->state.get();
  if (const auto* foreign = as<wasm_foreign_t>(&ref)) return foreign->state.get();
  if (const auto* data = as<DataRef>(&ref)) return data->object->state.get();
  return nullptr;
}

/// As an `externref` or what is below it or `anyref`.
Result<runtime::Ref> dataOf(StoreState& state, const wasm_ref_t& ref, Kept& kept) {
  const StoreState* const owner = ownerOf(ref);
  if (owner != nullptr && owner != &state) {
    return Error(ErrorKind::Usage, "it is of another store");
  }
  if (const auto* foreign = as<wasm_foreign_t>(&ref)) return *kept.emplace_back(foreign->held);
  if (const auto* data = as<DataRef>(&ref)) return *kept.emplace_back(data->object->held);
  return boxed(state, ref, kept);
}

}  // namespace

Result<runtime::Value> toValue(StoreState& state, wasm_ref_t* ref, wasm::ValType type, Kept& kept) {
  if (!type.isRef()) return wrongType(type);
  const wasm::AbsHeap top = runtime::topOf(*state.engine(), type.heap());
  runtime::Value value{wasm::ValType::ref(top, true)};
  if (ref != nullptr) {
    auto made = top == wasm::AbsHeap::Func ? functionOf(state, *ref) : dataOf(state, *ref, kept);
    if (!made) return std::move(made).error();
    value.low = *made;
    // Values of the host are no exceptions.
    if (top == wasm::AbsHeap::Exn && !runtime::isObjectRef(value.low)) return wrongType(type);
  }
  if (!runtime::isOfType(*state.store(), value, type)) return wrongType(type);
  return value;
}

Result<runtime::Value> toValue(StoreState& state, const wasm_val_t& value, wasm::ValType type,
                               Kept& kept) {
  if (type.isRef()) {
    if (!isRef(value)) return wrongType(type);
    return toValue(state, value.of.ref, type, kept);
  }
  if (type.isVec()) {
    return Error(ErrorKind::Usage, "the C API has no values of type v128");
  }
  if (value.kind != kindOf(state.engine(), type)) return wrongType(type);
  switch (value.kind) {
    case WASM_I32: return runtime::Value::i32(static_cast<std::uint32_t>(value.of.i32));
    case WASM_I64: return runtime::Value::i64(static_cast<std::uint64_t>(value.of.i64));
    case WASM_F32: return runtime::Value::f32(value.of.f32);
    default: return runtime::Value::f64(value.of.f64);
  }
}

wasm_ref_t* toC(const std::shared_ptr<StoreState>& state, runtime::Ref ref, wasm::ValType type) {
  if (ref == 0) return nullptr;
  if (runtime::topOf(*state->engine(), type.heap()) == wasm::AbsHeap::Func) {
    return new wasm_func_t(state, runtime::toFunction(ref));
  }
  if (HostBox* box = state->boxOf(ref)) {
    if (const wasm_ref_t* handle = box->handle()) return handle->copy();
    return new wasm_foreign_t(state, state->store()->heap().hold(ref));
  }
  auto object = std::make_shared<DataObject>();
  object->state = state;
  object->held = state->store()->heap().hold(ref);
  return new DataRef(std::move(object));
}

wasm_val_t toC(const std::shared_ptr<StoreState>& state, const runtime::Value& value) {
  wasm_val_t made{.kind = kindOf(state->engine(), value.type), .of = {.i64 = 0}};
  switch (made.kind) {
    case WASM_I32: made.of.i32 = static_cast<std::int32_t>(value.low); break;
    case WASM_I64: made.of.i64 = static_cast<std::int64_t>(value.low); break;
    case WASM_F32: made.of.f32 = value.asF32(); break;
    case WASM_F64: made.of.f64 = value.asF64(); break;
    case WALD_V128: break;
    default: made.of.ref = toC(state, value.low, value.type);
  }
  return made;
}

}  // namespace wald::c_api

void wasm_val_delete(wasm_val_t* value) {
  if (value == nullptr || !wald::c_api::isRef(*value)) return;
  wasm_ref_delete(value->of.ref);
  value->of.ref = nullptr;
}

void wasm_val_copy(wasm_val_t* out, const wasm_val_t* value) {
  if (out == nullptr || value == nullptr) return;
  *out = *value;
  if (wald::c_api::isRef(*value)) out->of.ref = wasm_ref_copy(value->of.ref);
}
