#include <catch2/catch.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "wald/c.h"

// What is difficult about the C API: who keeps what, and what happens in between.

namespace {

struct Deleter {
  void operator()(wasm_engine_t* p) const { wasm_engine_delete(p); }
  void operator()(wasm_store_t* p) const { wasm_store_delete(p); }
  void operator()(wasm_module_t* p) const { wasm_module_delete(p); }
  void operator()(wasm_instance_t* p) const { wasm_instance_delete(p); }
  void operator()(wasm_extern_t* p) const { wasm_extern_delete(p); }
  void operator()(wasm_func_t* p) const { wasm_func_delete(p); }
  void operator()(wasm_trap_t* p) const { wasm_trap_delete(p); }
  void operator()(wasm_ref_t* p) const { wasm_ref_delete(p); }
  void operator()(wasm_functype_t* p) const { wasm_functype_delete(p); }
};
template <typename T>
using Own = std::unique_ptr<T, Deleter>;

std::string messageOf(const wasm_trap_t* trap) {
  wasm_message_t message;
  wasm_trap_message(trap, &message);
  std::string text(message.data == nullptr ? "" : message.data);
  wasm_byte_vec_delete(&message);
  return text;
}

wasm_ref_t* newForeign(wasm_store_t* store, int& released) {
  wasm_foreign_t* foreign = wasm_foreign_new(store);
  REQUIRE(foreign);
  wasm_foreign_set_host_info_with_finalizer(foreign, &released,
                                            [](void* info) { ++*static_cast<int*>(info); });
  return wasm_foreign_as_ref(foreign);
}

struct World {
  Own<wasm_engine_t> engine{wasm_engine_new()};
  Own<wasm_store_t> store{wasm_store_new(engine.get())};

  Own<wasm_module_t> module(std::string_view text) const {
    wasm_byte_vec_t bytes;
    wasm_message_t message;
    if (!wald_wat2wasm(text.data(), text.size(), &bytes, &message)) FAIL(message.data);
    Own<wasm_module_t> made(wald_module_new(store.get(), &bytes, &message));
    if (!made) FAIL(message.data);
    wasm_byte_vec_delete(&bytes);
    return made;
  }
  Own<wasm_instance_t> instance(std::string_view text,
                                std::vector<wasm_extern_t*> imports = {}) const {
    const auto of = module(text);
    const wasm_extern_vec_t vector{imports.size(), imports.data()};
    wasm_trap_t* trap = nullptr;
    Own<wasm_instance_t> made(wasm_instance_new(store.get(), of.get(), &vector, &trap));
    if (trap != nullptr) FAIL(messageOf(trap));
    return made;
  }
  /// A function of the host without results.
  Own<wasm_func_t> host(wasm_func_callback_with_env_t callback, void* env,
                        wasm_functype_t* type = wasm_functype_new_0_0()) const {
    const Own<wasm_functype_t> taken(type);
    return Own<wasm_func_t>(wasm_func_new_with_env(store.get(), type, callback, env, nullptr));
  }
  static Own<wasm_extern_t> get(const Own<wasm_instance_t>& instance, const char* name) {
    Own<wasm_extern_t> found(wald_instance_export(instance.get(), name));
    REQUIRE(found);
    return found;
  }
  static Own<wasm_trap_t> call(const Own<wasm_extern_t>& item, std::vector<wasm_val_t> args = {},
                               std::vector<wasm_val_t>* results = nullptr) {
    const wasm_val_vec_t given{args.size(), args.data()};
    wasm_val_vec_t room{results == nullptr ? 0 : results->size(),
                        results == nullptr ? nullptr : results->data()};
    return Own<wasm_trap_t>(wasm_func_call(wasm_extern_as_func(item.get()), &given, &room));
  }
};

wasm_val_t valueOf(wasm_ref_t* ref) { return {.kind = WASM_EXTERNREF, .of = {.ref = ref}}; }

constexpr const char* keeperText = R"((module
  (table $kept (export "table") 4 externref)
  (func (export "keep") (param i32 externref) (table.set (local.get 0) (local.get 1)))
  (func (export "give") (param i32) (result externref) (table.get (local.get 0)))))";

}  // namespace

