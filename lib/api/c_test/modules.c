#include "api/c_test/check.h"

// Modules: what they import and export, and how they leave their store.

static const char* const text =
    "(module (import \"env\" \"f\" (func (param i32) (result externref)))"
    " (import \"env\" \"g\" (global (mut f64))) (import \"env\" \"e\" (tag (param i32)))"
    " (table (export \"t\") 1 2 externref) (memory (export \"m\") 3)"
    " (func (export \"v\") (param v128)) (export \"g\" (global 0))"
    " (type $s (struct)) (func (export \"s\") (param (ref $s) (ref null func) anyref)))";

static void test_description(const wasm_module_t* module) {
  wasm_importtype_vec_t imports;
  wasm_module_imports(module, &imports);
  CHECK(imports.size == 3);
  CHECK(wasm_importtype_name(imports.data[1])->data[0] == 'g');
  CHECK(wasm_importtype_module(imports.data[0])->size == 3);
  const wasm_functype_t* func =
      wasm_externtype_as_functype_const(wasm_importtype_type(imports.data[0]));
  CHECK(func && wasm_valtype_kind(wasm_functype_results(func)->data[0]) == WASM_EXTERNREF);
  const wasm_globaltype_t* global =
      wasm_externtype_as_globaltype_const(wasm_importtype_type(imports.data[1]));
  CHECK(global && wasm_globaltype_mutability(global) == WASM_VAR);
  CHECK(wasm_externtype_kind(wasm_importtype_type(imports.data[2])) == WALD_EXTERN_TAG);
  wasm_importtype_vec_delete(&imports);

  wasm_exporttype_vec_t exports;
  wasm_module_exports(module, &exports);
  CHECK(exports.size == 5);
  const wasm_tabletype_t* table =
      wasm_externtype_as_tabletype_const(wasm_exporttype_type(exports.data[0]));
  CHECK(table && wasm_tabletype_limits(table)->max == 2);
  const wasm_memorytype_t* memory =
      wasm_externtype_as_memorytype_const(wasm_exporttype_type(exports.data[1]));
  CHECK(memory && wasm_memorytype_limits(memory)->min == 3);
  // Types that the API has no names for.
  func = wasm_externtype_as_functype_const(wasm_exporttype_type(exports.data[2]));
  CHECK(func && wasm_valtype_kind(wasm_functype_params(func)->data[0]) == WALD_V128);
  func = wasm_externtype_as_functype_const(wasm_exporttype_type(exports.data[4]));
  CHECK(func && wasm_valtype_kind(wasm_functype_params(func)->data[0]) == WASM_EXTERNREF);
  CHECK(func && wasm_valtype_kind(wasm_functype_params(func)->data[1]) == WASM_FUNCREF);
  CHECK(func && wasm_valtype_kind(wasm_functype_params(func)->data[2]) == WASM_EXTERNREF);
  wasm_exporttype_vec_delete(&exports);
}

void test_modules(void) {
  world_t world = world_new();
  wasm_module_t* module = module_of(&world, text);
  test_description(module);

  wasm_byte_vec_t bytes;
  wasm_module_serialize(module, &bytes);
  CHECK(bytes.size > 8 && memcmp(bytes.data, "\0asm", 4) == 0);
  wasm_module_t* again = wasm_module_deserialize(world.store, &bytes);
  test_description(again);
  bytes.data[bytes.size - 1] ^= 0x55;
  bytes.size -= 1;
  CHECK(wasm_module_deserialize(world.store, &bytes) == NULL);
  CHECK(wasm_module_new(world.store, &bytes) == NULL);
  CHECK(!wasm_module_validate(world.store, &bytes));
  wasm_byte_vec_delete(&bytes);
  wasm_module_delete(again);

  // Only within its engine.
  wasm_shared_module_t* shared = wasm_module_share(module);
  wasm_store_t* neighbour = wasm_store_new(world.engine);
  wasm_module_t* obtained = wasm_module_obtain(neighbour, shared);
  test_description(obtained);
  CHECK(wasm_module_same(obtained, module));
  wasm_module_delete(obtained);
  wasm_store_delete(neighbour);
  wasm_engine_t* engine = wasm_engine_new_with_config(wasm_config_new());
  wasm_store_t* stranger = wasm_store_new(engine);
  CHECK(wasm_module_obtain(stranger, shared) == NULL);
  CHECK(wasm_instance_new(stranger, module, NULL, NULL) == NULL);
  wasm_shared_module_delete(shared);

  // Everything may be deleted before the module.
  wasm_store_delete(stranger);
  wasm_engine_delete(engine);
  world_delete(&world);
  test_description(module);
  wasm_module_delete(module);
  wasm_config_delete(wasm_config_new());
}
