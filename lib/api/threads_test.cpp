#include <thread>
#include <vector>

#include "api/test_embedding.h"

using namespace wald;
using namespace wald::test;

namespace {

/// In a store of its own.
Result<int> call(const Engine& engine, const Linker& linker, const Module& module, int argument) {
  auto store = Store::create(engine);
  if (!store) return std::move(store).error();
  auto instance = linker.instantiate(*store, module);
  if (!instance) return std::move(instance).error();
  auto f = instance->typed<int(int)>("f");
  if (!f) return std::move(f).error();
  return (*f)(argument);
}

}  // namespace

TEST_CASE("one module, one linker and eight threads with a thousand stores each", "[threads]") {
  // Checked memories: a sanitizer's shadow has no room for many reservations.
  const Engine engine = must(Engine::create({.memory = MemoryMode::Movable}));
  Linker linker(engine);
  std::atomic<int> calls = 0;
  must(linker.func("env", "add", [&calls](int a, int b) {
    calls.fetch_add(1, std::memory_order_relaxed);
    return a + b;
  }));
  const Module module = must(Module::create(engine, R"((module
    (import "env" "add" (func $add (param i32 i32) (result i32)))
    (memory 1)
    (func (export "f") (param i32) (result i32)
      (i32.store (i32.const 8) (call $add (local.get 0) (i32.const 1)))
      (i32.load (i32.const 8)))))"));
  constexpr int threads = 8;
  constexpr int stores = 1'000;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> running;
  for (int t = 0; t < threads; ++t) {
    running.emplace_back([&, t] {
      for (int i = 0; i < stores; ++i) {
        const Result<int> result = call(engine, linker, module, t * stores + i);
        if (!result || *result != t * stores + i + 1) ++wrong;
      }
    });
  }
  for (std::thread& thread : running) thread.join();
  CHECK(wrong == 0);
  CHECK(calls == threads * stores);
}
