#include <chrono>
#include <string>
#include <thread>

#include "interp/guest_test.h"
#include "runtime/stop_signal.h"

// Guests that are stopped while they run.

namespace wald::interp {

using namespace test;

namespace {

constexpr std::string_view source = R"((module
  (type $void (func))
  (memory (export "memory") 1 16385)
  (table 1 funcref)
  (elem (i32.const 0) $tailIndirect)
  (global $calls (export "calls") (mut i32) (i32.const 0))
  (func (export "empty") (loop $l (br $l)))
  (func (export "count") (local $i i64)
    (loop $l (local.set $i (i64.add (local.get $i) (i64.const 1))) (br_if $l (i64.ne (local.get $i) (i64.const -1)))))
  (func (export "table") (local $i i32)
    (loop $l (local.set $i (i32.xor (local.get $i) (i32.const 1))) (br_table $l $l (local.get $i))))
  (func $fib (export "recurse") (param $n i32) (result i32)
    (if (result i32) (i32.lt_s (local.get $n) (i32.const 2))
      (then (local.get $n))
      (else (i32.add (call $fib (i32.sub (local.get $n) (i32.const 1)))
                     (call $fib (i32.sub (local.get $n) (i32.const 2)))))))
  (func $tail (export "tail") (return_call $tail))
  (func $tailIndirect (export "tailIndirect") (return_call_indirect (type $void) (i32.const 0)))
  (func (export "nested") (loop $l (loop $m (br_if $m (i32.load (i32.const 0)))) (br $l)))
  (func (export "fill")
    (drop (memory.grow (i32.const 16384)))
    (loop $l (memory.fill (i32.const 0) (i32.const 1) (i32.const 0x40000000)) (br $l)))
  (func (export "answer") (result i32) (local $i i32)
    (loop $l
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $l (i32.lt_u (local.get $i) (i32.const 1000))))
    (local.get $i))))";

/// Requests a stop after a moment, in which the guest has most likely begun.
class Stopper {
public:
  explicit Stopper(runtime::StopSignal& signal)
      : thread_([&signal] {
          std::this_thread::sleep_for(std::chrono::milliseconds(20));
          signal.request();
        }) {}
  ~Stopper() { thread_.join(); }

private:
  std::thread thread_;
};

}  // namespace

TEST_CASE("a stop ends whatever a guest does") {
  for (const bool guarded : {true, false}) {
    for (const std::string name :
         {"empty", "count", "table", "recurse", "tail", "tailIndirect", "nested", "fill"}) {
      runtime::StopSignal signal;
      World world(configOf(guarded));
      world.store->setStop(&signal);
      runtime::Instance& guest = world.add("m", source);
      const std::vector<Value> arguments =
          name == "recurse" ? std::vector{i32(60)} : std::vector<Value>{};
      Outcome outcome;
      {
        const Stopper stopper(signal);
        outcome = world.call(guest, name, arguments);
      }
      INFO(name);
      CHECK(outcome.kind() == TrapKind::Interrupted);
      REQUIRE(!outcome.frames().empty());
      // For good.
      const Outcome again = world.call(guest, "answer");
      CHECK(again.kind() == TrapKind::Interrupted);
      CHECK(again.frames().empty());
      // Until somebody else may stop it.
      runtime::StopSignal other;
      world.store->setStop(&other);
      CHECK(world.call(guest, "answer").i32() == 1000);
      world.store->setStop(nullptr);
    }
  }
}

TEST_CASE("a stop says where the guest was") {
  runtime::StopSignal signal;
  World world;
  world.store->setStop(&signal);
  runtime::Instance& guest = world.add("m", "(module (func $inner (loop $l (br $l)))"
                                            " (func $outer (export \"run\") (call $inner)))");
  const Stopper stopper(signal);
  const Outcome outcome = world.call(guest, "run");
  CHECK(outcome.frames() ==
        Outcome::Frames{{"inner", offsetOf(guest.module().wasm, 0, Opcode::Loop)},
                        {"outer", offsetOf(guest.module().wasm, 1, Opcode::Call)}});
}

TEST_CASE("stores that share code go on when one of them is stopped") {
  World world;
  const auto loaded = load(world.engine, validate(source), "m");
  REQUIRE(loaded);
  runtime::Instance& guest = world.add("m", *loaded);
  for (int round = 0; round < 20; ++round) {
    std::thread stopped([&] {
      runtime::StopSignal signal;
      auto store = std::move(*runtime::Store::create(world.engine));
      store->setStop(&signal);
      auto made = runtime::instantiate(*store, *loaded, {});
      REQUIRE(made);
      const Stopper stopper(signal);
      const auto function = made->instance->exported("count");
      const auto trap = store->callSlots(*std::get<runtime::Function*>(*function), nullptr);
      REQUIRE(trap);
      REQUIRE(trap->kind == TrapKind::Interrupted);
    });
    for (int i = 0; i < 2000; ++i) REQUIRE(world.call(guest, "answer").i32() == 1000);
    stopped.join();
  }
  // Nothing watches any more.
  CHECK(!world.engine.isWatching());
  CHECK(world.call(guest, "answer").i32() == 1000);
}

}  // namespace wald::interp