TEST_CASE("foreign objects end when neither handles nor guests refer to them") {
  World world;
  const auto keeper = world.instance(keeperText);
  int released = 0;
  for (std::int32_t i = 0; i < 4; ++i) {
    const Own<wasm_ref_t> ref(newForeign(world.store.get(), released));
    CHECK_FALSE(World::call(World::get(keeper, "keep"),
                            {{.kind = WASM_I32, .of = {.i32 = i}}, valueOf(ref.get())}));
  }
  const Own<wasm_ref_t> held(newForeign(world.store.get(), released));
  // Far more than the collector lets pass.
  for (int i = 0; i < 10'000; ++i) wasm_ref_delete(newForeign(world.store.get(), released));
  CHECK(released > 8'000);
  for (std::int32_t i = 0; i < 4; ++i) {
    std::vector<wasm_val_t> results(1);
    CHECK_FALSE(
        World::call(World::get(keeper, "give"), {{.kind = WASM_I32, .of = {.i32 = i}}}, &results));
    CHECK(wasm_ref_get_host_info(results[0].of.ref) == &released);
    wasm_val_delete(&results[0]);
  }
  CHECK(wasm_ref_get_host_info(held.get()) == &released);
  world.store.reset();
  CHECK(released == 10'005);
}

TEST_CASE("a finalizer of a foreign object may use its store") {
  World world;
  const auto keeper = world.instance(keeperText);
  struct State {
    World* world;
    const Own<wasm_extern_t>* give;
    int calls = 0;
    int refused = 0;
  } state{&world, nullptr};
  const auto give = World::get(keeper, "give");
  state.give = &give;
  for (int i = 0; i < 3'000; ++i) {
    wasm_foreign_t* foreign = wasm_foreign_new(world.store.get());
    wasm_foreign_set_host_info_with_finalizer(foreign, &state, [](void* info) {
      auto& at = *static_cast<State*>(info);
      ++at.calls;
      std::vector<wasm_val_t> results(1);
      const wasm_val_t index{.kind = WASM_I32, .of = {.i32 = 0}};
      if (World::call(*at.give, {index}, &results)) ++at.refused;
    });
    wasm_foreign_delete(foreign);
  }
  CHECK(state.calls > 1'000);
  CHECK(state.refused == 0);
  // Once the store ends, calls are refused.
  const int before = state.calls;
  world.store.reset();
  CHECK(state.calls == 3'000);
  CHECK(state.refused == 3'000 - before);
}

TEST_CASE("what is thrown in C++ becomes a trap") {
  World world;
  const auto thrower =
      world.host([](void*, const wasm_val_vec_t*,
                    wasm_val_vec_t*) -> wasm_trap_t* { throw std::runtime_error("out of luck"); },
                 nullptr);
  const auto odd = world.host(
      [](void*, const wasm_val_vec_t*, wasm_val_vec_t*) -> wasm_trap_t* { throw 5; }, nullptr);
  const auto instance = world.instance(
      R"((module (import "" "a" (func $a)) (import "" "b" (func $b))
        (func (export "a") (call $a)) (func (export "b") (call $b))))",
      {wasm_func_as_extern(thrower.get()), wasm_func_as_extern(odd.get())});
  const auto trap = World::call(World::get(instance, "a"));
  CHECK(messageOf(trap.get()) == "out of luck");
  const Own<wasm_trap_t> second = World::call(World::get(instance, "b"));
  CHECK(messageOf(second.get()) == "an exception of C++");
  // And the store is as good as before.
  CHECK(messageOf(World::call(World::get(instance, "a")).get()) == "out of luck");
}

TEST_CASE("callbacks call guests again, and traps and exceptions pass through") {
  World world;
  struct State {
    Own<wasm_extern_t> inner;
  } state;
  const auto back = world.host(
      [](void* env, const wasm_val_vec_t*, wasm_val_vec_t*) -> wasm_trap_t* {
        return World::call(static_cast<State*>(env)->inner).release();
      },
      &state);
  const auto instance = world.instance(
      R"((module (import "" "back" (func $back)) (tag $e (param i32)) (global $n (mut i32) (i32.const 0))
        (func (export "throw") (throw $e (i32.const 7)))
        (func (export "trap") unreachable)
        (func (export "nothing"))
        (func (export "deep")
          (global.set $n (i32.add (global.get $n) (i32.const 1)))
          (if (i32.lt_u (global.get $n) (i32.const 50)) (then (call $back))))
        (func (export "catch") (result i32)
          (block $h (result i32)
            (try_table (catch $e $h) (call $back))
            (i32.const 0)))))",
      {wasm_func_as_extern(back.get())});
  std::vector<wasm_val_t> results(1);
  state.inner = World::get(instance, "nothing");
  CHECK_FALSE(World::call(World::get(instance, "catch"), {}, &results));
  CHECK(results[0].of.i32 == 0);
  state.inner = World::get(instance, "throw");
  CHECK_FALSE(World::call(World::get(instance, "catch"), {}, &results));
  CHECK(results[0].of.i32 == 7);
  state.inner = World::get(instance, "trap");
  const auto trap = World::call(World::get(instance, "catch"), {}, &results);
  CHECK(messageOf(trap.get()) == "unreachable");
  wasm_frame_vec_t frames;
  wasm_trap_trace(trap.get(), &frames);
  CHECK(frames.size == 2);
  wasm_frame_vec_delete(&frames);
  state.inner = World::get(instance, "deep");
  CHECK_FALSE(World::call(World::get(instance, "deep")));
}

TEST_CASE("a store that is deleted while it runs ends afterwards") {
  World world;
  int released = 0;
  struct State {
    World* world;
    int* released;
    int releasedThen = -1;
  } state{&world, &released};
  const auto ender = world.host(
      [](void* env, const wasm_val_vec_t*, wasm_val_vec_t*) -> wasm_trap_t* {
        auto& at = *static_cast<State*>(env);
        at.world->store.reset();
        at.releasedThen = *at.released;
        return nullptr;
      },
      &state);
  const auto instance = world.instance(
      R"((module (import "" "end" (func $end)) (global (export "g") i32 (i32.const 5))
        (func (export "run") (result i32) (call $end) (i32.const 3))))",
      {wasm_func_as_extern(ender.get())});
  const Own<wasm_ref_t> held(newForeign(world.store.get(), released));
  std::vector<wasm_val_t> results(1);
  const auto run = World::get(instance, "run");
  CHECK_FALSE(World::call(run, {}, &results));
  CHECK(results[0].of.i32 == 3);
  CHECK(state.releasedThen == 0);
  CHECK(released == 1);
  // Handles that are left find nothing.
  CHECK(messageOf(World::call(run).get()) == "the store of the function has ended");
  CHECK(wasm_func_type(wasm_extern_as_func(run.get())) == nullptr);
  CHECK(wasm_func_param_arity(wasm_extern_as_func(run.get())) == 0);
  CHECK(wasm_extern_type(run.get()) == nullptr);
  CHECK(wald_instance_export(instance.get(), "run") == nullptr);
  CHECK(wasm_ref_get_host_info(held.get()) == nullptr);
  wasm_extern_vec_t exports;
  wasm_instance_exports(instance.get(), &exports);
  CHECK(exports.size == 0);
  const Own<wasm_extern_t> copy(wasm_extern_copy(run.get()));
  CHECK(wasm_extern_same(copy.get(), run.get()));
}

