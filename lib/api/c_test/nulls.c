#include "api/c_test/check.h"

// Null where an object is expected, everywhere: nothing happens, and nothing comes of it.

static int finalized = 0;
static void finalize(void* info) { finalized += info == NULL; }

#define CHECK_OBJECT(name) wasm_##name##_delete(NULL)

#define CHECK_TYPE(name) \
  CHECK_OBJECT(name); \
  CHECK(wasm_##name##_copy(NULL) == NULL)

#define CHECK_VECTOR(name) \
  do { \
    wasm_##name##_vec_t out = {5, NULL}; \
    wasm_##name##_vec_new_empty(NULL); \
    wasm_##name##_vec_new_uninitialized(NULL, 3); \
    wasm_##name##_vec_new(NULL, 0, NULL); \
    wasm_##name##_vec_copy(NULL, &out); \
    wasm_##name##_vec_copy(&out, NULL); \
    CHECK(out.size == 0); \
    wasm_##name##_vec_new(&out, 3, NULL); \
    CHECK(out.size == 0); \
    wasm_##name##_vec_delete(NULL); \
  } while (0)

#define CHECK_BASE(name) \
  CHECK_TYPE(name); \
  CHECK(wasm_##name##_same(NULL, NULL)); \
  CHECK(wasm_##name##_get_host_info(NULL) == NULL); \
  wasm_##name##_set_host_info(NULL, NULL); \
  finalized = 0; \
  wasm_##name##_set_host_info_with_finalizer(NULL, NULL, finalize); \
  CHECK(finalized == 1)

#define CHECK_REF(name) \
  CHECK_BASE(name); \
  CHECK(wasm_##name##_as_ref(NULL) == NULL); \
  CHECK(wasm_##name##_as_ref_const(NULL) == NULL); \
  CHECK(wasm_ref_as_##name(NULL) == NULL); \
  CHECK(wasm_ref_as_##name##_const(NULL) == NULL)

#define CHECK_CASE(special, general) \
  CHECK(wasm_##special##_as_##general(NULL) == NULL); \
  CHECK(wasm_##special##_as_##general##_const(NULL) == NULL); \
  CHECK(wasm_##general##_as_##special(NULL) == NULL); \
  CHECK(wasm_##general##_as_##special##_const(NULL) == NULL)

static wasm_trap_t* nothing(void* env, const wasm_val_vec_t* args, wasm_val_vec_t* results) {
  (void)env;
  (void)args;
  (void)results;
  return NULL;
}

static void test_types_of_nulls(void) {
  CHECK_TYPE(valtype);
  CHECK_TYPE(functype);
  CHECK_TYPE(globaltype);
  CHECK_TYPE(tabletype);
  CHECK_TYPE(memorytype);
  CHECK_TYPE(externtype);
  CHECK_TYPE(importtype);
  CHECK_TYPE(exporttype);
  CHECK_TYPE(frame);
  CHECK_CASE(functype, externtype);
  CHECK_CASE(globaltype, externtype);
  CHECK_CASE(tabletype, externtype);
  CHECK_CASE(memorytype, externtype);
  CHECK(wasm_valtype_kind(NULL) == WASM_I32);
  CHECK(!wasm_functype_params(NULL) && !wasm_functype_results(NULL));
  CHECK(!wasm_globaltype_new(NULL, WASM_VAR) && !wasm_globaltype_content(NULL));
  CHECK(wasm_globaltype_mutability(NULL) == WASM_CONST);
  CHECK(!wasm_tabletype_new(NULL, NULL) && !wasm_tabletype_new(wasm_valtype_new_funcref(), NULL));
  CHECK(!wasm_tabletype_element(NULL) && !wasm_tabletype_limits(NULL));
  CHECK(!wasm_memorytype_new(NULL) && !wasm_memorytype_limits(NULL));
  CHECK(wasm_externtype_kind(NULL) == WASM_EXTERN_FUNC);
  CHECK(!wasm_importtype_new(NULL, NULL, NULL) && !wasm_importtype_module(NULL));
  CHECK(!wasm_importtype_name(NULL) && !wasm_importtype_type(NULL));
  CHECK(!wasm_exporttype_new(NULL, NULL) && !wasm_exporttype_name(NULL));
  CHECK(!wasm_exporttype_type(NULL));
}

static void test_vectors_of_nulls(void) {
  CHECK_VECTOR(byte);
  CHECK_VECTOR(val);
  CHECK_VECTOR(valtype);
  CHECK_VECTOR(functype);
  CHECK_VECTOR(globaltype);
  CHECK_VECTOR(tabletype);
  CHECK_VECTOR(memorytype);
  CHECK_VECTOR(externtype);
  CHECK_VECTOR(importtype);
  CHECK_VECTOR(exporttype);
  CHECK_VECTOR(frame);
  CHECK_VECTOR(extern);
}

static void test_references_of_nulls(void) {
  CHECK_BASE(ref);
  CHECK_REF(trap);
  CHECK_REF(foreign);
  CHECK_REF(module);
  CHECK_REF(func);
  CHECK_REF(global);
  CHECK_REF(table);
  CHECK_REF(memory);
  CHECK_REF(extern);
  CHECK_REF(instance);
  CHECK_CASE(func, extern);
  CHECK_CASE(global, extern);
  CHECK_CASE(table, extern);
  CHECK_CASE(memory, extern);
}

static void test_runtime(void) {
  wasm_byte_vec_t bytes = {1, NULL};
  CHECK_OBJECT(config);
  CHECK_OBJECT(engine);
  CHECK_OBJECT(store);
  CHECK_OBJECT(shared_module);
  wasm_engine_delete(wasm_engine_new_with_config(NULL));
  CHECK(!wasm_store_new(NULL) && !wasm_foreign_new(NULL));
  wasm_val_delete(NULL);
  wasm_val_copy(NULL, NULL);
  CHECK(!wasm_frame_instance(NULL) && wasm_frame_func_index(NULL) == 0);
  CHECK(wasm_frame_func_offset(NULL) == 0 && wasm_frame_module_offset(NULL) == 0);
  wasm_trap_message(NULL, &bytes);
  CHECK(bytes.size == 0 && !wasm_trap_origin(NULL));
  wasm_frame_vec_t frames = {1, NULL};
  wasm_trap_trace(NULL, &frames);
  CHECK(frames.size == 0);
  CHECK(!wasm_module_new(NULL, NULL) && !wasm_module_validate(NULL, NULL));
  wasm_importtype_vec_t imports = {1, NULL};
  wasm_exporttype_vec_t exports = {1, NULL};
  wasm_module_imports(NULL, &imports);
  wasm_module_exports(NULL, &exports);
  CHECK(imports.size == 0 && exports.size == 0);
  bytes.size = 1;
  wasm_module_serialize(NULL, &bytes);
  CHECK(bytes.size == 0 && !wasm_module_deserialize(NULL, NULL));
  CHECK(!wasm_module_share(NULL) && !wasm_module_obtain(NULL, NULL));
  CHECK(!wasm_func_new(NULL, NULL, NULL) && !wasm_func_type(NULL));
  CHECK(!wasm_func_new_with_env(NULL, NULL, nothing, NULL, NULL));
  CHECK(wasm_func_param_arity(NULL) == 0 && wasm_func_result_arity(NULL) == 0);
  wasm_trap_t* trap = wasm_func_call(NULL, NULL, NULL);
  CHECK(trap);
  wasm_trap_delete(trap);
  wasm_val_t value;
  CHECK(!wasm_global_new(NULL, NULL, NULL) && !wasm_global_type(NULL));
  wasm_global_get(NULL, &value);
  CHECK(value.kind == WASM_I32 && value.of.i64 == 0);
  wasm_global_set(NULL, &value);
  CHECK(!wasm_table_new(NULL, NULL, NULL) && !wasm_table_type(NULL) && !wasm_table_get(NULL, 0));
  CHECK(!wasm_table_set(NULL, 0, NULL) && wasm_table_size(NULL) == 0);
  CHECK(!wasm_table_grow(NULL, 0, NULL));
  CHECK(!wasm_memory_new(NULL, NULL) && !wasm_memory_type(NULL) && !wasm_memory_data(NULL));
  CHECK(wasm_memory_data_size(NULL) == 0 && wasm_memory_size(NULL) == 0);
  CHECK(!wasm_memory_grow(NULL, 0));
  CHECK(wasm_extern_kind(NULL) == WASM_EXTERN_FUNC && !wasm_extern_type(NULL));
  CHECK(!wasm_instance_new(NULL, NULL, NULL, &trap) && trap);
  wasm_trap_delete(trap);
  wasm_extern_vec_t items = {1, NULL};
  wasm_instance_exports(NULL, &items);
  CHECK(items.size == 0);
}

static void test_additions_of_nulls(void) {
  wasm_message_t message;
  CHECK(!wald_config_set_feature(NULL, NULL, true));
  wald_config_set_max_memory(NULL, 0);
  wald_config_set_max_table_elements(NULL, 0);
  wald_config_set_max_instances(NULL, 0);
  wald_config_set_max_stack(NULL, 0);
  wald_config_set_max_gc_heap(NULL, 0);
  wald_config_set_fuel(NULL, 0);
  wald_config_set_deterministic(NULL, true);
  wald_config_set_memory_mode(NULL, WALD_MEMORY_CHECKED);
  wald_config_set_signals(NULL, true);
  wald_config_set_pooled_stores(NULL, 1);
  wald_config_set_deadline(NULL, 0);
  CHECK(!wald_wat2wasm(NULL, 0, NULL, NULL));
  CHECK(!wald_module_new(NULL, NULL, &message) && message.size > 0);
  wasm_byte_vec_delete(&message);
  CHECK(!wald_instance_new(NULL, NULL, NULL, NULL, NULL) && !wald_instance_export(NULL, NULL));
  CHECK(!wald_store_set_fuel(NULL, 0) && !wald_store_fuel(NULL, NULL));
  wald_interrupt_request(NULL);
  wald_interrupt_delete(NULL);
  CHECK(!wald_store_set_interrupt(NULL, NULL));
  CHECK(wald_trap_kind(NULL) == WALD_TRAP_NONE && !wald_trap_exit_status(NULL, NULL));
  wald_frame_func_name(NULL, NULL);
  CHECK(!wald_linker_new(NULL) && !wald_linker_define(NULL, NULL, NULL, NULL));
  CHECK(!wald_linker_define_instance(NULL, NULL, NULL));
  CHECK(!wald_linker_instantiate(NULL, NULL, NULL, NULL));
  CHECK(!wald_linker_define_wasi(NULL, NULL, NULL));
  wald_linker_delete(NULL);
  wald_wasi_config_delete(NULL);
  wald_wasi_config_add_arg(NULL, NULL);
  wald_wasi_config_add_env(NULL, NULL, NULL);
  wald_wasi_config_inherit_stdio(NULL, true);
  wald_wasi_config_set_input(NULL, NULL);
  CHECK(!wald_wasi_config_set_output(NULL, 1, NULL, NULL, NULL));
  CHECK(!wald_wasi_config_set_descriptor(NULL, 1, 1));
  wald_wasi_config_add_directory(NULL, NULL, NULL, true);
  wald_wasi_config_set_deterministic(NULL, 0);
}

void test_nulls(void) {
  test_types_of_nulls();
  test_vectors_of_nulls();
  test_references_of_nulls();
  test_runtime();
  test_additions_of_nulls();
}
