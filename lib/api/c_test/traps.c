#include "api/c_test/check.h"

// Traps and their frames.

static wasm_trap_t* refuse(void* env, const wasm_val_vec_t* args, wasm_val_vec_t* results) {
  (void)args;
  (void)results;
  wasm_message_t message;
  wasm_name_new_from_string_nt(&message, "refused");
  wasm_trap_t* trap = wasm_trap_new((wasm_store_t*)env, &message);
  wasm_name_delete(&message);
  return trap;
}

static void check_message(const wasm_trap_t* trap, const char* text) {
  wasm_message_t message;
  wasm_trap_message(trap, &message);
  CHECK(message.size == strlen(text) + 1 && strcmp(message.data, text) == 0);
  wasm_byte_vec_delete(&message);
}

static void test_frames(world_t* world) {
  wasm_instance_t* instance =
      instance_of(world, "(module (func $inner unreachable)"
                         " (func $outer (export \"run\") (local i64) nop (call $inner)))");
  wasm_extern_t* item = wald_instance_export(instance, "run");
  wasm_trap_t* trap = wasm_func_call(wasm_extern_as_func(item), NULL, NULL);
  check_message(trap, "unreachable");
  CHECK(wald_trap_kind(trap) == WALD_TRAP_UNREACHABLE);
  wasm_frame_vec_t frames;
  wasm_trap_trace(trap, &frames);
  CHECK(frames.size == 2);
  wasm_frame_t* origin = wasm_trap_origin(trap);
  CHECK(wasm_frame_func_index(origin) == 0 && wasm_frame_func_offset(origin) == 1);
  CHECK(wasm_frame_func_index(frames.data[1]) == 1);
  // Behind one run of locals and a `nop`.
  CHECK(wasm_frame_func_offset(frames.data[1]) == 4);
  CHECK(wasm_frame_module_offset(frames.data[1]) > wasm_frame_module_offset(origin));
  wasm_frame_t* copy = wasm_frame_copy(frames.data[1]);
  wasm_name_t name;
  wald_frame_func_name(copy, &name);
  CHECK(name.size == 5 && memcmp(name.data, "outer", 5) == 0);
  wasm_name_delete(&name);
  CHECK(wasm_instance_same(wasm_frame_instance(copy), instance));
  wasm_frame_delete(copy);
  wasm_frame_delete(origin);
  wasm_frame_vec_delete(&frames);
  wasm_trap_delete(trap);
  wasm_extern_delete(item);
  wasm_instance_delete(instance);
}

static void test_host_traps(world_t* world) {
  wasm_message_t message;
  wasm_name_new_from_string(&message, "no terminator");
  wasm_trap_t* trap = wasm_trap_new(NULL, &message);
  wasm_name_delete(&message);
  check_message(trap, "no terminator");
  CHECK(wald_trap_kind(trap) == WALD_TRAP_HOST && !wald_trap_exit_status(trap, NULL));
  CHECK(wasm_trap_origin(trap) == NULL);
  wasm_trap_delete(trap);

  // Through a guest.
  wasm_module_t* module =
      module_of(world, "(module (import \"\" \"refuse\" (func)) (func (export \"run\") (call 0)))");
  wasm_functype_t* type = wasm_functype_new_0_0();
  wasm_func_t* func = wasm_func_new_with_env(world->store, type, refuse, world->store, NULL);
  wasm_functype_delete(type);
  wasm_extern_t* externs[] = {wasm_func_as_extern(func)};
  wasm_extern_vec_t imports = WASM_ARRAY_VEC(externs);
  wasm_instance_t* instance = wasm_instance_new(world->store, module, &imports, NULL);
  wasm_extern_t* item = wald_instance_export(instance, "run");
  trap = wasm_func_call(wasm_extern_as_func(item), NULL, NULL);
  check_message(trap, "refused");
  wasm_frame_vec_t frames;
  wasm_trap_trace(trap, &frames);
  CHECK(frames.size == 1 && wasm_frame_func_index(frames.data[0]) == 1);
  wasm_frame_vec_delete(&frames);
  wasm_trap_delete(trap);
  wasm_extern_delete(item);
  wasm_instance_delete(instance);
  wasm_func_delete(func);
  wasm_module_delete(module);
}

void test_traps(void) {
  world_t world = world_new();
  test_frames(&world);
  test_host_traps(&world);

  wasm_module_t* module = module_of(&world, "(module (func $f unreachable) (start $f))");
  wasm_trap_t* trap = NULL;
  CHECK(wasm_instance_new(world.store, module, NULL, &trap) == NULL);
  wasm_frame_t* frame = wasm_trap_origin(trap);
  CHECK(wasm_frame_instance(frame) != NULL);
  wasm_module_delete(module);
  world_delete(&world);
  // They outlive the store, but for the instance.
  check_message(trap, "unreachable");
  wasm_frame_t* later = wasm_trap_origin(trap);
  CHECK(wasm_frame_instance(later) == NULL && wasm_frame_func_index(later) == 0);
  wasm_frame_delete(later);
  wasm_frame_delete(frame);
  wasm_trap_delete(trap);
}