TEST_CASE("objects of another store are refused") {
  int released = 0;
  World one, other;
  const auto keeper = one.instance(keeperText);
  const Own<wasm_ref_t> foreign(newForeign(other.store.get(), released));
  const wasm_val_t index{.kind = WASM_I32, .of = {.i32 = 0}};
  const auto trap = World::call(World::get(keeper, "keep"), {index, valueOf(foreign.get())});
  CHECK(messageOf(trap.get()) == "argument 2: it is of another store");
  const auto table = World::get(keeper, "table");
  wasm_table_t* at = wasm_extern_as_table(table.get());
  CHECK_FALSE(wasm_table_set(at, 0, foreign.get()));
  CHECK_FALSE(wasm_table_grow(at, 1, foreign.get()));
  const auto func = other.host(
      [](void*, const wasm_val_vec_t*, wasm_val_vec_t*) -> wasm_trap_t* { return nullptr; },
      nullptr);
  CHECK_FALSE(wasm_table_set(at, 0, wasm_func_as_ref(func.get())));
  const auto module = one.module(R"((module (import "" "f" (func))))");
  wasm_extern_t* imports[] = {wasm_func_as_extern(func.get())};
  const wasm_extern_vec_t vector = WASM_ARRAY_VEC(imports);
  wasm_trap_t* why = nullptr;
  CHECK(wasm_instance_new(one.store.get(), module.get(), &vector, &why) == nullptr);
  CHECK(messageOf(why) == "import 1 (\"\" \"f\") is of another store");
  wasm_trap_delete(why);
  // A type with the other engine's ids.
  const auto typed =
      other.instance(R"((module (type $s (struct)) (func (export "f") (param (ref null $s)))))");
  const Own<wasm_extern_t> item = World::get(typed, "f");
  const Own<wasm_functype_t> type(wasm_func_type(wasm_extern_as_func(item.get())));
  const auto nothing = [](const wasm_val_vec_t*, wasm_val_vec_t*) -> wasm_trap_t* {
    return nullptr;
  };
  CHECK(wasm_func_new(one.store.get(), type.get(), nothing) == nullptr);
  CHECK(Own<wasm_func_t>(wasm_func_new(other.store.get(), type.get(), nothing)));
}

