#include <chrono>
#include <thread>

#include <signal.h>

#include "api/test_embedding.h"

using namespace wald;
using namespace wald::test;
using namespace std::chrono_literals;

namespace {

constexpr auto greedy = R"((module
  (memory (export "m") 1)
  (table (export "t") 1 funcref)
  (func (export "memory") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "table") (param i32) (result i32) (table.grow (ref.null func) (local.get 0)))
  (func (export "loop") (loop $l (br $l)))
  (func $deep (export "deep") (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
    (i32.add (i32.const 1) (call $deep (i32.sub (local.get 0) (i32.const 1)))))
  (func (export "count") (param i32) (result i32) (local i32)
    (loop $l
      (local.set 1 (i32.add (local.get 1) (i32.const 1)))
      (br_if $l (i32.lt_u (local.get 1) (local.get 0))))
    (local.get 1))))";

int call(const Instance& instance, std::string_view name, int argument) {
  return must(must(instance.typed<int(int)>(name))(argument));
}

}  // namespace

TEST_CASE("the limits of a store hold, and leave others alone") {
  Config config;
  World world(
      config,
      {.limits = Limits{
           .memoryBytes = 3 * 65536, .tableElements = 5, .instances = 2, .stackBytes = 256 << 10}});
  const Instance instance = world.instantiate(greedy);
  CHECK(call(instance, "memory", 2) == 1);
  CHECK(call(instance, "memory", 1) == -1);
  CHECK(call(instance, "table", 4) == 1);
  CHECK(call(instance, "table", 1) == -1);
  const auto deep = must(instance.typed<int(int)>("deep"))(1'000'000);
  CHECK(failure(deep, ErrorKind::Trap) == "call stack exhausted");
  // All memories together.
  CHECK(failure(world.linker.instantiate(world.store, world.module("(module (memory 1))")),
                ErrorKind::Limit)
            .find("memory") != std::string::npos);
  Store other = must(Store::create(world.engine));
  CHECK(call(must(world.linker.instantiate(other, world.module(greedy))), "memory", 10) == 1);
}

TEST_CASE("growth asks the host last") {
  std::vector<Growth> asked;
  World world({}, {.mayGrow = [&asked](const Growth& growth) {
                asked.push_back(growth);
                return growth.wanted <= 2 * 65536;
              }});
  const Instance instance = world.instantiate(greedy);
  CHECK(call(instance, "memory", 1) == 1);
  CHECK(call(instance, "memory", 1) == -1);
  REQUIRE(asked.size() == 4);
  CHECK(asked[0].kind == Growth::Kind::Memory);
  CHECK(asked[0].wanted == 65536);
  CHECK(asked[1].kind == Growth::Kind::Table);
  CHECK(asked[3].current == 2 * 65536);
  CHECK(asked[3].wanted == 3 * 65536);
}

