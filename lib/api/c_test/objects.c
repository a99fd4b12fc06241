#include "api/c_test/check.h"

// Globals, tables and memories.

static void test_globals(world_t* world) {
  wasm_globaltype_t* type = wasm_globaltype_new(wasm_valtype_new_f64(), WASM_VAR);
  wasm_val_t value = WASM_F64_VAL(2.5), wrong = WASM_I32_VAL(1), out;
  wasm_global_t* global = wasm_global_new(world->store, type, &value);
  CHECK(wasm_global_new(world->store, type, &wrong) == NULL);
  wasm_globaltype_delete(type);
  type = wasm_global_type(global);
  CHECK(wasm_globaltype_mutability(type) == WASM_VAR);
  CHECK(wasm_valtype_kind(wasm_globaltype_content(type)) == WASM_F64);
  wasm_global_get(global, &out);
  CHECK(out.kind == WASM_F64 && out.of.f64 == 2.5);
  value.of.f64 = -1;
  wasm_global_set(global, &value);
  wasm_global_set(global, &wrong);
  wasm_global_get(global, &out);
  CHECK(out.of.f64 == -1);
  wasm_externtype_t* general = wasm_extern_type(wasm_global_as_extern(global));
  CHECK(wasm_externtype_as_globaltype(general) != NULL);
  wasm_externtype_delete(general);
  wasm_globaltype_delete(type);
  wasm_global_delete(global);

  // An immutable reference.
  type = wasm_globaltype_new(wasm_valtype_new_externref(), WASM_CONST);
  wasm_foreign_t* foreign = wasm_foreign_new(world->store);
  wasm_val_t reference = WASM_REF_VAL(wasm_foreign_as_ref(foreign)), null = WASM_INIT_VAL;
  global = wasm_global_new(world->store, type, &reference);
  wasm_global_set(global, &null);
  wasm_global_get(global, &out);
  CHECK(out.kind == WASM_EXTERNREF && wasm_ref_same(out.of.ref, wasm_foreign_as_ref(foreign)));
  wasm_val_delete(&out);
  wasm_foreign_delete(foreign);
  wasm_global_delete(global);
  wasm_globaltype_delete(type);
}

static void test_tables(world_t* world) {
  const wasm_limits_t limits = {2, 4};
  wasm_tabletype_t* type = wasm_tabletype_new(wasm_valtype_new_externref(), &limits);
  wasm_foreign_t* foreign = wasm_foreign_new(world->store);
  wasm_ref_t* ref = wasm_foreign_as_ref(foreign);
  wasm_table_t* table = wasm_table_new(world->store, type, ref);
  wasm_tabletype_delete(type);
  CHECK(wasm_table_size(table) == 2);
  wasm_ref_t* element = wasm_table_get(table, 1);
  CHECK(wasm_ref_same(element, ref));
  wasm_ref_delete(element);
  CHECK(wasm_table_set(table, 1, NULL) && wasm_table_get(table, 1) == NULL);
  CHECK(!wasm_table_set(table, 2, NULL) && wasm_table_get(table, 2) == NULL);
  // The table itself is a value too.
  CHECK(wasm_table_grow(table, 2, wasm_table_as_ref(table)) && !wasm_table_grow(table, 1, NULL));
  element = wasm_table_get(table, 3);
  CHECK(wasm_ref_as_table(element) && wasm_table_same(wasm_ref_as_table(element), table));
  wasm_ref_delete(element);
  type = wasm_table_type(table);
  CHECK(wasm_tabletype_limits(type)->min == 4 && wasm_tabletype_limits(type)->max == 4);
  wasm_tabletype_delete(type);
  wasm_table_delete(table);

  type = wasm_tabletype_new(wasm_valtype_new_funcref(), &limits);
  CHECK(wasm_table_new(world->store, type, ref) == NULL);
  table = wasm_table_new(world->store, type, NULL);
  CHECK(!wasm_table_set(table, 0, ref) && !wasm_table_grow(table, 1, ref));
  wasm_table_delete(table);
  wasm_tabletype_delete(type);
  wasm_foreign_delete(foreign);
}

static void test_memories(world_t* world) {
  const wasm_limits_t limits = {1, 2}, huge = {65536, 65536};
  wasm_memorytype_t* type = wasm_memorytype_new(&limits);
  wasm_memory_t* memory = wasm_memory_new(world->store, type);
  wasm_memorytype_delete(type);
  CHECK(wasm_memory_size(memory) == 1 && wasm_memory_data_size(memory) == MEMORY_PAGE_SIZE);
  wasm_memory_data(memory)[MEMORY_PAGE_SIZE - 1] = 7;
  CHECK(wasm_memory_grow(memory, 1) && !wasm_memory_grow(memory, 1));
  CHECK(wasm_memory_data(memory)[MEMORY_PAGE_SIZE - 1] == 7);
  CHECK(wasm_memory_data(memory)[2 * MEMORY_PAGE_SIZE - 1] == 0);
  type = wasm_memory_type(memory);
  CHECK(wasm_memorytype_limits(type)->min == 2 && wasm_memorytype_limits(type)->max == 2);
  wasm_memorytype_delete(type);
  wasm_memory_delete(memory);

  // Beyond a limit.
  wasm_config_t* config = wasm_config_new();
  wald_config_set_max_memory(config, 1 << 20);
  wasm_engine_t* engine = wasm_engine_new_with_config(config);
  wasm_store_t* store = wasm_store_new(engine);
  type = wasm_memorytype_new(&huge);
  CHECK(wasm_memory_new(store, type) == NULL);
  wasm_memorytype_delete(type);
  wasm_store_delete(store);
  wasm_engine_delete(engine);
}

static void test_values(world_t* world) {
  wasm_val_t one = WASM_REF_VAL(wasm_foreign_as_ref(wasm_foreign_new(world->store))), other;
  wasm_val_copy(&other, &one);
  CHECK(one.of.ref != other.of.ref && wasm_ref_same(one.of.ref, other.of.ref));
  wasm_val_delete(&one);
  CHECK(one.of.ref == NULL);
  wasm_val_delete(&other);
  wasm_val_t number = WASM_I32_VAL(5);
  wasm_val_copy(&other, &number);
  CHECK(other.kind == WASM_I32 && other.of.i32 == 5);
  wasm_val_delete(&other);
}

void test_objects(void) {
  world_t world = world_new();
  test_globals(&world);
  test_tables(&world);
  test_memories(&world);
  test_values(&world);
  world_delete(&world);
}
