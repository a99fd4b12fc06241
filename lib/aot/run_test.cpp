#include "aot/run.h"

#include <bit>
#include <thread>

#include "aot/native_world_test.h"
#include "runtime/fake_module.h"

namespace wald::aot {

using namespace test;

namespace {

/// What `$callForeign` passes, and results for it.
void checkForeign(Slot* slots) {
  const Slot expected[] = {1, 2, 3, 4, 5, std::bit_cast<Slot>(1.5), 6, 7};
  CHECK(std::vector(slots, slots + 8) == std::vector(expected, expected + 8));
  slots[0] = 100;
  slots[1] = std::bit_cast<Slot>(2.5);
  slots[2] = 8;
  slots[3] = 9;
}

void checkForeignResults(World& world) {
  const auto results = world.call("callForeign");
  REQUIRE(!world.trap);
  REQUIRE(results.size() == 3);
  CHECK(results[0].asI64() == 100);
  CHECK(results[1].asF64() == 2.5);
  CHECK(results[2].low == 8);
  CHECK(results[2].high == 9);
}

}  // namespace

TEST_CASE("arguments and results of all kinds, in registers and beyond") {
  World world;
  world.instantiate();
  std::vector<Value> arguments = {Value::i32(0xffff'ffff), Value::i64(10), Value::i32(100),
                                  Value::i64(1000), Value::i32(0x8000'0000)};
  for (unsigned i = 0; i < 9; ++i) arguments.push_back(Value::f64(1 << i));
  arguments.push_back({wasm::types::v128, 21, 22});
  const auto results = world.call("mix", arguments);
  REQUIRE(!world.trap);
  REQUIRE(results.size() == 4);
  CHECK(results[0].asI64() == 0xffff'ffffULL + 10 + 100 + 1000 + 0x8000'0000ULL);
  CHECK(results[1].asF64() == 511);
  CHECK(results[2].low == 21);
  CHECK(results[2].high == 22);
  CHECK(results[3].low == 7);
  const auto second = world.call("second", {Value::f32(1), {wasm::types::v128, 5, 6}});
  REQUIRE(second.size() == 1);
  CHECK(second[0].low == 5);
  CHECK(second[0].high == 6);
}

TEST_CASE("a trap has the frames of compiled functions") {
  World world;
  world.instantiate();
  for (int i = 0; i < 3; ++i) {
    CHECK(world.trapOf("outer") == TrapKind::Unreachable);
    REQUIRE(world.trap->frames.size() == 2);
    CHECK(world.trap->frames[0].function == "inner");
    CHECK(world.trap->frames[0].index == 5);
    CHECK(world.trap->frames[0].offset == NativeGuest::offsetOf(3));
    CHECK(world.trap->frames[0].module == "guest");
    CHECK(world.trap->frames[1].function == "outer");
    CHECK(world.trap->frames[1].offset == NativeGuest::offsetOf(2));
  }
}

TEST_CASE("an access out of bounds is a trap with its address") {
  World world;
  world.instantiate();
  world.instance->memory(0)->bytes()[8] = 42;
  CHECK(world.callFor("load", {Value::i32(8)}) == 42);
  CHECK(world.trapOf("load", {Value::i32(0x10000)}) == TrapKind::MemoryOutOfBounds);
  CHECK(world.trap->detail == "address 0x10000, the memory has 65536 bytes");
  REQUIRE(world.trap->frames.size() == 1);
  CHECK(world.trap->frames[0].function == "load");
}

TEST_CASE("instructions that the runtime does, and their traps") {
  World world;
  world.instantiate();
  CHECK(world.callFor("divide", {Value::i32(0xffff'fffe), Value::i32(2)}) == 0x7fff'ffff);
  CHECK(world.trapOf("divide", {Value::i32(1), Value::i32(0)}) == TrapKind::IntegerDivideByZero);
  REQUIRE(world.trap->frames.size() == 1);
  CHECK(world.trap->frames[0].function == "divide");
  CHECK(world.trapOf("element") == TrapKind::UndefinedElement);
  CHECK(world.trap->element == 12);
}

TEST_CASE("compiled code calls the host, which sees who called") {
  World world;
  world.foreign = [&](Caller caller, Slot* slots) {
    CHECK(caller.instance == world.instance);
    checkForeign(slots);
    return Outcome::Ok;
  };
  world.instantiate();
  checkForeignResults(world);
}

TEST_CASE("compiled code calls code of another engine") {
  World world;
  runtime::FakeModule other;
  const auto type =
      other.type(world.module->wasm.types[1].comp.params, world.module->wasm.types[1].comp.results);
  const auto index = other.function(type, [&](runtime::Store&, const Function&, Slot* slots) {
    checkForeign(slots);
    return Outcome::Ok;
  });
  other.exportItem("foreign", wasm::ExternKind::Func, index);
  auto made = runtime::instantiate(*world.store, other.finish(world.engine), {});
  REQUIRE(made);
  world.instantiate(made->instance->function(index));
  checkForeignResults(world);
}

TEST_CASE("a trap of the host goes through compiled code") {
  World world;
  world.foreign = [](Caller caller, Slot*) {
    return caller.store.raise(TrapKind::Host, "no such file");
  };
  world.instantiate();
  CHECK(world.trapOf("callForeign") == TrapKind::Host);
  CHECK(world.trap->detail == "no such file");
  REQUIRE(world.trap->frames.size() == 1);
  CHECK(world.trap->frames[0].function == "callForeign");
}

TEST_CASE("runs nest, and each one traps for itself") {
  World world;
  unsigned depth = 0;
  world.foreign = [&](Caller caller, Slot* slots) {
    checkForeign(slots);
    runtime::TrapPtr trap;
    CHECK(world.store->call(world.function("outer"), {}, trap));
    REQUIRE(trap);
    CHECK(trap->frames.size() == 2);
    if (++depth == 20) return caller.store.raise(std::move(trap));
    auto inner = world.store->call(world.function("callForeign"), {}, trap);
    REQUIRE(inner);
    return trap ? caller.store.raise(std::move(trap)) : Outcome::Ok;
  };
  world.instantiate();
  CHECK(world.trapOf("callForeign") == TrapKind::Unreachable);
  CHECK(world.trap->frames.size() == 22);
  CHECK(world.callFor("divide", {Value::i32(9), Value::i32(3)}) == 3);
}

TEST_CASE("an exception is caught by a compiled caller, with its registers") {
  World world;
  world.instantiate();
  CHECK(world.callFor("catch", {Value::i64(1000)}) == 2000);
  CHECK(world.trapOf("throw", {Value::i64(5)}) == TrapKind::UncaughtException);
  CHECK(world.trap->exception);
  CHECK(world.trap->frames.size() == 1);
}

TEST_CASE("exceptions go through calls of the host") {
  World world;
  SECTION("thrown by it") {
    world.raise = [&](Caller, Slot* slots) { return world.throwValue(slots[0] + 1); };
    world.instantiate();
    CHECK(world.callFor("catchForeign", {Value::i64(10)}) == 21);
    CHECK(world.trapOf("throwForeign", {Value::i64(10)}) == TrapKind::UncaughtException);
  }
  SECTION("thrown by a compiled function that it called") {
    world.raise = [&](Caller caller, Slot* slots) {
      auto trap = world.store->callSlots(world.function("throw"), slots);
      return trap ? caller.store.raise(std::move(trap)) : Outcome::Ok;
    };
    world.instantiate();
    CHECK(world.callFor("catchForeign", {Value::i64(10)}) == 20);
  }
  SECTION("or not thrown") {
    world.raise = [](Caller, Slot* slots) { return slots[0] *= 2, Outcome::Ok; };
    world.instantiate();
    CHECK(world.callFor("catchForeign", {Value::i64(10)}) == 20);
  }
}

TEST_CASE("a stack that overflows is a trap, on any thread") {
  World world;
  world.instantiate();
  const auto overflow = [&] {
    for (const char* name : {"recurse", "recurseOut", "recurse"}) {
      CHECK(world.trapOf(name) == TrapKind::StackOverflow);
      CHECK(world.trap->frames.size() == runtime::Trap::maxFrames);
      CHECK(world.trap->frames[0].function == name);
      CHECK(world.trap->omittedFrames > 1'000'000);
    }
  };
  overflow();
  std::thread(overflow).join();
}

TEST_CASE("nested runs that take too much are a trap") {
  World world;
  world.foreign = [&](Caller caller, Slot*) {
    runtime::TrapPtr trap;
    CHECK(world.store->call(world.function("callForeign"), {}, trap));
    return trap ? caller.store.raise(std::move(trap)) : Outcome::Ok;
  };
  world.instantiate();
  CHECK(world.trapOf("callForeign") == TrapKind::StackOverflow);
}

TEST_CASE("the collector finds what only compiled frames refer to") {
  runtime::Config config;
  config.gcStress = true;
  World world(config);
  world.instantiate();
  for (int i = 0; i < 3; ++i) CHECK(world.callFor("keep") == 22);
  CHECK(world.store->heap().statistics().collections >= 5);
  world.store->heap().collect();
  CHECK(world.store->heap().statistics().liveObjects == 0);
}

TEST_CASE("memories of compiled code do not move") {
  runtime::Config config;
  config.guardedMemories = false;
  config.fixedMemories = true;
  World world(config);
  world.instantiate();
  const std::uint8_t* const base = world.instance->memory(0)->base();
  CHECK(world.instance->context().memoryBase == base);
  CHECK(world.function("load").nativeBase == base);
  CHECK(world.callFor("grow", {Value::i32(1000)}) == 1);
  CHECK(world.instance->memory(0)->base() == base);
  world.instance->memory(0)->bytes()[0x100'0000] = 42;
  CHECK(world.callFor("load", {Value::i32(0x100'0000)}) == 42);

  config.fixedMemories = false;
  World other(config);
  const runtime::Extern imports[] = {other.host(0, other.foreign), other.host(1, other.raise)};
  const auto made = runtime::instantiate(*other.store, other.module, imports);
  REQUIRE(!made);
  CHECK(made.error().kind() == ErrorKind::Unsupported);
}

}  // namespace wald::aot
