#include <thread>

#include "api/test_embedding.h"

using namespace wald;
using namespace wald::test;

namespace {

constexpr auto waiting = R"((module
  (import "env" "wait" (func $wait (param i32) (result i32)))
  (memory 1)
  (func $inner (param i32) (result i32) (call $wait (local.get 0)))
  (func (export "sum") (param i32) (result i32) (local $sum i32)
    (loop $l
      (local.set $sum (i32.add (local.get $sum) (call $inner (local.get 0))))
      (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (local.get $sum))
  (func (export "spin") (param i32) (result i32) (local $i i32)
    (loop $l
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $l (i32.lt_u (local.get $i) (local.get 0))))
    (local.get $i))
  (func (export "stubborn") (loop $l (drop (call $wait (i32.const 1))) (br $l)))))";

/// Waits by suspending the guest.
Result<void> defineWait(Linker& linker) {
  return linker.func("env", "wait", [](Caller& caller, int value) -> Result<int> {
    if (auto done = caller.suspend(); !done) return std::move(done).error();
    return 10 * value;
  });
}

}  // namespace

TEST_CASE("a call is suspended by a host function and goes on later") {
  World world;
  must(defineWait(world.linker));
  const Instance instance = world.instantiate(waiting);
  const Func sum = must(instance.func("sum"));
  CallHandle call = must(sum.start({Value(3)}));
  for (int i = 0; i < 3; ++i) {
    CHECK(must(call.resume()) == CallState::Suspended);
    CHECK_FALSE(call.isDone());
  }
  // Nothing else runs meanwhile.
  CHECK(failure(sum.call({Value(1)}), ErrorKind::Usage) == "a call of the store is suspended");
  CHECK(failure(sum.start({Value(1)}), ErrorKind::Usage) == "a call of the store is suspended");
  CHECK(must(call.resume()) == CallState::Done);
  CHECK(call.isDone());
  REQUIRE(call.results().size() == 1);
  CHECK(call.results()[0].i32() == 60);
  CHECK(failure(call.resume(), ErrorKind::Usage) == "the call is done");
  CHECK(failure(sum.call({Value(1)}), ErrorKind::Trap).find("it can't be suspended") !=
        std::string::npos);
}

TEST_CASE("a call goes on on another thread") {
  World world;
  must(defineWait(world.linker));
  const Instance instance = world.instantiate(waiting);
  CallHandle call = must(must(instance.func("sum")).start({Value(5)}));
  CallState state = CallState::Suspended;
  for (int i = 0; state != CallState::Done; ++i) {
    std::thread other([&] { state = must(call.resume()); });
    other.join();
    REQUIRE(i < 10);
  }
  CHECK(call.results()[0].i32() == 150);
}

TEST_CASE("a call that is given up ends, and its store is free again") {
  World world;
  int ended = 0;
  must(world.linker.func("env", "wait", [&ended](Caller& caller, int value) -> Result<int> {
    struct Guard {
      int& counter;
      ~Guard() { ++counter; }
    } const guard{ended};
    // It does not heed that the call is to end.
    static_cast<void>(caller.suspend());
    return value;
  }));
  const Instance instance = world.instantiate(waiting);
  {
    CallHandle call = must(must(instance.func("stubborn")).start({}));
    CHECK(must(call.resume()) == CallState::Suspended);
    CHECK(must(call.resume()) == CallState::Suspended);
    CHECK(ended == 1);
  }
  CHECK(ended == 2);
  { const CallHandle never = must(must(instance.func("stubborn")).start({})); }
  CHECK(ended == 2);
  CHECK(must(must(instance.typed<int(int)>("spin"))(7)) == 7);
}

