#include "api/c_vectors.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>

// The vectors of the C API: memory that is as C programs know it, zeroed where elements are to be filled in.

namespace {

template <typename Vector>
void makeEmpty(Vector* out) {
  if (out != nullptr) *out = {0, nullptr};
}

/// Null if there is no memory, or nothing to hold.
template <typename Vector>
void makeRoom(Vector* out, std::size_t size) {
  using Element = std::remove_pointer_t<decltype(out->data)>;
  makeEmpty(out);
  // No object is larger than differences of pointers can tell.
  if (out == nullptr || size == 0 || size > PTRDIFF_MAX / sizeof(Element)) return;
  auto* data = static_cast<Element*>(std::calloc(size, sizeof(Element)));
  if (data != nullptr) *out = {size, data};
}

template <typename Vector, typename Element>
void makeOf(Vector* out, std::size_t size, Element* data) {
  makeRoom(out, data == nullptr ? 0 : size);
  if (out != nullptr && out->size != 0) std::memcpy(out->data, data, size * sizeof(Element));
}

/// `copy(to, from)` copies an element.
template <typename Vector, typename Copy>
void makeCopy(Vector* out, const Vector* vector, Copy copy) {
  const auto elements = wald::c_api::elementsOf(vector);
  makeRoom(out, elements.size());
  if (out == nullptr) return;
  for (std::size_t i = 0; i < out->size; ++i) copy(out->data[i], elements[i]);
}

template <typename Vector, typename End>
void clear(Vector* vector, End end) {
  if (vector == nullptr) return;
  const Vector taken = *vector;
  makeEmpty(vector);
  for (auto& element : wald::c_api::elementsOf(&taken)) end(element);
  std::free(taken.data);
}

}  // namespace

#define WALD_VECTOR(name, element, copyElement, endElement) \
  void wasm_##name##_vec_new_empty(wasm_##name##_vec_t* out) { makeEmpty(out); } \
  void wasm_##name##_vec_new_uninitialized(wasm_##name##_vec_t* out, std::size_t size) { \
    makeRoom(out, size); \
  } \
  void wasm_##name##_vec_new(wasm_##name##_vec_t* out, std::size_t size, element const data[]) { \
    makeOf(out, size, data); \
  } \
  void wasm_##name##_vec_copy(wasm_##name##_vec_t* out, const wasm_##name##_vec_t* vector) { \
    makeCopy(out, vector, copyElement); \
  } \
  void wasm_##name##_vec_delete(wasm_##name##_vec_t* vector) { clear(vector, endElement); }

#define WALD_POINTER_VECTOR(name) \
  WALD_VECTOR( \
      name, wasm_##name##_t*, \
      [](wasm_##name##_t*& to, const wasm_##name##_t* from) { to = wasm_##name##_copy(from); }, \
      wasm_##name##_delete)

WALD_VECTOR(
    byte, wasm_byte_t, [](wasm_byte_t& to, wasm_byte_t from) { to = from; }, [](wasm_byte_t) {})
WALD_VECTOR(
    val, wasm_val_t, [](wasm_val_t& to, const wasm_val_t& from) { wasm_val_copy(&to, &from); },
    [](wasm_val_t& value) { wasm_val_delete(&value); })

WALD_POINTER_VECTOR(valtype)
WALD_POINTER_VECTOR(functype)
WALD_POINTER_VECTOR(globaltype)
WALD_POINTER_VECTOR(tabletype)
WALD_POINTER_VECTOR(memorytype)
WALD_POINTER_VECTOR(externtype)
WALD_POINTER_VECTOR(importtype)
WALD_POINTER_VECTOR(exporttype)
WALD_POINTER_VECTOR(frame)
WALD_POINTER_VECTOR(extern)
