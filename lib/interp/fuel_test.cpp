#include <cstring>

#include <catch2/catch.hpp>

#include "binary/decoder.h"
#include "interp/interp.h"
#include "runtime/linker.h"
#include "text/parser.h"
#include "valid/validate.h"

namespace wald::interp {

namespace {

struct Outcome {
  wasm::TrapKind trap = wasm::TrapKind::None;
  std::uint64_t left = 0;
  std::uint32_t effects = 0;
};

// Every pass of the loop stores twice, calls, and branches; the memory shows how far a run came.
constexpr std::string_view source = R"((module
  (memory (export "memory") 1)
  (func $step (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1))))
  (func (export "run") (local $i i32)
    (loop $next
      (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1)))
      (call $step)
      (if (i32.and (local.get $i) (i32.const 1)) (then (call $step)))
      (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1)))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 5)))))
  (func (export "fill") (memory.fill (i32.const 0) (i32.const 7) (i32.const 6400)))
  (func (export "outside") (memory.fill (i32.const 65000) (i32.const 7) (i32.const 6400)))))";

Outcome run(std::string_view name, std::uint64_t fuel) {
  runtime::Config config;
  config.limits.fuel = fuel;
  runtime::Engine engine(config);
  auto store = std::move(*runtime::Store::create(engine));
  auto decoded = binary::decodeModule(*text::parseModule(source, config.features), config.features);
  auto module = load(engine, *valid::validateModule(std::move(*decoded)), "fuel.wat");
  auto instantiation = runtime::instantiate(*store, *module, {});
  runtime::Instance& instance = *instantiation->instance;
  const auto trap =
      store->callSlots(*std::get<runtime::Function*>(*instance.exported(name)), nullptr);
  Outcome outcome;
  if (trap) outcome.trap = trap->kind;
  outcome.left = store->fuel;
  std::memcpy(&outcome.effects, instance.memory(0)->base(), sizeof(outcome.effects));
  return outcome;
}

}  // namespace

TEST_CASE("fuel runs out exactly where it is used up", "[fuel]") {
  constexpr std::uint64_t plenty = 100'000;
  const Outcome whole = run("run", plenty);
  REQUIRE(whole.trap == wasm::TrapKind::None);
  REQUIRE(whole.effects == 17);
  const std::uint64_t cost = plenty - whole.left;

  std::uint32_t before = 0;
  for (std::uint64_t fuel = 0; fuel < cost; ++fuel) {
    const Outcome outcome = run("run", fuel);
    INFO("fuel " << fuel);
    REQUIRE(outcome.trap == wasm::TrapKind::OutOfFuel);
    REQUIRE(outcome.left == 0);
    // One more instruction has one more effect at most: no stretch is done or refused as a whole.
    REQUIRE(outcome.effects >= before);
    REQUIRE(outcome.effects <= before + 1);
    before = outcome.effects;
  }
  CHECK(before == 17);
  const Outcome exact = run("run", cost);
  CHECK(exact.trap == wasm::TrapKind::None);
  CHECK(exact.left == 0);
}

TEST_CASE("bulk operations cost by their length", "[fuel]") {
  const Outcome done = run("fill", 1'000);
  CHECK(done.trap == wasm::TrapKind::None);
  CHECK(done.left == 1'000 - 5 - 100);
  const Outcome refused = run("fill", 50);
  CHECK(refused.trap == wasm::TrapKind::OutOfFuel);
  CHECK(refused.effects == 0);
  CHECK(run("outside", 50).trap == wasm::TrapKind::MemoryOutOfBounds);
}

}  // namespace wald::interp
