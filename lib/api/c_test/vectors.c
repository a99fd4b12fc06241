#include "api/c_test/check.h"

// Vectors of everything.

/// `make` gives an element; two are made.
#define CHECK_VECTOR(name, element, make) \
  do { \
    wasm_##name##_vec_t one, other; \
    wasm_##name##_vec_new_empty(&one); \
    CHECK(one.size == 0 && one.data == NULL); \
    wasm_##name##_vec_delete(&one); \
    wasm_##name##_vec_new_uninitialized(&one, 3); \
    CHECK(one.size == 3 && one.data != NULL); \
    wasm_##name##_vec_delete(&one); \
    CHECK(one.size == 0 && one.data == NULL); \
    element elements[2] = {make, make}; \
    wasm_##name##_vec_new(&one, 2, elements); \
    CHECK(one.size == 2 && memcmp(one.data, elements, sizeof(elements)) == 0); \
    wasm_##name##_vec_copy(&other, &one); \
    CHECK(other.size == 2 && other.data != one.data); \
    wasm_##name##_vec_delete(&one); \
    wasm_##name##_vec_delete(&other); \
    wasm_##name##_vec_delete(&other); \
  } while (0)

static wasm_importtype_t* new_import(void) {
  wasm_name_t module, name;
  wasm_name_new_empty(&module);
  wasm_name_new_uninitialized(&name, 2);
  return wasm_importtype_new(&module, &name, wasm_functype_as_externtype(wasm_functype_new_0_0()));
}

static wasm_exporttype_t* new_export(void) {
  wasm_name_t name;
  wasm_name_new(&name, 3, "abc");
  return wasm_exporttype_new(&name, wasm_functype_as_externtype(wasm_functype_new_0_0()));
}

static wasm_val_t zero(void) {
  wasm_val_t value = WASM_I64_VAL(0);
  return value;
}

static wasm_frame_t* new_frame(world_t* world) {
  wasm_instance_t* instance = instance_of(world, "(module (func (export \"f\") unreachable))");
  wasm_extern_t* item = wald_instance_export(instance, "f");
  wasm_trap_t* trap = wasm_func_call(wasm_extern_as_func(item), NULL, NULL);
  wasm_frame_t* frame = wasm_trap_origin(trap);
  CHECK(frame);
  wasm_trap_delete(trap);
  wasm_extern_delete(item);
  wasm_instance_delete(instance);
  return frame;
}

static wasm_extern_t* new_extern(world_t* world) {
  const wasm_limits_t limits = {1, 1};
  wasm_memorytype_t* type = wasm_memorytype_new(&limits);
  wasm_memory_t* memory = wasm_memory_new(world->store, type);
  wasm_memorytype_delete(type);
  return wasm_memory_as_extern(memory);
}

void test_vectors(void) {
  const wasm_limits_t limits = {0, 1};
  world_t world = world_new();
  CHECK_VECTOR(byte, wasm_byte_t, 'x');
  CHECK_VECTOR(val, wasm_val_t, zero());
  CHECK_VECTOR(valtype, wasm_valtype_t*, wasm_valtype_new_i32());
  CHECK_VECTOR(functype, wasm_functype_t*, wasm_functype_new_0_0());
  CHECK_VECTOR(globaltype, wasm_globaltype_t*,
               wasm_globaltype_new(wasm_valtype_new_i32(), WASM_CONST));
  CHECK_VECTOR(tabletype, wasm_tabletype_t*,
               wasm_tabletype_new(wasm_valtype_new_funcref(), &limits));
  CHECK_VECTOR(memorytype, wasm_memorytype_t*, wasm_memorytype_new(&limits));
  CHECK_VECTOR(externtype, wasm_externtype_t*,
               wasm_functype_as_externtype(wasm_functype_new_0_0()));
  CHECK_VECTOR(importtype, wasm_importtype_t*, new_import());
  CHECK_VECTOR(exporttype, wasm_exporttype_t*, new_export());
  CHECK_VECTOR(frame, wasm_frame_t*, new_frame(&world));
  CHECK_VECTOR(extern, wasm_extern_t*, new_extern(&world));

  wasm_byte_vec_t bytes;
  wasm_byte_vec_new(&bytes, 0, NULL);
  CHECK(bytes.size == 0 && bytes.data == NULL);
  // There is no so much memory.
  wasm_val_vec_t values;
  wasm_val_vec_new_uninitialized(&values, SIZE_MAX / 2);
  CHECK(values.size == 0 && values.data == NULL);
  world_delete(&world);
}
