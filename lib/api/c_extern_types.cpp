#include "api/c_import_types.h"

// What types of externs, imports and exports have in common.

namespace {

template <typename Type, typename General>
auto* as(General* type) {
  using Special = std::conditional_t<std::is_const_v<General>, const Type, Type>;
  return type != nullptr && type->kind == Type::externKind ? static_cast<Special*>(type) : nullptr;
}

template <typename Type>
Type* copyOf(const Type* type) {
  return type == nullptr ? nullptr : static_cast<Type*>(type->copy());
}

/// Leaves it empty.
wasm_byte_vec_t take(wasm_byte_vec_t* vector) {
  wasm_byte_vec_t taken = WASM_EMPTY_VEC;
  if (vector != nullptr) std::swap(taken, *vector);
  return taken;
}

wasm_byte_vec_t copyOf(const wasm_byte_vec_t& vector) {
  wasm_byte_vec_t copy;
  wasm_byte_vec_copy(&copy, &vector);
  return copy;
}

}  // namespace

#define WALD_TYPE(name) \
  void wasm_##name##_delete(wasm_##name##_t* object) { delete object; } \
  wasm_##name##_t* wasm_##name##_copy(const wasm_##name##_t* type) { return copyOf(type); }

#define WALD_EXTERN_TYPE(name) \
  WALD_TYPE(name) \
  wasm_externtype_t* wasm_##name##_as_externtype(wasm_##name##_t* object) { return object; } \
  const wasm_externtype_t* wasm_##name##_as_externtype_const(const wasm_##name##_t* object) { \
    return object; \
  } \
  wasm_##name##_t* wasm_externtype_as_##name(wasm_externtype_t* object) { \
    return as<wasm_##name##_t>(object); \
  } \
  const wasm_##name##_t* wasm_externtype_as_##name##_const(const wasm_externtype_t* object) { \
    return as<wasm_##name##_t>(object); \
  }

WALD_EXTERN_TYPE(functype)
WALD_EXTERN_TYPE(globaltype)
WALD_EXTERN_TYPE(tabletype)
WALD_EXTERN_TYPE(memorytype)
WALD_TYPE(externtype)
WALD_TYPE(importtype)
WALD_TYPE(exporttype)

wasm_externkind_t wasm_externtype_kind(const wasm_externtype_t* type) {
  return type == nullptr ? static_cast<wasm_externkind_t>(WASM_EXTERN_FUNC) : type->kind;
}

wasm_importtype_t::~wasm_importtype_t() {
  wasm_byte_vec_delete(&module);
  wasm_byte_vec_delete(&name);
}

wasm_importtype_t* wasm_importtype_t::copy() const {
  return new wasm_importtype_t(copyOf(module), copyOf(name), type->copy());
}

wasm_exporttype_t::~wasm_exporttype_t() { wasm_byte_vec_delete(&name); }

wasm_exporttype_t* wasm_exporttype_t::copy() const {
  return new wasm_exporttype_t(copyOf(name), type->copy());
}

wasm_importtype_t* wasm_importtype_new(wasm_name_t* module, wasm_name_t* name,
                                       wasm_externtype_t* type) {
  auto made = std::make_unique<wasm_importtype_t>(take(module), take(name), type);
  return module == nullptr || name == nullptr || type == nullptr ? nullptr : made.release();
}

const wasm_name_t* wasm_importtype_module(const wasm_importtype_t* import) {
  return import == nullptr ? nullptr : &import->module;
}

const wasm_name_t* wasm_importtype_name(const wasm_importtype_t* import) {
  return import == nullptr ? nullptr : &import->name;
}

const wasm_externtype_t* wasm_importtype_type(const wasm_importtype_t* import) {
  return import == nullptr ? nullptr : import->type.get();
}

wasm_exporttype_t* wasm_exporttype_new(wasm_name_t* name, wasm_externtype_t* type) {
  auto made = std::make_unique<wasm_exporttype_t>(take(name), type);
  return name == nullptr || type == nullptr ? nullptr : made.release();
}

const wasm_name_t* wasm_exporttype_name(const wasm_exporttype_t* item) {
  return item == nullptr ? nullptr : &item->name;
}

const wasm_externtype_t* wasm_exporttype_type(const wasm_exporttype_t* item) {
  return item == nullptr ? nullptr : item->type.get();
}
