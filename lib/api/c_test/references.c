#include "api/c_test/check.h"

// What all references have in common.

static int one = 1, ten = 10;
static int finalized = 0;
static void finalize(void* info) { finalized += *(int*)info; }

/// Takes `object`, whose host info ends by `end`. `other` is of the same kind.
#define CHECK_BASE(name, object, other, end) \
  do { \
    finalized = 0; \
    wasm_##name##_t* copy = wasm_##name##_copy(object); \
    CHECK(wasm_##name##_same(copy, object)); \
    CHECK(!wasm_##name##_same(copy, other)); \
    CHECK(!wasm_##name##_same(copy, NULL) && wasm_##name##_same(NULL, NULL)); \
    CHECK(wasm_##name##_get_host_info(object) == NULL); \
    wasm_##name##_set_host_info(object, &ten); \
    CHECK(wasm_##name##_get_host_info(copy) == &ten); \
    wasm_##name##_set_host_info_with_finalizer(copy, &one, finalize); \
    CHECK(wasm_##name##_get_host_info(object) == &one); \
    CHECK(wasm_##name##_get_host_info(other) == NULL && finalized == 0); \
    wasm_##name##_set_host_info_with_finalizer(object, &ten, finalize); \
    CHECK(finalized == 1); \
    wasm_##name##_delete(object); \
    CHECK(finalized == 1); \
    wasm_##name##_delete(copy); \
    end; \
    CHECK(finalized == 11); \
  } while (0)

#define CHECK_REF(name, object, foreigner) \
  do { \
    wasm_ref_t* ref = wasm_##name##_as_ref(object); \
    CHECK(wasm_##name##_as_ref_const(object) == ref); \
    CHECK(wasm_ref_as_##name(ref) == object && wasm_ref_as_##name##_const(ref) == object); \
    CHECK(wasm_ref_as_##name(foreigner) == NULL && wasm_ref_as_##name##_const(foreigner) == NULL); \
  } while (0)

#define CHECK_EXTERN(name, object, instance) \
  do { \
    wasm_extern_t* item = wasm_##name##_as_extern(object); \
    CHECK(wasm_##name##_as_extern_const(object) == item); \
    CHECK(wasm_extern_as_##name(item) == object && wasm_extern_as_##name##_const(item) == object); \
    CHECK(wasm_extern_as_##name(NULL) == NULL); \
    wasm_ref_t* ref = wasm_extern_as_ref(item); \
    CHECK(wasm_extern_as_ref_const(item) == ref && wasm_ref_as_extern(ref) == item); \
    CHECK(wasm_ref_as_extern_const(ref) == item); \
    CHECK(wasm_ref_as_extern(wasm_instance_as_ref(instance)) == NULL); \
  } while (0)

static const char* const text =
    "(module (func (export \"f\")) (global (export \"g\") i32 (i32.const 1))"
    " (table (export \"t\") 1 funcref) (memory (export \"m\") 1) (tag (export \"e\")))";

static void test_store_references(void) {
  world_t world = world_new();
  wasm_instance_t* instance = instance_of(&world, text);
  wasm_instance_t* other = instance_of(&world, text);
  wasm_extern_vec_t items, others;
  wasm_instance_exports(instance, &items);
  wasm_instance_exports(other, &others);
  CHECK(items.size == 5 && others.size == 5);
  wasm_func_t* func = wasm_extern_as_func(items.data[0]);
  wasm_global_t* global = wasm_extern_as_global(items.data[1]);
  wasm_table_t* table = wasm_extern_as_table(items.data[2]);
  wasm_memory_t* memory = wasm_extern_as_memory(items.data[3]);
  CHECK(func && global && table && memory && !wasm_extern_as_memory(items.data[0]));
  CHECK(wasm_extern_kind(items.data[4]) == WALD_EXTERN_TAG);
  CHECK_REF(func, func, wasm_memory_as_ref(memory));
  CHECK_REF(global, global, wasm_func_as_ref(func));
  CHECK_REF(table, table, wasm_func_as_ref(func));
  CHECK_REF(memory, memory, wasm_func_as_ref(func));
  CHECK_REF(instance, instance, wasm_func_as_ref(func));
  CHECK_EXTERN(func, func, instance);
  CHECK_EXTERN(global, global, instance);
  CHECK_EXTERN(table, table, instance);
  CHECK_EXTERN(memory, memory, instance);
  CHECK(!wasm_extern_same(items.data[0], items.data[1]));

  // Each of these objects lives as long as the store.
#define COPY_ONCE(name, place, twin) \
  do { \
    wasm_##name##_t* held = wasm_##name##_copy(place); \
    CHECK_BASE(name, held, twin, finalized += 10); \
  } while (0)
  COPY_ONCE(func, func, wasm_extern_as_func(others.data[0]));
  COPY_ONCE(global, global, wasm_extern_as_global(others.data[1]));
  COPY_ONCE(table, table, wasm_extern_as_table(others.data[2]));
  COPY_ONCE(memory, memory, wasm_extern_as_memory(others.data[3]));
  COPY_ONCE(extern, items.data[4], others.data[4]);
  COPY_ONCE(instance, instance, other);
  wasm_extern_vec_delete(&items);
  wasm_extern_vec_delete(&others);
  wasm_instance_delete(instance);
  wasm_instance_delete(other);
  finalized = 0;
  world_delete(&world);
  // What `CHECK_BASE` attached last to each of the six.
  CHECK(finalized == 60);
}

static void test_foreign(void) {
  world_t world = world_new();
  wasm_foreign_t* foreign = wasm_foreign_new(world.store);
  wasm_foreign_t* other = wasm_foreign_new(world.store);
  CHECK_REF(foreign, foreign, NULL);
  wasm_foreign_set_host_info_with_finalizer(foreign, &one, finalize);
  wasm_foreign_set_host_info(foreign, NULL);
  wasm_foreign_t* held = wasm_foreign_copy(foreign);
  wasm_foreign_delete(foreign);
  CHECK_BASE(foreign, held, other, world_delete(&world));
  // The store has ended, the handle has not.
  wasm_foreign_t* left = wasm_foreign_copy(other);
  CHECK(wasm_foreign_same(left, other));
  finalized = 0;
  wasm_foreign_set_host_info_with_finalizer(left, &one, finalize);
  CHECK(finalized == 1 && wasm_foreign_get_host_info(left) == NULL);
  wasm_foreign_delete(left);
  wasm_foreign_delete(other);

  world = world_new();
  wasm_ref_t* ref = wasm_foreign_as_ref(wasm_foreign_new(world.store));
  wasm_ref_t* other_ref = wasm_foreign_as_ref(wasm_foreign_new(world.store));
  CHECK_BASE(ref, ref, other_ref, world_delete(&world));
  wasm_ref_delete(other_ref);
}

static void test_modules_and_traps(void) {
  world_t world = world_new();
  wasm_module_t* module = module_of(&world, text);
  wasm_module_t* other = module_of(&world, text);
  CHECK_REF(module, module, NULL);
  CHECK_BASE(module, module, other, (void)0);
  wasm_module_delete(other);

  wasm_trap_t* trap = wasm_trap_new(world.store, NULL);
  wasm_trap_t* other_trap = wasm_trap_new(world.store, NULL);
  CHECK_REF(trap, trap, NULL);
  CHECK_BASE(trap, trap, other_trap, (void)0);
  wasm_trap_delete(other_trap);
  world_delete(&world);
}

void test_references(void) {
  test_store_references();
  test_foreign();
  test_modules_and_traps();
}
