#include "api/c_test/check.h"

// Descriptions of types.

static void check_names(wasm_valtype_t* type, wasm_valkind_t kind) {
  CHECK(wasm_valtype_kind(type) == kind);
  CHECK(wasm_valtype_is_num(type) == wasm_valkind_is_num(kind));
  CHECK(wasm_valtype_is_ref(type) == wasm_valkind_is_ref(kind));
  wasm_valtype_t* copy = wasm_valtype_copy(type);
  CHECK(copy != type && wasm_valtype_kind(copy) == kind);
  wasm_valtype_delete(copy);
  wasm_valtype_delete(type);
}

static void test_value_types(void) {
  check_names(wasm_valtype_new_i32(), WASM_I32);
  check_names(wasm_valtype_new_i64(), WASM_I64);
  check_names(wasm_valtype_new_f32(), WASM_F32);
  check_names(wasm_valtype_new_f64(), WASM_F64);
  check_names(wasm_valtype_new_externref(), WASM_EXTERNREF);
  check_names(wasm_valtype_new_funcref(), WASM_FUNCREF);
  check_names(wasm_valtype_new(WALD_V128), WALD_V128);
  CHECK(wasm_valtype_new(77) == NULL);
}

/// Deletes the type.
static void check_arity(wasm_functype_t* type, size_t params, size_t results) {
  CHECK(type && wasm_functype_params(type)->size == params);
  CHECK(wasm_functype_results(type)->size == results);
  wasm_functype_t* copy = wasm_functype_copy(type);
  CHECK(wasm_functype_params(copy)->size == params && wasm_functype_results(copy)->size == results);
  wasm_functype_delete(copy);
  wasm_functype_delete(type);
}

static void test_function_types(void) {
#define P wasm_valtype_new_i32()
#define R wasm_valtype_new_f64()
  check_arity(wasm_functype_new_0_0(), 0, 0);
  check_arity(wasm_functype_new_1_0(P), 1, 0);
  check_arity(wasm_functype_new_2_0(P, P), 2, 0);
  check_arity(wasm_functype_new_3_0(P, P, P), 3, 0);
  check_arity(wasm_functype_new_0_1(R), 0, 1);
  check_arity(wasm_functype_new_1_1(P, R), 1, 1);
  check_arity(wasm_functype_new_2_1(P, P, R), 2, 1);
  check_arity(wasm_functype_new_3_1(P, P, P, R), 3, 1);
  check_arity(wasm_functype_new_0_2(R, R), 0, 2);
  check_arity(wasm_functype_new_1_2(P, R, R), 1, 2);
  check_arity(wasm_functype_new_2_2(P, P, R, R), 2, 2);
  check_arity(wasm_functype_new_3_2(P, P, P, R, R), 3, 2);

  wasm_functype_t* type = wasm_functype_new_2_1(wasm_valtype_new_i64(), P, R);
  CHECK(wasm_valtype_kind(wasm_functype_params(type)->data[0]) == WASM_I64);
  CHECK(wasm_valtype_kind(wasm_functype_params(type)->data[1]) == WASM_I32);
  CHECK(wasm_valtype_kind(wasm_functype_results(type)->data[0]) == WASM_F64);
  wasm_functype_delete(type);

  // The vectors are taken, also where that fails.
  wasm_valtype_t* types[] = {P, NULL};
  wasm_valtype_vec_t params, results;
  wasm_valtype_vec_new(&params, 2, types);
  wasm_valtype_vec_new_uninitialized(&results, 1);
  results.data[0] = R;
  CHECK(wasm_functype_new(&params, &results) == NULL);
  CHECK(params.data == NULL && results.data == NULL);
  check_arity(wasm_functype_new(NULL, NULL), 0, 0);
  wasm_valtype_vec_new_uninitialized(&params, 1001);
  for (size_t i = 0; i < params.size; ++i) params.data[i] = P;
  CHECK(wasm_functype_new(&params, NULL) == NULL);
#undef P
#undef R
}

