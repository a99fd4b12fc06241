#include "wald/compile.h"

#include <cstdio>
#include <fstream>

#include <catch2/catch.hpp>
#include <unistd.h>

#include "support/test_result.h"
#include "wald/wald.h"

using namespace wald;
using wald::test::must;

namespace {

constexpr auto text = R"((module
  (import "env" "wait" (func $wait (param i32) (result i32)))
  (memory 1)
  (func $inner (param i32) (result i32) (call $wait (local.get 0)))
  (func (export "sum") (param i32) (result i32) (local $sum i32)
    (loop $l
      (local.set $sum (i32.add (local.get $sum) (call $inner (local.get 0))))
      (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (local.get $sum))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "spin") (param i32) (result i32) (local $i i32)
    (loop $l
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $l (i32.lt_u (local.get $i) (local.get 0))))
    (local.get $i))))";

Linker makeLinker(const Engine& engine) {
  Linker linker(engine);
  REQUIRE(linker.func("env", "wait", [](Caller& caller, int value) -> Result<int> {
    if (auto done = caller.suspend(); !done) return std::move(done).error();
    return 10 * value;
  }));
  return linker;
}

}  // namespace

TEST_CASE("a compiled module runs, traps and is suspended as an interpreted one is") {
  const Engine engine = must(Engine::create());
  const Linker linker = makeLinker(engine);
  unsigned steps = 0;
  CompileOptions options;
  options.progress = [&steps](const CompileOptions::Progress&) { ++steps; };
  const Module module = must(Module::compile(engine, text, options, "sum.wat"));
  CHECK(module.isCompiled());
  CHECK(steps > 0);
  Store store = must(Store::create(engine));
  const Instance instance = must(linker.instantiate(store, module));
  const auto trapped = must(instance.typed<int(int)>("load"))(-4);
  REQUIRE_FALSE(trapped);
  CHECK(trapped.error().trap()->kind() == TrapKind::MemoryOutOfBounds);
  CHECK(trapped.error().trap()->frames().at(0).module == "sum.wat");

  CallHandle call = must(must(instance.func("sum")).start({Value(3)}));
  for (int i = 0; i < 3; ++i) CHECK(must(call.resume()) == CallState::Suspended);
  CHECK(must(call.resume()) == CallState::Done);
  CHECK(call.results()[0].i32() == 60);
}

TEST_CASE("compiled code yields by slices of fuel, of the same size") {
  const Engine engine = must(Engine::create({.countFuel = true}));
  const Linker linker = makeLinker(engine);
  const auto slicesOf = [&](const Module& module) {
    Store store = must(Store::create(engine));
    store.setFuel(1'000'000);
    const Instance instance = must(linker.instantiate(store, module));
    const Value argument[] = {10'000};
    CallHandle call = must(must(instance.func("spin")).start(argument, {.fuelSlice = 777}));
    int slices = 0;
    while (must(call.resume()) != CallState::Done) ++slices;
    CHECK(call.results()[0].i32() == 10'000);
    return std::pair(slices, store.fuel());
  };
  const auto interpreted = slicesOf(must(Module::create(engine, text)));
  CHECK(slicesOf(must(Module::compile(engine, text, {}))) == interpreted);
  CHECK(interpreted.first > 50);
}

TEST_CASE("compiled modules are written and read again, and refused elsewhere") {
  const Engine engine = must(Engine::create());
  const Linker linker = makeLinker(engine);
  const Module module = must(Module::compile(engine, text, {}));
  const auto bytes = must(module.serialize());
  const std::string path = "/tmp/wald-compile-test-" + std::to_string(getpid()) + ".waot";
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
  for (const Module& again :
       {must(Module::deserialize(engine, bytes)), must(Module::deserializeFile(engine, path)),
        must(Module::fromFile(engine, path))}) {
    CHECK(again.isCompiled());
    CHECK(must(again.serialize()) == bytes);
    Store store = must(Store::create(engine));
    const Instance instance = must(linker.instantiate(store, again));
    CHECK(must(must(instance.typed<int(int)>("spin"))(9)) == 9);
  }
  std::remove(path.c_str());

  const Engine checked = must(Engine::create({.memory = MemoryMode::Checked}));
  const auto refused = Module::deserialize(checked, bytes);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind() == ErrorKind::Unsupported);
  auto damaged = bytes;
  damaged[40] ^= 1;  // in the header
  CHECK_FALSE(Module::deserialize(engine, damaged));
  CHECK_FALSE(Module::compile(must(Engine::create({.memory = MemoryMode::Movable})), text, {}));
  CHECK_FALSE(Module::compile(engine, "(module (func (result i32)))", {}));
  CompileOptions unknown;
  unknown.cpu = "z80";
  CHECK_FALSE(Module::compile(engine, text, unknown));
}

TEST_CASE("stores of a pool find nothing of those before them") {
  const Engine engine = must(Engine::create({.pooledStores = 2}));
  const Linker linker(engine);
  for (const int pages : {1, 3, 40}) {
    for (const char* const data :
         {"", R"((data (i32.const 70) "a text") (data (i32.const 65530) "end"))"}) {
      const std::string source = "(module (memory (export \"m\") " + std::to_string(pages) + ")" +
                                 data +
                                 R"(
        (func (export "spoil") (param i32) (result i32) (local $grown i32)
          (local.set $grown (memory.grow (i32.const 2)))
          (memory.fill (i32.const 0) (i32.const 0xa5) (i32.mul (local.get 0) (i32.const 65536)))
          (i32.load (i32.const -4)))
        (func $deep (export "deep") (param i32) (result i32) (local $zero i32)
          (if (local.get $zero) (then unreachable))
          (local.set $zero (i32.const 1))
          (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
          (call $deep (i32.sub (local.get 0) (i32.const 1))))))";
      for (const bool isCompiled : {false, true}) {
        INFO(source << (isCompiled ? " compiled" : " interpreted"));
        const Module module = isCompiled ? must(Module::compile(engine, source, {}))
                                         : must(Module::create(engine, source));
        std::vector<std::uint8_t> first;
        // From nothing dirty over two pages, and all, to more than the memory had.
        for (int round = 0; round < 8; ++round) {
          Store store = must(Store::create(engine));
          const Instance instance = must(linker.instantiate(store, module));
          const Memory memory = must(instance.memory("m"));
          const auto bytes = memory.data();
          REQUIRE(bytes.size() == static_cast<std::size_t>(pages) * 65536);
          if (round == 0) first.assign(bytes.begin(), bytes.end());
          REQUIRE(std::equal(first.begin(), first.end(), bytes.begin()));
          CHECK(must(must(instance.typed<int(int)>("deep"))(1000)) == 0);
          if (round % 2 == 1) continue;
          const auto trapped = must(instance.typed<int(int)>("spoil"))(pages + 2);
          REQUIRE_FALSE(trapped);
          CHECK(trapped.error().trap()->kind() == TrapKind::MemoryOutOfBounds);
        }
      }
    }
  }
}
