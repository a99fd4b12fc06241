#include "api/c_test/check.h"

int failures = 0;

world_t world_new(void) {
  world_t world;
  world.engine = wasm_engine_new();
  world.store = wasm_store_new(world.engine);
  CHECK(world.engine && world.store);
  return world;
}

void world_delete(world_t* world) {
  wasm_store_delete(world->store);
  wasm_engine_delete(world->engine);
}

wasm_module_t* module_of(world_t* world, const char* text) {
  wasm_byte_vec_t bytes;
  wasm_message_t message;
  if (!wald_wat2wasm(text, strlen(text), &bytes, &message)) {
    printf("%s\n", message.data);
    ++failures;
    wasm_byte_vec_delete(&message);
    return NULL;
  }
  wasm_module_t* module = wasm_module_new(world->store, &bytes);
  CHECK(module);
  CHECK(wasm_module_validate(world->store, &bytes));
  wasm_byte_vec_delete(&bytes);
  return module;
}

wasm_instance_t* instance_of(world_t* world, const char* text) {
  wasm_module_t* module = module_of(world, text);
  wasm_instance_t* instance = wasm_instance_new(world->store, module, NULL, NULL);
  CHECK(instance);
  wasm_module_delete(module);
  return instance;
}

int main(void) {
  test_types();
  test_vectors();
  test_references();
  test_modules();
  test_functions();
  test_objects();
  test_traps();
  test_additions();
  test_nulls();
  if (failures == 0) printf("everything is as it should be\n");
  return failures == 0 ? 0 : 1;
}