static void test_other_types(void) {
  wasm_globaltype_t* global = wasm_globaltype_new(wasm_valtype_new_f32(), WASM_VAR);
  wasm_globaltype_t* global_copy = wasm_globaltype_copy(global);
  CHECK(wasm_valtype_kind(wasm_globaltype_content(global_copy)) == WASM_F32);
  CHECK(wasm_globaltype_mutability(global_copy) == WASM_VAR);
  CHECK(wasm_globaltype_new(wasm_valtype_new_f32(), 2) == NULL);

  const wasm_limits_t limits = {3, wasm_limits_max_default}, wrong = {3, 2}, large = {65537, 65538};
  wasm_tabletype_t* table = wasm_tabletype_new(wasm_valtype_new_funcref(), &limits);
  wasm_tabletype_t* table_copy = wasm_tabletype_copy(table);
  CHECK(wasm_valtype_kind(wasm_tabletype_element(table_copy)) == WASM_FUNCREF);
  CHECK(wasm_tabletype_limits(table_copy)->min == 3);
  CHECK(wasm_tabletype_limits(table_copy)->max == wasm_limits_max_default);
  CHECK(wasm_tabletype_new(wasm_valtype_new_i32(), &limits) == NULL);
  CHECK(wasm_tabletype_new(wasm_valtype_new_funcref(), &wrong) == NULL);

  const wasm_limits_t pages = {1, 2};
  wasm_memorytype_t* memory = wasm_memorytype_new(&pages);
  wasm_memorytype_t* memory_copy = wasm_memorytype_copy(memory);
  CHECK(wasm_memorytype_limits(memory_copy)->min == 1);
  CHECK(wasm_memorytype_limits(memory_copy)->max == 2);
  CHECK(wasm_memorytype_new(&wrong) == NULL);
  CHECK(wasm_memorytype_new(&large) == NULL);

  // Each as an extern and back.
  wasm_functype_t* func = wasm_functype_new_0_0();
#define CHECK_CASE(name, kind) \
  do { \
    wasm_externtype_t* item = wasm_##name##type_as_externtype(name); \
    CHECK(wasm_externtype_kind(item) == kind); \
    CHECK(wasm_##name##type_as_externtype_const(name) == item); \
    CHECK((wasm_externtype_as_functype(item) == NULL) == (kind != WASM_EXTERN_FUNC)); \
    CHECK((wasm_externtype_as_globaltype(item) == NULL) == (kind != WASM_EXTERN_GLOBAL)); \
    CHECK((wasm_externtype_as_tabletype(item) == NULL) == (kind != WASM_EXTERN_TABLE)); \
    CHECK((wasm_externtype_as_memorytype(item) == NULL) == (kind != WASM_EXTERN_MEMORY)); \
    CHECK(wasm_externtype_as_##name##type(item) == name); \
    CHECK(wasm_externtype_as_##name##type_const(item) == name); \
    wasm_externtype_t* copy = wasm_externtype_copy(item); \
    CHECK(copy != item && wasm_externtype_kind(copy) == kind); \
    wasm_externtype_delete(copy); \
  } while (0)
  CHECK_CASE(func, WASM_EXTERN_FUNC);
  CHECK_CASE(global, WASM_EXTERN_GLOBAL);
  CHECK_CASE(table, WASM_EXTERN_TABLE);
  CHECK_CASE(memory, WASM_EXTERN_MEMORY);
#undef CHECK_CASE
  wasm_globaltype_delete(global_copy);
  wasm_globaltype_delete(global);
  wasm_tabletype_delete(table_copy);
  wasm_tabletype_delete(table);
  wasm_memorytype_delete(memory_copy);
  wasm_memorytype_delete(memory);
  wasm_functype_delete(func);
}

static bool is_name(const wasm_name_t* name, const char* text) {
  return name->size == strlen(text) && memcmp(name->data, text, name->size) == 0;
}

static void test_import_types(void) {
  wasm_name_t module, name;
  wasm_name_new_from_string(&module, "env");
  wasm_name_new_from_string(&name, "f");
  wasm_importtype_t* import =
      wasm_importtype_new(&module, &name, wasm_functype_as_externtype(wasm_functype_new_0_0()));
  CHECK(module.data == NULL && name.data == NULL);
  wasm_importtype_t* import_copy = wasm_importtype_copy(import);
  wasm_importtype_delete(import);
  CHECK(is_name(wasm_importtype_module(import_copy), "env"));
  CHECK(is_name(wasm_importtype_name(import_copy), "f"));
  CHECK(wasm_externtype_kind(wasm_importtype_type(import_copy)) == WASM_EXTERN_FUNC);
  wasm_importtype_delete(import_copy);

  wasm_name_new_from_string_nt(&name, "g");
  CHECK(name.size == 2);
  wasm_exporttype_t* export =
      wasm_exporttype_new(&name, wasm_functype_as_externtype(wasm_functype_new_0_0()));
  wasm_exporttype_t* export_copy = wasm_exporttype_copy(export);
  wasm_exporttype_delete(export);
  CHECK(wasm_exporttype_name(export_copy)->size == 2);
  CHECK(wasm_externtype_kind(wasm_exporttype_type(export_copy)) == WASM_EXTERN_FUNC);
  wasm_exporttype_delete(export_copy);
  wasm_name_new_from_string(&name, "h");
  CHECK(wasm_exporttype_new(&name, NULL) == NULL);
}

void test_types(void) {
  test_value_types();
  test_function_types();
  test_other_types();
  test_import_types();
}