TEST_CASE("every kind of reference can be an externref, and what guests make is opaque") {
  World world;
  const auto keeper = world.instance(keeperText);
  const auto keep = World::get(keeper, "keep");
  const auto give = World::get(keeper, "give");
  const auto through = [&](wasm_ref_t* ref) {
    const wasm_val_t index{.kind = WASM_I32, .of = {.i32 = 1}};
    CHECK_FALSE(World::call(keep, {index, valueOf(ref)}));
    std::vector<wasm_val_t> results(1);
    CHECK_FALSE(World::call(give, {index}, &results));
    return Own<wasm_ref_t>(results[0].of.ref);
  };
  const auto instance = through(wasm_instance_as_ref(keeper.get()));
  CHECK(wasm_instance_same(wasm_ref_as_instance(instance.get()), keeper.get()));
  const auto func = through(wasm_extern_as_ref(keep.get()));
  CHECK(wasm_ref_same(func.get(), wasm_extern_as_ref(keep.get())));
  const auto module = world.module("(module)");
  CHECK(wasm_ref_same(through(wasm_module_as_ref(module.get())).get(),
                      wasm_module_as_ref(module.get())));
  const Own<wasm_trap_t> trap(wasm_trap_new(nullptr, nullptr));
  CHECK(wasm_ref_as_trap(through(wasm_trap_as_ref(trap.get())).get()) != nullptr);

  const auto maker = world.instance(R"((module (type $s (struct (field i32)))
    (func (export "new") (param i32) (result externref)
      (extern.convert_any (struct.new $s (local.get 0))))
    (func (export "get") (param externref) (result i32)
      (struct.get $s 0 (ref.cast (ref $s) (any.convert_extern (local.get 0)))))
    (func (export "i31") (result i31ref) (ref.i31 (i32.const 5)))
    (func (export "take") (param i31ref) (result i32) (i31.get_s (local.get 0)))
    (func (export "vector") (result v128) (v128.const i64x2 1 2)) (global (export "g") v128 (v128.const i64x2 1 2))))");
  std::vector<wasm_val_t> results(1);
  CHECK_FALSE(
      World::call(World::get(maker, "new"), {{.kind = WASM_I32, .of = {.i32 = 9}}}, &results));
  const Own<wasm_ref_t> data(results[0].of.ref);
  CHECK(wasm_ref_as_foreign(data.get()) == nullptr);
  CHECK_FALSE(World::call(World::get(maker, "get"), {valueOf(data.get())}, &results));
  CHECK(results[0].of.i32 == 9);
  int info = 0;
  wasm_ref_set_host_info(data.get(), &info);
  const Own<wasm_ref_t> copy(wasm_ref_copy(data.get()));
  CHECK(wasm_ref_get_host_info(copy.get()) == &info);
  // A reference of another type.
  CHECK(messageOf(World::call(World::get(maker, "take"), {valueOf(data.get())}, &results).get())
            .find("not of type i31ref") != std::string::npos);
  CHECK_FALSE(World::call(World::get(maker, "i31"), {}, &results));
  const Own<wasm_ref_t> small(results[0].of.ref);
  CHECK_FALSE(World::call(World::get(maker, "take"), {valueOf(small.get())}, &results));
  CHECK(results[0].of.i32 == 5);
  // Vectors have no values here.
  CHECK(messageOf(World::call(World::get(maker, "vector"), {}, &results).get()) ==
        "the C API has no values of type v128");
  wasm_val_t vector;
  const auto global = World::get(maker, "g");
  wasm_global_get(wasm_extern_as_global(global.get()), &vector);
  CHECK(vector.kind == WALD_V128);
  CHECK(vector.of.i64 == 0);
}

TEST_CASE("stores of many threads share a module, and an interrupt ends them") {
  World world;
  const auto module = world.module(R"((module
    (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
    (func (export "loop") (loop (br 0)))))");
  wasm_shared_module_t* shared = wasm_module_share(module.get());
  wald_interrupt_t* interrupt = wald_interrupt_new();
  std::atomic<int> ready = 0;
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      const Own<wasm_store_t> store(wasm_store_new(world.engine.get()));
      const Own<wasm_module_t> obtained(wasm_module_obtain(store.get(), shared));
      wald_store_set_interrupt(store.get(), interrupt);
      const Own<wasm_instance_t> instance(
          wasm_instance_new(store.get(), obtained.get(), nullptr, nullptr));
      std::vector<wasm_val_t> results(1);
      const wasm_val_t number{.kind = WASM_I32, .of = {.i32 = i}};
      const auto sum = World::call(World::get(instance, "add"), {number, number}, &results);
      if (!sum && results[0].of.i32 == 2 * i) ++right;
      ++ready;
      const auto trap = World::call(World::get(instance, "loop"));
      if (wald_trap_kind(trap.get()) == WALD_TRAP_INTERRUPTED) ++right;
    });
  }
  while (ready < 4) std::this_thread::yield();
  wald_interrupt_request(interrupt);
  for (auto& thread : threads) thread.join();
  CHECK(right == 8);
  wald_interrupt_delete(interrupt);
  wasm_shared_module_delete(shared);
}
