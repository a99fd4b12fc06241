// For `pipe`.
#define _POSIX_C_SOURCE 200809L

#include <unistd.h>

#include "api/c_test/check.h"

// What `wald/c.h` adds.

/// Deletes the message.
static bool says(wasm_message_t* message, const char* text) {
  const bool found = message->size > 0 && strstr(message->data, text) != NULL;
  if (!found) printf("it says: %s\n", message->size > 0 ? message->data : "(nothing)");
  wasm_byte_vec_delete(message);
  return found;
}

static wasm_trap_t* call(const wasm_instance_t* instance, const char* name) {
  wasm_extern_t* item = wald_instance_export(instance, name);
  CHECK(item);
  wasm_trap_t* trap = wasm_func_call(wasm_extern_as_func(item), NULL, NULL);
  wasm_extern_delete(item);
  return trap;
}

static wald_trap_kind_t kind_of(const wasm_instance_t* instance, const char* name) {
  wasm_trap_t* trap = call(instance, name);
  const wald_trap_kind_t kind = wald_trap_kind(trap);
  wasm_trap_delete(trap);
  return kind;
}

static void test_config(void) {
  wasm_config_t* config = wasm_config_new();
  CHECK(wald_config_set_feature(config, "simd", false));
  CHECK(!wald_config_set_feature(config, "no such feature", true));
  wald_config_set_max_memory(config, 1 << 20);
  wald_config_set_max_table_elements(config, 10);
  wald_config_set_max_instances(config, 2);
  wald_config_set_max_stack(config, 1 << 20);
  wald_config_set_max_gc_heap(config, 1 << 20);
  wald_config_set_fuel(config, 1000);
  wald_config_set_deterministic(config, true);
  wald_config_set_memory_mode(config, WALD_MEMORY_MOVABLE);
  wald_config_set_signals(config, false);
  wald_config_set_pooled_stores(config, 2);
  wald_config_set_deadline(config, UINT64_MAX);
  world_t world;
  world.engine = wasm_engine_new_with_config(config);
  world.store = wasm_store_new(world.engine);

  // Text and messages.
  wasm_byte_vec_t bytes;
  wasm_message_t message;
  const char* const vector = "(module (func (param v128)))";
  CHECK(wald_wat2wasm(vector, strlen(vector), &bytes, &message) && message.size == 0);
  CHECK(wald_module_new(world.store, &bytes, &message) == NULL);
  CHECK(says(&message, "simd"));
  wasm_byte_vec_delete(&bytes);
  CHECK(!wald_wat2wasm("(modul)", 7, &bytes, &message));
  CHECK(bytes.size == 0 && says(&message, "1:2"));

  // Fuel, and the limit on instances.
  wasm_instance_t* instance = instance_of(
      &world, "(module (func (export \"run\") nop nop nop) (func (export \"loop\") (loop (br 0)))"
              " (func $deep (export \"deep\") (call $deep)))");
  CHECK(call(instance, "run") == NULL);
  uint64_t fuel = 0;
  CHECK(wald_store_fuel(world.store, &fuel) && fuel > 900 && fuel < 1000);
  CHECK(kind_of(instance, "loop") == WALD_TRAP_OUT_OF_FUEL);
  CHECK(wald_store_set_fuel(world.store, 1000000000));
  CHECK(kind_of(instance, "deep") == WALD_TRAP_STACK_OVERFLOW);
  wasm_instance_delete(instance);
  wasm_instance_delete(instance_of(&world, "(module)"));
  wasm_module_t* module = module_of(&world, "(module)");
  wasm_trap_t* trap = NULL;
  CHECK(wald_instance_new(world.store, module, NULL, &trap, &message) == NULL);
  CHECK(trap == NULL && says(&message, "2 instances are allowed"));
  wasm_module_delete(module);
  world_delete(&world);
}

