#include <cstring>
#include <string>

#include "aot/artifact_code.h"
#include "codegen/codegen_test.h"
#include "interp/interp.h"
#include "runtime/linker.h"

// Both engines count fuel alike: they stop at the same place with the same effects, however much there is.

namespace wald::codegen {
namespace {

struct Outcome {
  wasm::TrapKind trap = wasm::TrapKind::None;
  std::uint64_t left = 0;
  std::vector<std::uint8_t> memory;
  std::vector<std::uint32_t> places;  ///< of the trap's frames
  bool operator==(const Outcome&) const = default;
};

/// A module that was compiled once, run again and again.
class Guest {
public:
  explicit Guest(std::string_view text)
      : module_(test::validate(text, wasm::Features::all())),
        artifact_(test::compileBytes(*module_, {.countFuel = true})) {}

  Outcome run(bool compiled, std::uint64_t fuel) const {
    runtime::Config config;
    config.features = wasm::Features::all();
    config.limits.fuel = fuel;
    config.fixedMemories = compiled;
    runtime::Engine engine(config);
    auto store = std::move(*runtime::Store::create(engine));
    auto code = loaded(engine, compiled);
    if (!code) FAIL(code.error().format(""));
    auto instantiation = runtime::instantiate(*store, *code, {});
    REQUIRE(instantiation);
    runtime::Instance& instance = *instantiation->instance;
    const auto trap =
        store->callSlots(*std::get<runtime::Function*>(*instance.exported("run")), nullptr);
    Outcome outcome;
    if (trap) {
      outcome.trap = trap->kind;
      for (const auto& frame : trap->frames) outcome.places.push_back(frame.offset);
    }
    outcome.left = store->fuel;
    outcome.memory.assign(instance.memory(0)->base(), instance.memory(0)->base() + 256);
    return outcome;
  }

private:
  Result<std::shared_ptr<const runtime::Module>> loaded(runtime::Engine& engine,
                                                        bool compiled) const {
    if (!compiled) return interp::load(engine, module_, "guest");
    auto code = aot::copyArtifact(artifact_, engine.config());
    if (!code) return std::move(code).error();
    return aot::load(engine, module_, std::move(*code), "guest");
  }

  std::shared_ptr<const ir::ValidModule> module_;
  std::vector<std::uint8_t> artifact_;
};

constexpr std::string_view step = R"((module (memory 1) (tag $tag (param i32))
  (type $t (func)) (table 2 funcref) (elem (i32.const 0) $step)
  (func $step (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1))))
  (func $throw (call $step) (throw $tag (i32.const 5)))
  (func (export "run") (local $i i32) (local $x i64)
)";

void compare(std::string_view body) {
  INFO(body);
  const Guest guest(std::string(step) + std::string(body) + "))");
  constexpr std::uint64_t plenty = 100'000;
  const Outcome whole = guest.run(false, plenty);
  REQUIRE(whole == guest.run(true, plenty));
  const std::uint64_t cost = plenty - whole.left;
  REQUIRE(cost > 0);
  REQUIRE(cost < 1000);
  for (std::uint64_t fuel = 0; fuel <= cost; ++fuel) {
    INFO("fuel " << fuel << " of " << cost);
    const Outcome interpreted = guest.run(false, fuel);
    const Outcome compiled = guest.run(true, fuel);
    REQUIRE((interpreted.trap == wasm::TrapKind::OutOfFuel) == (fuel < cost));
    CHECK(compiled.trap == interpreted.trap);
    CHECK(compiled.left == interpreted.left);
    CHECK(compiled.memory == interpreted.memory);
    CHECK(compiled.places == interpreted.places);
  }
}

}  // namespace

TEST_CASE("both engines count fuel alike") {
  compare("(call $step) (call $step)");
  compare(R"((loop $next
    (i32.store (i32.const 4) (i32.add (i32.load (i32.const 4)) (i32.const 1)))
    (call $step)
    (if (i32.and (local.get $i) (i32.const 1)) (then (call $step)) (else (i32.store8 (i32.const 9) (local.get $i))))
    (i32.store (i32.const 12) (i32.add (i32.load (i32.const 4)) (i32.const 1)))
    (local.set $i (i32.add (local.get $i) (i32.const 1)))
    (br_if $next (i32.lt_u (local.get $i) (i32.const 4)))))");
  compare(R"((block $out (block $in (i32.store8 (i32.const 1) (i32.const 7))
    (br_table $in $out (i32.load8_u (i32.const 1)))) (call $step)) (i32.store8 (i32.const 2) (i32.const 3)))");
  compare(R"((i32.store (i32.const 8) (i32.const 1)) (call_indirect (type $t) (i32.const 0))
    (return_call_indirect (type $t) (i32.const 0)))");
}

TEST_CASE("fuel that runs out is not caught, and what a call throws is") {
  compare(R"((i32.store (i32.const 8) (i32.const 1))
    (block $caught (result i32)
      (i32.store (i32.const 12) (i32.const 2))
      (try_table (catch $tag $caught)
        (i32.store (i32.const 16) (i32.const 3))
        (call $throw))
      (i32.const 9))
    (local.set $i)
    (i32.store (i32.const 20) (local.get $i)))");
  compare(R"((block $all (try_table (catch_all $all)
      (i32.store (i32.const 16) (i32.const 3)) (throw $tag (i32.const 1))))
    (i32.store (i32.const 20) (i32.const 1)))");
}

TEST_CASE("traps in a stretch leave the same fuel") {
  compare(R"((i32.store (i32.const 8) (i32.const 1)) (i32.store (i32.const 12) (i32.const 1)))");
  const Guest guest(std::string(step) + R"((i32.store (i32.const 8) (i32.const 1))
    (drop (i32.div_u (i32.const 1) (local.get $i))) (i32.store (i32.const 12) (i32.const 1)))))");
  for (std::uint64_t fuel = 0; fuel < 12; ++fuel) {
    INFO("fuel " << fuel);
    CHECK(guest.run(false, fuel) == guest.run(true, fuel));
  }
}

TEST_CASE("what follows a bulk operation is paid after it") {
  // 64 bytes a unit: 4 instructions and 2 units, then 3 more.
  const Guest guest(std::string(step) + R"((memory.fill (i32.const 0) (i32.const 7) (i32.const 128))
    (i32.store (i32.const 0) (i32.const 1)))))");
  for (const bool compiled : {false, true}) {
    CHECK(guest.run(compiled, 5).memory[64] == 0);
    CHECK(guest.run(compiled, 6).memory[64] == 7);
    CHECK(guest.run(compiled, 6).memory[0] == 7);
    CHECK(guest.run(compiled, 8).trap == wasm::TrapKind::OutOfFuel);
  }
  compare(R"((memory.fill (i32.const 0) (i32.const 7) (i32.const 128))
    (memory.copy (i32.const 100) (i32.const 0) (i32.const 64))
    (i32.store (i32.const 0) (i32.const 1)))");
}

TEST_CASE("code that does not count is refused where fuel is limited") {
  runtime::Config config;
  config.limits.fuel = 1;
  const auto module = test::validate("(module)");
  const auto refused = aot::copyArtifact(test::compileBytes(*module), config);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().format("").find("with --fuel") != std::string::npos);
  CHECK(aot::copyArtifact(test::compileBytes(*module, {.countFuel = true}), config));
}

}  // namespace wald::codegen
