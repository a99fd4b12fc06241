#pragma once

#include <stdio.h>

#include "wald/c.h"

// What the tests in C share. Together they call every function that `wasm.h` and `wald/c.h` declare.

extern int failures;

#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      printf("%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (0)

void test_types(void);
void test_vectors(void);
void test_references(void);
void test_modules(void);
void test_functions(void);
void test_objects(void);
void test_traps(void);
void test_additions(void);
void test_nulls(void);

/// A store of an engine of its own.
typedef struct {
  wasm_engine_t* engine;
  wasm_store_t* store;
} world_t;

world_t world_new(void);
void world_delete(world_t* world);
wasm_module_t* module_of(world_t* world, const char* text);
/// Of a module that has no imports.
wasm_instance_t* instance_of(world_t* world, const char* text);