static void test_interrupts(void) {
  world_t world = world_new();
  wald_interrupt_t* interrupt = wald_interrupt_new();
  CHECK(wald_store_set_interrupt(world.store, interrupt));
  wasm_instance_t* instance = instance_of(&world, "(module (func (export \"run\")))");
  CHECK(call(instance, "run") == NULL);
  wald_interrupt_request(interrupt);
  CHECK(kind_of(instance, "run") == WALD_TRAP_INTERRUPTED);
  wald_interrupt_delete(interrupt);
  CHECK(kind_of(instance, "run") == WALD_TRAP_INTERRUPTED);
  CHECK(wald_store_set_interrupt(world.store, NULL));
  CHECK(call(instance, "run") == NULL);
  uint64_t fuel = 5;
  CHECK(!wald_store_fuel(world.store, &fuel) && fuel == 5 && !wald_store_set_fuel(world.store, 5));
  wasm_instance_delete(instance);
  world_delete(&world);
}

static wasm_trap_t* leave(const wasm_val_vec_t* args, wasm_val_vec_t* results) {
  (void)args;
  (void)results;
  return wald_trap_new_exit(7);
}

static void test_linker(void) {
  world_t world = world_new();
  wald_linker_t* linker = wald_linker_new(world.store);
  wasm_functype_t* type = wasm_functype_new_0_0();
  wasm_func_t* func = wasm_func_new(world.store, type, leave);
  wasm_functype_delete(type);
  CHECK(wald_linker_define(linker, "host", "leave", wasm_func_as_extern(func)));
  wasm_func_delete(func);
  wasm_instance_t* other = instance_of(&world, "(module (memory (export \"memory\") 1))");
  CHECK(wald_linker_define_instance(linker, "other", other));
  wasm_instance_delete(other);

  wasm_message_t message;
  wasm_trap_t* trap = NULL;
  wasm_module_t* module = module_of(
      &world, "(module (import \"host\" \"leave\" (func)) (import \"other\" \"memory\" (memory 1))"
              " (func (export \"run\") (call 0)))");
  wasm_instance_t* instance = wald_linker_instantiate(linker, module, &trap, &message);
  CHECK(instance && trap == NULL && message.size == 0);
  trap = call(instance, "run");
  int status = 0;
  CHECK(wald_trap_exit_status(trap, &status) && status == 7);
  CHECK(wald_trap_kind(trap) == WALD_TRAP_NONE);
  wasm_trap_delete(trap);
  wasm_instance_delete(instance);
  wasm_module_delete(module);

  module = module_of(&world, "(module (import \"host\" \"missing\" (func (param i64))))");
  CHECK(wald_linker_instantiate(linker, module, &trap, &message) == NULL && trap == NULL);
  CHECK(says(&message, "missing"));
  wasm_module_delete(module);
  wald_linker_delete(linker);
  world_delete(&world);
}

static void test_wasi(void) {
  world_t world = world_new();
  wald_linker_t* linker = wald_linker_new(world.store);
  wald_wasi_config_t* wasi = wald_wasi_config_new();
  wald_wasi_config_add_arg(wasi, "program");
  wald_wasi_config_add_arg(wasi, "x");
  wald_wasi_config_add_env(wasi, "HOME", "/");
  wald_wasi_config_inherit_stdio(wasi, true);
  wald_wasi_config_add_directory(wasi, "/", "/root", false);
  wald_wasi_config_set_deterministic(wasi, 5);
  wasm_message_t message;
  CHECK(wald_linker_define_wasi(linker, wasi, &message) && message.size == 0);

  // Ends with the number of its arguments.
  wasm_module_t* module = module_of(
      &world, "(module (import \"wasi_snapshot_preview1\" \"args_sizes_get\" (func $sizes (param "
              "i32 i32) (result i32)))"
              " (import \"wasi_snapshot_preview1\" \"proc_exit\" (func $exit (param i32)))"
              " (memory (export \"memory\") 1)"
              " (func (export \"_start\") (drop (call $sizes (i32.const 0) (i32.const 4)))"
              "  (call $exit (i32.load (i32.const 0)))))");
  wasm_trap_t* trap = NULL;
  wasm_instance_t* instance = wald_linker_instantiate(linker, module, &trap, &message);
  CHECK(instance);
  trap = call(instance, "_start");
  int status = 0;
  CHECK(wald_trap_exit_status(trap, &status) && status == 2);
  wasm_trap_delete(trap);
  wasm_instance_delete(instance);
  wasm_module_delete(module);

  wasi = wald_wasi_config_new();
  wald_wasi_config_add_directory(wasi, "/no/such/directory", "/", true);
  CHECK(!wald_linker_define_wasi(linker, wasi, &message));
  CHECK(says(&message, "/no/such/directory"));
  wald_wasi_config_delete(wald_wasi_config_new());
  wald_linker_delete(linker);
  world_delete(&world);
}

