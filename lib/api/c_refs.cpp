#include "api/c_refs.h"

#include "api/c_trap.h"

namespace wald::c_api {

namespace {

template <typename Ref>
Ref* copyOf(const Ref* ref) {
  return ref == nullptr ? nullptr : static_cast<Ref*>(ref->copy());
}

bool isSame(const wasm_ref_t* one, const wasm_ref_t* other) {
  if (one == nullptr || other == nullptr) return one == other;
  return one->kind == other->kind && one->identity() == other->identity();
}

void* infoOf(const wasm_ref_t* ref) {
  const HostInfo* info = ref == nullptr ? nullptr : ref->findInfo();
  return info == nullptr ? nullptr : info->get();
}

void setInfo(wasm_ref_t* ref, void* data, HostInfo::Finalizer finalizer) {
  if (HostInfo* info = ref == nullptr ? nullptr : ref->info()) return info->set(data, finalizer);
  if (finalizer != nullptr) finalizer(data);
}

}  // namespace

wasm_extern_t* newExtern(const std::shared_ptr<StoreState>& state, const runtime::Extern& value) {
  switch (runtime::kindOf(value)) {
    case wasm::ExternKind::Func: break;
    case wasm::ExternKind::Table: return new wasm_table_t(state, std::get<runtime::Table*>(value));
    case wasm::ExternKind::Memory:
      return new wasm_memory_t(state, std::get<runtime::Memory*>(value));
    case wasm::ExternKind::Global:
      return new wasm_global_t(state, std::get<runtime::Global*>(value));
    case wasm::ExternKind::Tag: return new TagRef(state, std::get<runtime::Tag*>(value));
  }
  return new wasm_func_t(state, std::get<runtime::Function*>(value));
}

}  // namespace wald::c_api

using namespace wald::c_api;

HostInfo* wasm_foreign_t::info() {
  return state->store() == nullptr ? nullptr : &static_cast<ForeignBox*>(state->boxOf(*held))->info;
}

const HostInfo* wasm_foreign_t::findInfo() const {
  return state->store() == nullptr ? nullptr : &static_cast<ForeignBox*>(state->boxOf(*held))->info;
}

// For each kind the functions of the family `WASM_FAMILY_REFERENCE_BASE`.
#define WALD_REFERENCE_BASE(name) \
  void wasm_##name##_delete(wasm_##name##_t* object) { delete object; } \
  wasm_##name##_t* wasm_##name##_copy(const wasm_##name##_t* object) { return copyOf(object); } \
  bool wasm_##name##_same(const wasm_##name##_t* one, const wasm_##name##_t* other) { \
    return isSame(one, other); \
  } \
  void* wasm_##name##_get_host_info(const wasm_##name##_t* object) { return infoOf(object); } \
  void wasm_##name##_set_host_info(wasm_##name##_t* object, void* info) { \
    setInfo(object, info, nullptr); \
  } \
  void wasm_##name##_set_host_info_with_finalizer(wasm_##name##_t* object, void* info, \
                                                  void (*finalizer)(void*)) { \
    setInfo(object, info, finalizer); \
  }

// And of `WASM_FAMILY_REFERENCE`.
#define WALD_REFERENCE(name) \
  WALD_REFERENCE_BASE(name) \
  wasm_ref_t* wasm_##name##_as_ref(wasm_##name##_t* object) { return object; } \
  const wasm_ref_t* wasm_##name##_as_ref_const(const wasm_##name##_t* object) { return object; } \
  wasm_##name##_t* wasm_ref_as_##name(wasm_ref_t* reference) { \
    return as<wasm_##name##_t>(reference); \
  } \
  const wasm_##name##_t* wasm_ref_as_##name##_const(const wasm_ref_t* reference) { \
    return as<wasm_##name##_t>(reference); \
  }

// And of `WASM_FAMILY_CASE`.
#define WALD_EXTERN_CASE(name) \
  wasm_extern_t* wasm_##name##_as_extern(wasm_##name##_t* object) { return object; } \
  const wasm_extern_t* wasm_##name##_as_extern_const(const wasm_##name##_t* object) { \
    return object; \
  } \
  wasm_##name##_t* wasm_extern_as_##name(wasm_extern_t* object) { \
    return as<wasm_##name##_t>(static_cast<wasm_ref_t*>(object)); \
  } \
  const wasm_##name##_t* wasm_extern_as_##name##_const(const wasm_extern_t* object) { \
    return as<wasm_##name##_t>(static_cast<const wasm_ref_t*>(object)); \
  }

WALD_REFERENCE_BASE(ref)
WALD_REFERENCE(trap)
WALD_REFERENCE(foreign)
WALD_REFERENCE(module)
WALD_REFERENCE(func)
WALD_REFERENCE(global)
WALD_REFERENCE(table)
WALD_REFERENCE(memory)
WALD_REFERENCE(extern)
WALD_REFERENCE(instance)

WALD_EXTERN_CASE(func)
WALD_EXTERN_CASE(global)
WALD_EXTERN_CASE(table)
WALD_EXTERN_CASE(memory)

wasm_foreign_t* wasm_foreign_new(wasm_store_t* store) {
  if (storeOf(store) == nullptr) return nullptr;
  const StoreState::Entry entry(store->state);
  auto held = store->state->addBox(std::make_unique<ForeignBox>());
  return held ? new wasm_foreign_t(store->state, std::move(*held)) : nullptr;
}
