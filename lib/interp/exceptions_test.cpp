#include "interp/guest_test.h"
#include "runtime/objects.h"

namespace wald::interp {

using namespace test;
using runtime::Caller;
using runtime::Slot;

namespace {

/// A guest that throws, for others: tag and functions.
constexpr std::string_view thrower = R"((module
  (tag $tag (export "tag") (param i32 v128 f64))
  (func (export "throw") (param i32)
    (throw $tag (local.get 0) (v128.const i32x4 1 2 3 4) (f64.const 1.5)))
  (func $deep (export "deep") (param i32 i32)
    (if (local.get 1)
      (then (call $deep (local.get 0) (i32.sub (local.get 1) (i32.const 1))))
      (else (throw $tag (local.get 0) (v128.const i32x4 1 2 3 4) (f64.const 2.5)))))))";

constexpr std::string_view importing = R"(
  (import "thrower" "tag" (tag $tag (param i32 v128 f64)))
  (import "thrower" "throw" (func $throw (param i32)))
  (import "thrower" "deep" (func $deep (param i32 i32))))";

struct Fixture {
  World world;
  runtime::Instance& source = world.add("thrower", thrower);
  runtime::Instance& guest(std::string_view body) {
    return world.add("guest", "(module" + std::string(importing) + std::string(body) + ")");
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "exceptions cross instances and many frames with their values") {
  auto& catching = guest(R"(
    (func $sum (param i32 v128 f64) (result i32)
      (i32.add (i32.add (local.get 0) (i32x4.extract_lane 3 (local.get 1))) (i32.trunc_f64_s (local.get 2))))
    (func (export "near") (param i32) (result i32)
      (local $kept i32)
      (local.set $kept (i32.const 1000))
      (i32.add (local.get $kept) (call $sum
        (block $caught (result i32 v128 f64)
          (try_table (catch $tag $caught) (call $throw (local.get 0)))
          (unreachable)))))
    (func (export "far") (param i32) (result i32)
      (call $sum (block $caught (result i32 v128 f64)
        (try_table (catch $tag $caught) (call $deep (local.get 0) (i32.const 5000)))
        (unreachable))))
    (func (export "missed") (param i32)
      (block $caught
        (try_table (catch $other $caught) (call $throw (local.get 0)))))
    (tag $other))");
  CHECK(world.call(catching, "near", {i32(7)}).i32() == 1012);
  CHECK(world.call(catching, "far", {i32(30)}).i32() == 36);
  CHECK(world.call(catching, "missed", {i32(1)}).kind() == TrapKind::UncaughtException);
}

TEST_CASE_METHOD(Fixture, "an uncaught exception names its values and where it was thrown") {
  auto& plain = guest(R"((func (export "run") (call $throw (i32.const 7))))");
  const auto outcome = world.call(plain, "run");
  REQUIRE(outcome.kind() == TrapKind::UncaughtException);
  CHECK(outcome.trap->message() ==
        "uncaught exception: thrown with i32:7 v128:0x00000002000000010000000400000003 f64:1.5");
  const auto& module = source.module().wasm;
  CHECK(outcome.frames()[0] ==
        std::pair<std::string, std::uint32_t>{"throw", offsetOf(module, 0, Opcode::Throw)});
  CHECK(outcome.frames().size() == 2);
}

TEST_CASE_METHOD(Fixture, "a frame left by a tail call catches nothing") {
  auto& tail = guest(R"(
    (type $f (func (param i32)))
    (table funcref (elem $throw))
    (func $leave (param i32)
      (try_table (catch_all 0) (return_call $throw (local.get 0))))
    (func $indirectly (param i32)
      (try_table (catch_all 0) (return_call_indirect (type $f) (local.get 0) (i32.const 0))))
    (func (export "outer") (param i32) (result i32)
      (block $caught
        (try_table (catch_all $caught) (call $leave (local.get 0)))
        (return (i32.const 0)))
      (i32.const 1))
    (func (export "again") (param i32) (result i32)
      (block $caught
        (try_table (catch_all $caught) (call $indirectly (local.get 0)))
        (return (i32.const 0)))
      (i32.const 1)))");
  CHECK(world.call(tail, "outer", {i32(7)}).i32() == 1);
  CHECK(world.call(tail, "again", {i32(7)}).i32() == 1);
}

TEST_CASE_METHOD(Fixture, "exceptions pass through the host, which may throw its own") {
  struct Host {
    runtime::Store* store;
    runtime::Instance* guest;
    runtime::Tag* tag;
    bool swallows;

    /// Calls the guest back, and lets through what it throws.
    static runtime::Outcome callBack(void* environment, Caller caller, Slot* slots) {
      auto& host = *static_cast<Host*>(environment);
      auto* function = std::get<runtime::Function*>(*host.guest->exported("inner"));
      auto trap = caller.store.callSlots(*function, slots);
      if (!trap) return runtime::Outcome::Ok;
      CHECK(trap->exception);
      return host.swallows ? runtime::Outcome::Ok : caller.store.raise(std::move(trap));
    }
    static runtime::Outcome throwOwn(void* environment, Caller caller, Slot* slots) {
      auto& heap = caller.store.heap();
      auto* tag = static_cast<Host*>(environment)->tag;
      return caller.store.raiseException(
          runtime::newException(heap, heap.infoOf(tag->type), tag, slots));
    }
  };
  Host host{};
  world.define("callBack", {wasm::types::i32}, {}, Host::callBack, &host);
  world.define("throwOwn", {wasm::types::i32}, {}, Host::throwOwn, &host);
  host.tag = world.store->addTag(world.engine.addFunctionType({wasm::types::i32}, {}));
  world.linker.define("host", "tag", host.tag);
  auto& user = guest(R"(
    (import "host" "callBack" (func $callBack (param i32)))
    (import "host" "throwOwn" (func $throwOwn (param i32)))
    (import "host" "tag" (tag $own (param i32)))
    (func (export "inner") (param i32) (call $throw (local.get 0)))
    (func (export "through") (param i32) (result i32)
      (local $values v128) (local $float f64)
      (block $caught (result i32 v128 f64)
        (try_table (catch $tag $caught) (call $callBack (local.get 0)))
        (return (i32.const -1)))
      (local.set $float) (local.set $values))
    (func $leave (param i32) (try_table (catch_all 0) (return_call $throwOwn (local.get 0))))
    (func (export "own") (param i32) (result i32)
      (block $caught (result i32)
        (try_table (catch $own $caught) (call $throwOwn (local.get 0)))
        (i32.const -1)))
    (func (export "ownTail") (param i32) (result i32)
      (block $caught (result i32)
        (try_table (catch $own $caught) (call $leave (local.get 0)))
        (i32.const -1))))");
  host.guest = &user;
  CHECK(world.call(user, "through", {i32(42)}).i32() == 42);
  host.swallows = true;
  CHECK(world.call(user, "through", {i32(42)}).i32() == 0xffff'ffff);
  CHECK(world.call(user, "own", {i32(5)}).i32() == 5);
  CHECK(world.call(user, "ownTail", {i32(6)}).i32() == 6);
}

TEST_CASE("the instructions of the first proposal catch, rethrow and delegate") {
  runtime::Config config;
  config.features.set(wasm::Feature::LegacyExceptions, true);
  World world(config);
  wasm::Features features = config.features;
  auto bytes = text::parseModule(R"((module
    (tag $a (param i32)) (tag $b (param i64))
    (func $throw (param i32)
      (if (i32.eqz (local.get 0)) (then (throw $b (i64.const 77))))
      (if (i32.ne (local.get 0) (i32.const 99)) (then (throw $a (local.get 0)))))
    (func (export "arms") (param i32) (result i32)
      (i32.add (i32.const 1000) (try (result i32)
        (do (call $throw (local.get 0)) (i32.const 1))
        (catch $a (i32.add (i32.const 100)))
        (catch_all (i32.const 2)))))
    (func (export "rethrow") (param i32) (result i32)
      (try (result i32)
        (do (try (result i32)
          (do (call $throw (local.get 0)) (i32.const 1))
          (catch $a (drop) (try (result i32) (do (call $throw (i32.const 0)) (i32.const 3)) (catch_all (rethrow 1))))))
        (catch $a)
        (catch $b (i32.wrap_i64))))
    (func (export "delegate") (param i32) (result i32)
      (try $outer (result i32)
        (do (try (result i32)
          (do (try (result i32) (do (call $throw (local.get 0)) (i32.const 1)) (delegate $outer)))
          (catch_all (i32.const 4))))
        (catch $a (i32.add (i32.const 500)))
        (catch_all (i32.const 5))))
    ;; A clause of what came before is none of the next block's.
    (func (export "mixed") (param i32) (result i32)
      (block $far (block (block
        (try_table (catch_all $far) (nop))
        (br_if $far (i32.const 0)))))
      (try (result i32) (do (call $throw (local.get 0)) (i32.const 1)) (catch_all (i32.const 8))))
    (func $out (param i32) (try (do (try (do (call $throw (local.get 0))) (delegate 1))) (catch_all)))
    (func (export "toCaller") (param i32) (result i32)
      (try (result i32) (do (call $out (local.get 0)) (i32.const 0)) (catch $a) (catch_all (i32.const 6))))))",
                                 features);
  if (!bytes) FAIL(bytes.error().format(""));
  auto decoded = binary::decodeModule(std::move(*bytes), features);
  REQUIRE(decoded);
  auto valid = valid::validateModule(std::move(*decoded));
  if (!valid) FAIL(valid.error().format(""));
  auto loaded = load(world.engine, *valid, "legacy");
  REQUIRE(loaded);
  auto& guest = world.add("legacy", *loaded);
  const auto run = [&](const char* name, std::uint32_t argument) {
    return world.call(guest, name, {i32(argument)}).i32();
  };
  CHECK(run("arms", 99) == 1001);
  CHECK(run("arms", 5) == 1105);
  CHECK(run("arms", 0) == 1002);
  CHECK(run("rethrow", 99) == 1);
  CHECK(run("rethrow", 5) == 5);
  CHECK(run("rethrow", 0) == 77);
  CHECK(run("delegate", 99) == 1);
  CHECK(run("delegate", 5) == 505);
  CHECK(run("delegate", 0) == 5);
  CHECK(run("mixed", 5) == 8);
  CHECK(run("toCaller", 99) == 0);
  CHECK(run("toCaller", 5) == 5);
  CHECK(run("toCaller", 0) == 6);
}

TEST_CASE("fuel is counted alike with and without exceptions thrown") {
  // With just enough it goes through, with one less it ends inside.
  constexpr std::string_view text = R"((module
    (tag $t (param i32))
    (func $f (param i32) (result i32)
      (if (local.get 0) (then (throw $t (local.get 0))))
      (i32.const 5))
    (func (export "run") (param i32) (result i32)
      (block $caught (result i32)
        (try_table (result i32) (catch $t $caught) (call $f (local.get 0)))))))";
  for (const std::uint32_t argument : {0u, 3u}) {
    const auto runWith = [&](std::uint64_t fuel) {
      runtime::Config config;
      config.limits.fuel = fuel;
      World world(config);
      auto& guest = world.add("guest", text);
      const auto outcome = world.call(guest, "run", {i32(argument)});
      return std::pair(outcome.kind(), fuel - world.store->fuel);
    };
    const auto [kind, used] = runWith(1000);
    REQUIRE(kind == TrapKind::None);
    CHECK(runWith(used).first == TrapKind::None);
    CHECK(runWith(used - 1).first == TrapKind::OutOfFuel);
  }
}

}  // namespace wald::interp
