#include "api/c_test/check.h"

// Functions of both sides, and how they are linked.

static wasm_trap_t* swap(const wasm_val_vec_t* args, wasm_val_vec_t* results) {
  CHECK(args->size == 2 && results->size == 2);
  CHECK(results->data[0].kind == WASM_EXTERNREF && results->data[0].of.ref == NULL);
  CHECK(results->data[1].kind == WASM_I64 && results->data[1].of.i64 == 0);
  results->data[1] = args->data[0];
  wasm_val_copy(&results->data[0], &args->data[1]);
  return NULL;
}

static int ended = 0;
static void end(void* env) { ended += *(int*)env; }

static wasm_trap_t* add_env(void* env, const wasm_val_vec_t* args, wasm_val_vec_t* results) {
  results->data[0].of.f32 = args->data[0].of.f32 + (float)*(int*)env;
  return NULL;
}

static wasm_trap_t* wrong(const wasm_val_vec_t* args, wasm_val_vec_t* results) {
  (void)args;
  wasm_val_t value = WASM_F64_VAL(1.5);
  results->data[0] = value;
  return NULL;
}

static bool says(wasm_trap_t* trap, const char* text) {
  wasm_message_t message;
  wasm_trap_message(trap, &message);
  const bool found = trap && message.size > 0 && strstr(message.data, text) != NULL;
  if (!found) printf("a trap says: %s\n", trap ? message.data : "(none)");
  wasm_byte_vec_delete(&message);
  wasm_trap_delete(trap);
  return found;
}

static void test_host_functions(world_t* world) {
  wasm_functype_t* type =
      wasm_functype_new_2_2(wasm_valtype_new_i64(), wasm_valtype_new_externref(),
                            wasm_valtype_new_externref(), wasm_valtype_new_i64());
  wasm_func_t* func = wasm_func_new(world->store, type, swap);
  wasm_functype_delete(type);
  type = wasm_func_type(func);
  CHECK(wasm_valtype_kind(wasm_functype_params(type)->data[0]) == WASM_I64);
  CHECK(wasm_func_param_arity(func) == 2 && wasm_func_result_arity(func) == 2);

  wasm_foreign_t* foreign = wasm_foreign_new(world->store);
  wasm_val_t args[] = {WASM_I64_VAL(-7), WASM_REF_VAL(wasm_foreign_as_ref(foreign))};
  wasm_val_t results[] = {WASM_INIT_VAL, WASM_INIT_VAL};
  wasm_val_vec_t args_vec = WASM_ARRAY_VEC(args), results_vec = WASM_ARRAY_VEC(results);
  CHECK(wasm_func_call(func, &args_vec, &results_vec) == NULL);
  CHECK(results[1].kind == WASM_I64 && results[1].of.i64 == -7);
  CHECK(results[0].kind == WASM_EXTERNREF);
  CHECK(wasm_ref_same(results[0].of.ref, wasm_foreign_as_ref(foreign)));
  CHECK(wasm_ref_as_foreign(results[0].of.ref) != NULL);
  wasm_val_delete(&results[0]);
  wasm_foreign_delete(foreign);

  // Arguments that don't fit.
  args_vec.size = 1;
  CHECK(says(wasm_func_call(func, &args_vec, &results_vec), "2 arguments are expected, not 1"));
  args_vec.size = 2;
  args[0].kind = WASM_I32;
  CHECK(says(wasm_func_call(func, &args_vec, &results_vec), "argument 1: "));
  wasm_func_delete(func);
  wasm_functype_delete(type);

  static int env = 3;
  type = wasm_functype_new_1_1(wasm_valtype_new_f32(), wasm_valtype_new_f32());
  func = wasm_func_new_with_env(world->store, type, add_env, &env, end);
  wasm_val_t half[] = {WASM_F32_VAL(0.5f)};
  wasm_val_vec_t half_vec = WASM_ARRAY_VEC(half);
  CHECK(wasm_func_call(func, &half_vec, &half_vec) == NULL);
  CHECK(half[0].kind == WASM_F32 && half[0].of.f32 == 3.5f);
  wasm_func_delete(func);
  func = wasm_func_new(world->store, type, wrong);
  CHECK(says(wasm_func_call(func, &half_vec, &half_vec), "result 1 of a function of the host"));
  CHECK(half[0].of.f32 == 3.5f);
  wasm_func_delete(func);
  CHECK(ended == 0);
  CHECK(wasm_func_new_with_env(world->store, NULL, add_env, &env, end) == NULL && ended == 3);
  wasm_functype_delete(type);
  ended = 0;
}