TEST_CASE("a call yields to the host by slices of fuel") {
  World world({.countFuel = true});
  must(defineWait(world.linker));
  const Instance instance = world.instantiate(waiting);
  const Func spin = must(instance.func("spin"));
  const Value argument[] = {1'000};
  CallHandle call = must(spin.start(argument, {.fuelSlice = 500}));
  int slices = 0;
  while (must(call.resume()) == CallState::OutOfSlice) ++slices;
  CHECK(call.results()[0].i32() == 1'000);
  // Eight instructions a turn.
  CHECK(slices >= 10);
  CHECK(slices <= 20);

  // The same amount of fuel as in one go.
  world.store.setFuel(100'000);
  must(spin.call(argument));
  const std::uint64_t whole = 100'000 - world.store.fuel();
  world.store.setFuel(100'000);
  CallHandle sliced = must(spin.start(argument, {.fuelSlice = 77}));
  while (must(sliced.resume()) != CallState::Done) {}
  CHECK(100'000 - world.store.fuel() == whole);

  // And where it ends, it ends.
  world.store.setFuel(2'000);
  CallHandle poor = must(spin.start(argument, {.fuelSlice = 500}));
  Result<CallState> state = CallState::OutOfSlice;
  while (state && *state == CallState::OutOfSlice) state = poor.resume();
  CHECK(failure(state, ErrorKind::Trap) == "all fuel consumed");
  CHECK(poor.isDone());
}

TEST_CASE("an interrupt and a deadline end a suspended call when it goes on") {
  World world;
  must(defineWait(world.linker));
  const Instance instance = world.instantiate(waiting);
  const InterruptHandle handle = world.store.interruptHandle();
  CallHandle call = must(must(instance.func("sum")).start({Value(5)}));
  CHECK(must(call.resume()) == CallState::Suspended);
  handle.interrupt();
  CHECK(failure(call.resume(), ErrorKind::Trap) == "interrupted");
  world.store.clearInterrupt();

  // Time that it waits for does not count.
  world.store.setDeadline(std::chrono::milliseconds(30));
  CallHandle patient = must(must(instance.func("sum")).start({Value(2)}));
  CHECK(must(patient.resume()) == CallState::Suspended);
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  CHECK(must(patient.resume()) == CallState::Suspended);
  CHECK(must(patient.resume()) == CallState::Done);
}

TEST_CASE("a trap in a suspended call is told by who resumes it") {
  World world;
  must(defineWait(world.linker));
  const Instance instance = world.instantiate(R"((module
    (import "env" "wait" (func $wait (param i32) (result i32)))
    (memory 1)
    (func (export "f") (drop (call $wait (i32.const 0))) (drop (i32.load (i32.const -4))))))");
  CallHandle call = must(must(instance.func("f")).start({}));
  CHECK(must(call.resume()) == CallState::Suspended);
  Result<CallState> state = CallState::Suspended;
  std::thread other([&] { state = call.resume(); });
  other.join();
  CHECK(failure(state, ErrorKind::Trap).starts_with("out of bounds memory access"));
}

TEST_CASE("guests and hosts that call each other end before the stack of a suspendable call does") {
  World world;
  must(world.linker.func("env", "again", [](Caller& caller, int n) -> Result<int> {
    auto found = caller.instance().typed<int(int)>("down");
    if (!found) return std::move(found).error();
    return (*found)(n);
  }));
  const Instance instance = world.instantiate(R"((module
    (import "env" "again" (func $again (param i32) (result i32)))
    (func (export "down") (param i32) (result i32)
      (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
      (i32.add (i32.const 1) (call $again (i32.sub (local.get 0) (i32.const 1)))))))");
  const Value few[] = {10};
  CallHandle shallow = must(must(instance.func("down")).start(few, {.stackBytes = 1}));
  CHECK(must(shallow.resume()) == CallState::Done);
  const Value many[] = {100'000};
  for (const std::size_t bytes : {std::size_t{1}, std::size_t{256} << 10, std::size_t{8} << 20}) {
    CallHandle deep = must(must(instance.func("down")).start(many, {.stackBytes = bytes}));
    CHECK(failure(deep.resume(), ErrorKind::Trap).starts_with("call stack exhausted"));
  }
}

TEST_CASE("many guests wait on one thread") {
  World world;
  must(defineWait(world.linker));
  const Module module = world.module(waiting);
  struct Guest {
    Store store;
    std::optional<CallHandle> call;
  };
  std::vector<std::unique_ptr<Guest>> guests;
  constexpr int count = 200;
  for (int i = 0; i < count; ++i) {
    auto guest = std::make_unique<Guest>(Guest{must(Store::create(world.engine)), std::nullopt});
    const Instance instance = must(world.linker.instantiate(guest->store, module));
    guest->call.emplace(must(must(instance.func("sum")).start({Value(2)})));
    CHECK(must(guest->call->resume()) == CallState::Suspended);
    guests.push_back(std::move(guest));
  }
  int sum = 0;
  for (auto& guest : guests) {
    CHECK(must(guest->call->resume()) == CallState::Suspended);
    CHECK(must(guest->call->resume()) == CallState::Done);
    sum += guest->call->results()[0].i32();
    guest->call.reset();
  }
  CHECK(sum == count * 30);
}