TEST_CASE("fuel is used up, and can be filled up") {
  World world({.countFuel = true}, {.limits = Limits{.fuel = 100}});
  const Instance instance = world.instantiate(greedy);
  const auto count = must(instance.typed<int(int)>("count"));
  CHECK(must(count(3)) == 3);
  CHECK(world.store.fuel() < 100);
  CHECK(failure(count(1'000'000), ErrorKind::Trap) == "all fuel consumed");
  CHECK(world.store.fuel() == 0);
  world.store.setFuel(1'000);
  CHECK(must(count(10)) == 10);
  CHECK(failure(Store::create(must(Engine::create()), {.limits = Limits{.fuel = 1}}),
                ErrorKind::Usage)
            .find("count fuel") != std::string::npos);
}

TEST_CASE("a budget is shared by stores") {
  Engine engine = must(Engine::create({.countFuel = true}));
  const Budget budget({.memoryBytes = 4 * 65536, .instances = 3, .fuel = 50'000});
  const Linker linker(engine);
  const Module module = must(Module::create(engine, greedy));
  {
    Store first = must(Store::create(engine, {.budget = budget}));
    Store second = must(Store::create(engine, {.budget = budget}));
    const Instance one = must(linker.instantiate(first, module));
    const Instance two = must(linker.instantiate(second, module));
    CHECK(budget.memoryBytes() == 2 * 65536);
    CHECK(call(one, "memory", 2) == 1);
    CHECK(call(two, "memory", 1) == -1);
    CHECK(budget.instances() == 2);
    must(linker.instantiate(second, must(Module::create(engine, "(module)"))));
    CHECK(failure(linker.instantiate(first, must(Module::create(engine, "(module)"))),
                  ErrorKind::Limit)
              .find("instances") != std::string::npos);
    // Several units each turn, in both stores.
    CHECK(call(one, "count", 2'000) == 2'000);
    CHECK(call(two, "count", 2'000) == 2'000);
    CHECK(failure(must(one.typed<int(int)>("count"))(100'000), ErrorKind::Trap) ==
          "all fuel consumed");
    CHECK(budget.fuel() == 50'000);
    CHECK(failure(must(two.typed<int(int)>("count"))(1), ErrorKind::Trap) == "all fuel consumed");
  }
  CHECK(budget.memoryBytes() == 0);
  CHECK(budget.instances() == 0);
}

TEST_CASE("a budget of time is shared by stores") {
  Engine engine = must(Engine::create());
  const Budget budget({.time = 60ms});
  const Linker linker(engine);
  const Module module = must(Module::create(engine, greedy));
  Store first = must(Store::create(engine, {.budget = budget}));
  Store second = must(Store::create(engine, {.budget = budget}));
  const auto loop = must(must(linker.instantiate(first, module)).typed<void()>("loop"));
  CHECK(failure(loop(), ErrorKind::Trap) == "interrupted: its time is over");
  CHECK(budget.time() >= 60ms);
  // Nothing is left for the other one.
  const Instance two = must(
      linker.instantiate(second, must(Module::create(engine, "(module (func (export \"f\")))"))));
  CHECK(failure(must(two.typed<void()>("f"))(), ErrorKind::Trap) ==
        "interrupted: its time is over");
}

TEST_CASE("a deadline ends each call, and the next one runs") {
  World world({}, {.limits = Limits{.deadline = 20ms}});
  const Instance instance = world.instantiate(greedy);
  const auto loop = must(instance.typed<void()>("loop"));
  for (int i = 0; i < 3; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    CHECK(failure(loop(), ErrorKind::Trap) == "interrupted: its time is over");
    CHECK(std::chrono::steady_clock::now() - begin >= 20ms);
    CHECK(call(instance, "count", 10) == 10);
  }
  world.store.setDeadline(std::nullopt);
  CHECK(call(instance, "count", 10) == 10);
}

TEST_CASE("without a thread of the engine the host keeps time") {
  World world({.timerThread = false}, {.limits = Limits{.deadline = 10ms}});
  const Instance instance = world.instantiate(greedy);
  std::atomic<bool> ended = false;
  std::thread host([&] {
    while (!ended) {
      world.engine.keepTime();
      std::this_thread::sleep_for(1ms);
    }
  });
  CHECK(failure(must(instance.typed<void()>("loop"))(), ErrorKind::Trap) ==
        "interrupted: its time is over");
  ended = true;
  host.join();
}

TEST_CASE("an interrupt ends guests from another thread, until it is taken back") {
  World world;
  const Instance instance = world.instantiate(greedy);
  const InterruptHandle handle = world.store.interruptHandle();
  std::thread other([handle] {
    std::this_thread::sleep_for(20ms);
    handle.interrupt();
  });
  const auto ended = must(instance.typed<void()>("loop"))();
  other.join();
  CHECK(failure(ended, ErrorKind::Trap) == "interrupted");
  CHECK(ended.error().trap()->frames().size() == 1);
  CHECK(failure(must(instance.typed<int(int)>("count"))(1), ErrorKind::Trap) == "interrupted");
  world.store.clearInterrupt();
  CHECK(call(instance, "count", 5) == 5);
}

TEST_CASE("without signals nothing is installed, and everything traps all the same") {
  struct sigaction before{};
  sigaction(SIGSEGV, nullptr, &before);
  World world({.memory = MemoryMode::Movable, .signals = false},
              {.limits = Limits{.stackBytes = 1 << 20, .deadline = 20ms}});
  const Instance instance = world.instantiate(R"((module (memory 1)
    (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
    (func (export "loop") (loop $l (br $l)))
    (func $deep (export "deep") (call $deep))
    (func (export "grow") (result i32) (drop (memory.grow (i32.const 100))) (i32.load (i32.const 6000000)))))");
  CHECK(failure(must(instance.typed<int(int)>("load"))(65533), ErrorKind::Trap)
            .starts_with("out of bounds memory access"));
  CHECK(failure(must(instance.typed<void()>("loop"))(), ErrorKind::Trap) ==
        "interrupted: its time is over");
  CHECK(failure(must(instance.typed<void()>("deep"))(), ErrorKind::Trap) == "call stack exhausted");
  CHECK(must(must(instance.typed<int()>("grow"))()) == 0);
  struct sigaction after{};
  sigaction(SIGSEGV, nullptr, &after);
  CHECK(before.sa_sigaction == after.sa_sigaction);
  CHECK(failure(Engine::create({.signals = false}), ErrorKind::Usage).find("Checked") !=
        std::string::npos);
  CHECK(failure(Engine::create({.enable = {"nonsense"}}), ErrorKind::Usage) ==
        "unknown proposal 'nonsense'");
}