static void test_linking(world_t* world) {
  wasm_module_t* module = module_of(
      world, "(module (import \"env\" \"swap\" (func (param i64 externref) (result externref i64)))"
             " (func (export \"run\") (param i64 externref) (result i64) (local i64)"
             "  (call 0 (local.get 0) (local.get 1)) (local.set 2) (drop) (local.get 2))"
             " (func (export \"keep\") (param funcref) (result funcref) (local.get 0)))");
  wasm_trap_t* trap = NULL;
  CHECK(wasm_instance_new(world->store, module, NULL, &trap) == NULL);
  CHECK(says(trap, "1 imports are expected, not 0"));
  wasm_functype_t* type = wasm_functype_new_0_0();
  wasm_func_t* func = wasm_func_new(world->store, type, swap);
  wasm_functype_delete(type);
  wasm_extern_t* externs[] = {wasm_func_as_extern(func)};
  wasm_extern_vec_t imports = WASM_ARRAY_VEC(externs);
  CHECK(wasm_instance_new(world->store, module, &imports, &trap) == NULL);
  CHECK(says(trap, "incompatible import type: \"env\" \"swap\""));
  wasm_func_delete(func);
  externs[0] = NULL;
  CHECK(wasm_instance_new(world->store, module, &imports, &trap) == NULL);
  CHECK(says(trap, "import 1 (\"env\" \"swap\") is null"));

  // The very type that the module wants.
  wasm_importtype_vec_t types;
  wasm_module_imports(module, &types);
  func = wasm_func_new(
      world->store, wasm_externtype_as_functype_const(wasm_importtype_type(types.data[0])), swap);
  wasm_importtype_vec_delete(&types);
  externs[0] = wasm_func_as_extern(func);
  wasm_instance_t* instance = wasm_instance_new(world->store, module, &imports, &trap);
  CHECK(instance && trap == NULL);
  wasm_extern_vec_t exports;
  wasm_instance_exports(instance, &exports);
  const wasm_func_t* run = wasm_extern_as_func_const(exports.data[0]);
  // A function as an externref.
  wasm_val_t args[] = {WASM_I64_VAL(5), WASM_REF_VAL(wasm_func_as_ref(func))};
  wasm_val_t results[] = {WASM_INIT_VAL};
  wasm_val_vec_t args_vec = WASM_ARRAY_VEC(args), results_vec = WASM_ARRAY_VEC(results);
  CHECK(wasm_func_call(run, &args_vec, &results_vec) == NULL);
  CHECK(results[0].kind == WASM_I64 && results[0].of.i64 == 5);
  // And as a funcref.
  wasm_val_vec_t func_vec = {1, &args[1]};
  CHECK(wasm_func_call(wasm_extern_as_func(exports.data[1]), &func_vec, &results_vec) == NULL);
  CHECK(results[0].kind == WASM_FUNCREF);
  CHECK(wasm_func_same(wasm_ref_as_func(results[0].of.ref), func));
  wasm_val_delete(&results[0]);
  wasm_extern_vec_delete(&exports);
  wasm_instance_delete(instance);
  wasm_func_delete(func);
  wasm_module_delete(module);
}

void test_functions(void) {
  world_t world = world_new();
  int env = 40;
  wasm_functype_t* type = wasm_functype_new_1_1(wasm_valtype_new_f32(), wasm_valtype_new_f32());
  test_host_functions(&world);
  test_linking(&world);
  wasm_func_delete(wasm_func_new_with_env(world.store, type, add_env, &env, end));
  wasm_functype_delete(type);
  world_delete(&world);
  CHECK(ended == 43);

  // Pointers as numbers.
  wasm_val_t value;
  wasm_val_init_ptr(&value, &env);
  CHECK(wasm_val_ptr(&value) == &env);
}