typedef struct output_t {
  char text[32];
  size_t size;
  int ends;
} output_t;

static bool take_output(void* env, const wasm_byte_t* bytes, size_t size) {
  output_t* output = env;
  if (output->size + size > sizeof output->text) return false;
  memcpy(output->text + output->size, bytes, size);
  output->size += size;
  return true;
}

static void end_output(void* env) { ++((output_t*)env)->ends; }

static void test_wasi_streams(void) {
  world_t world = world_new();
  wald_linker_t* linker = wald_linker_new(world.store);
  wald_wasi_config_t* wasi = wald_wasi_config_new();
  output_t out = {.size = 0}, unused = {.size = 0};
  wasm_byte_vec_t input;
  wasm_byte_vec_new(&input, 5, "input");
  wald_wasi_config_set_input(wasi, &input);
  wasm_byte_vec_delete(&input);
  CHECK(!wald_wasi_config_set_output(wasi, 0, take_output, &unused, end_output) && unused.ends == 1);
  CHECK(!wald_wasi_config_set_output(wasi, 1, NULL, &unused, end_output) && unused.ends == 2);
  CHECK(wald_wasi_config_set_output(wasi, 1, take_output, &unused, end_output));
  CHECK(wald_wasi_config_set_output(wasi, 1, take_output, &out, end_output) && unused.ends == 3);
  CHECK(!wald_wasi_config_set_descriptor(wasi, 3, 0) && !wald_wasi_config_set_descriptor(wasi, -1, 0));
  int ends[2];
  CHECK(pipe(ends) == 0);
  CHECK(wald_wasi_config_set_descriptor(wasi, 2, ends[1]));
  CHECK(wald_linker_define_wasi(linker, wasi, NULL));

  // Copies its input to its output, and writes the length to its standard error.
  wasm_module_t* module = module_of(
      &world, "(module (import \"wasi_snapshot_preview1\" \"fd_read\" (func $read (param i32 i32 "
              "i32 i32) (result i32)))"
              " (import \"wasi_snapshot_preview1\" \"fd_write\" (func $write (param i32 i32 i32 "
              "i32) (result i32)))"
              " (memory (export \"memory\") 1)"
              " (data (i32.const 0) \"\\40\\00\\00\\00\\20\\00\\00\\00\\08\\00\\00\\00\\01\\00\\00\\00\")"
              " (func (export \"_start\")"
              "  (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 4)))"
              "  (i32.store8 (i32.const 16) (i32.add (i32.load (i32.const 4)) (i32.const 48)))"
              "  (i32.store (i32.const 8) (i32.const 16))"
              "  (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 24)))"
              "  (drop (call $write (i32.const 2) (i32.const 8) (i32.const 1) (i32.const 24)))))");
  wasm_trap_t* trap = NULL;
  wasm_instance_t* instance = wald_linker_instantiate(linker, module, &trap, NULL);
  CHECK(instance);
  CHECK(call(instance, "_start") == NULL);
  CHECK(out.size == 5 && memcmp(out.text, "input", 5) == 0 && out.ends == 0);
  char length = 0;
  CHECK(read(ends[0], &length, 1) == 1 && length == '5');
  close(ends[0]);
  close(ends[1]);
  wasm_instance_delete(instance);
  wasm_module_delete(module);
  wald_linker_delete(linker);
  world_delete(&world);
  CHECK(out.ends == 1);
}

void test_additions(void) {
  test_config();
  test_interrupts();
  test_linker();
  test_wasi();
  test_wasi_streams();
}
