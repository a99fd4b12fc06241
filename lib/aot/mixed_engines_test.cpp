#include "aot/native_world_test.h"
#include "interp/interp.h"

// Compiled and interpreted code that call each other.

namespace wald::aot {

using namespace test;

namespace {

constexpr const char* interpretedText = R"((module
  (type $unary (func (param i64) (result i64)))
  (type $foreign (func (param i32 i64 i32 i32 i64 f64 v128) (result i64 f64 v128)))
  (tag $tag (param i64))
  (table (export "table") 4 funcref)
  (func (export "foreign") (type $foreign)
    (i64.add (i64.extend_i32_u (local.get 3)) (local.get 4))
    (f64.neg (local.get 5))
    (local.get 6))
  (func $raise (export "raise") (type $unary)
    (if (i64.eq (local.get 0) (i64.const 7)) (then (throw $tag (i64.const 70))))
    (if (i64.eq (local.get 0) (i64.const 8))
      (then (return (call_indirect (type $unary) (local.get 0) (i32.const 0)))))
    (if (i64.eq (local.get 0) (i64.const 9)) (then (unreachable)))
    (i64.mul (local.get 0) (i64.const 3)))
  (func (export "call") (param i32 i64) (result i64)
    (call_indirect (type $unary) (local.get 1) (local.get 0)))
  (func (export "tailCall") (param i32 i64) (result i64)
    (return_call_indirect (type $unary) (local.get 1) (local.get 0)))
  (func (export "catch") (param i32 i64) (result i64)
    (block $caught
      (try_table (catch_all $caught)
        (return (call_indirect (type $unary) (local.get 1) (local.get 0)))))
    (i64.const -1))
))";

/// The guest with an interpreted instance for its imports, whose table holds functions of the guest.
class MixedWorld : public World {
public:
  MixedWorld() {
    auto loaded = interp::load(engine, validate(interpretedText), "interpreted");
    REQUIRE(loaded);
    auto made = runtime::instantiate(*store, *loaded, {});
    REQUIRE(made);
    interpreted = made->instance;
    instantiate(interpretedFunction("foreign"), interpretedFunction("raise"));
    runtime::Ref* const elements = interpreted->table(0)->data();
    const char* const names[] = {"throw", "catch", "throwForeign", "catchForeign"};
    for (unsigned i = 0; i < 4; ++i) elements[i] = runtime::toRef(&function(names[i]));
  }

  Function* interpretedFunction(std::string_view name) {
    return std::get<Function*>(*interpreted->exported(name));
  }

  /// What an interpreted function gives that calls one of those in the table.
  std::uint64_t callBy(std::string_view name, std::uint32_t element, std::uint64_t argument) {
    auto values = store->call(*interpretedFunction(name),
                              std::vector{Value::i32(element), Value::i64(argument)}, trap);
    REQUIRE(values);
    return trap ? 0 : values->at(0).asI64();
  }
  std::vector<std::string> frames() const {
    std::vector<std::string> names;
    for (const auto& frame : trap->frames) names.push_back(frame.function);
    return names;
  }

  runtime::Instance* interpreted = nullptr;
};

constexpr unsigned throwing = 0, catching = 1, throwingForeign = 2, catchingForeign = 3;

}  // namespace

TEST_CASE("compiled code calls interpreted code") {
  MixedWorld world;
  const auto results = world.call("callForeign");
  REQUIRE(!world.trap);
  CHECK(results[0].asI64() == 9);
  CHECK(results[1].asF64() == -1.5);
  CHECK(results[2].low == 6);
  CHECK(results[2].high == 7);
}

TEST_CASE("interpreted code calls compiled code") {
  MixedWorld world;
  for (const char* name : {"call", "tailCall"}) {
    CHECK(world.callBy(name, catching, 5) == 10);
    CHECK(world.callBy(name, throwingForeign, 5) == 15);
    CHECK(world.callBy(name, catchingForeign, 5) == 15);
  }
}

TEST_CASE("exceptions cross engines") {
  MixedWorld world;
  CHECK(world.callFor("catchForeign", {Value::i64(7)}) == 77);
  CHECK(world.callBy("catch", throwing, 5) == ~std::uint64_t{0});
  CHECK(world.callBy("catch", throwingForeign, 7) == ~std::uint64_t{0});
  // Interpreted, compiled, interpreted, compiled: thrown in the last, caught in the second.
  CHECK(world.callBy("call", catchingForeign, 8) == 16);
  CHECK(world.callBy("call", throwingForeign, 8) == 0);
  REQUIRE(world.trap);
  CHECK(world.trap->kind == TrapKind::UncaughtException);
}

TEST_CASE("traps cross engines, with frames of both") {
  MixedWorld world;
  CHECK(world.trapOf("throwForeign", {Value::i64(9)}) == TrapKind::Unreachable);
  CHECK(world.frames() == std::vector<std::string>{"raise", "throwForeign"});
  world.callBy("call", catchingForeign, 9);
  REQUIRE(world.trap);
  CHECK(world.frames() == std::vector<std::string>{"raise", "catchForeign", "call"});
  CHECK(world.callBy("call", throwingForeign, 5) == 15);
}

TEST_CASE("recursion through both engines ends in a trap") {
  MixedWorld world;
  world.interpreted->table(0)->data()[0] = runtime::toRef(&world.function("throwForeign"));
  world.callBy("call", throwingForeign, 8);
  REQUIRE(world.trap);
  CHECK(world.trap->kind == TrapKind::StackOverflow);
}

}  // namespace wald::aot
