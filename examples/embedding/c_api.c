// The standard C API: a module in the binary format that calls a function of the host.

#include <stdio.h>
#include <wasm.h>

// (module
//   (import "" "twice" (func $twice (param i32) (result i32)))
//   (func (export "run") (param i32) (result i32) (i32.add (call $twice (local.get 0)) (i32.const 1))))
static const unsigned char module_bytes[] = {
    0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x06, 0x01, 0x60, 0x01, 0x7f, 0x01,
    0x7f, 0x02, 0x0a, 0x01, 0x00, 0x05, 0x74, 0x77, 0x69, 0x63, 0x65, 0x00, 0x00, 0x03, 0x02,
    0x01, 0x00, 0x07, 0x07, 0x01, 0x03, 0x72, 0x75, 0x6e, 0x00, 0x01, 0x0a, 0x0b, 0x01, 0x09,
    0x00, 0x20, 0x00, 0x10, 0x00, 0x41, 0x01, 0x6a, 0x0b};

static wasm_trap_t* twice(const wasm_val_vec_t* arguments, wasm_val_vec_t* results) {
  printf("twice %d\n", arguments->data[0].of.i32);
  results->data[0].kind = WASM_I32;
  results->data[0].of.i32 = 2 * arguments->data[0].of.i32;
  return NULL;
}

int main(void) {
  wasm_engine_t* engine = wasm_engine_new();
  wasm_store_t* store = wasm_store_new(engine);
  wasm_byte_vec_t bytes;
  wasm_byte_vec_new(&bytes, sizeof(module_bytes), (const char*)module_bytes);
  wasm_module_t* module = wasm_module_new(store, &bytes);
  wasm_byte_vec_delete(&bytes);
  if (module == NULL) return 1;

  wasm_functype_t* type = wasm_functype_new_1_1(wasm_valtype_new_i32(), wasm_valtype_new_i32());
  wasm_func_t* host = wasm_func_new(store, type, twice);
  wasm_functype_delete(type);
  wasm_extern_t* imports[] = {wasm_func_as_extern(host)};
  wasm_extern_vec_t import_vec = WASM_ARRAY_VEC(imports);
  wasm_instance_t* instance = wasm_instance_new(store, module, &import_vec, NULL);
  if (instance == NULL) return 1;

  wasm_extern_vec_t exports;
  wasm_instance_exports(instance, &exports);
  wasm_val_t arguments[] = {WASM_I32_VAL(20)};
  wasm_val_t results[] = {WASM_INIT_VAL};
  wasm_val_vec_t argument_vec = WASM_ARRAY_VEC(arguments);
  wasm_val_vec_t result_vec = WASM_ARRAY_VEC(results);
  wasm_trap_t* trap = wasm_func_call(wasm_extern_as_func(exports.data[0]), &argument_vec, &result_vec);
  if (trap != NULL) return 1;
  printf("run(20) = %d\n", results[0].of.i32);

  wasm_extern_vec_delete(&exports);
  wasm_instance_delete(instance);
  wasm_func_delete(host);
  wasm_module_delete(module);
  wasm_store_delete(store);
  wasm_engine_delete(engine);
  return 0;
}
