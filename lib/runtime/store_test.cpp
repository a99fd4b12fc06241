#include "runtime/store.h"

#include <catch2/catch.hpp>

#include "runtime/call_values.h"
#include "runtime/fake_module.h"

namespace wald::runtime {

namespace {

using wasm::types::externref;
using wasm::types::f32;
using wasm::types::f64;
using wasm::types::funcref;
using wasm::types::i32;
using wasm::types::i64;
using wasm::types::v128;

struct Fixture {
  Fixture() {
    auto made = Store::create(engine);
    REQUIRE(made);
    store = std::move(*made);
  }
  Function* host(std::vector<wasm::ValType> params, std::vector<wasm::ValType> results,
                 HostEntry entry, void* environment = nullptr) {
    return store->addHostFunction(engine.addFunctionType(std::move(params), std::move(results)),
                                  entry, environment);
  }

  Engine engine{Config{}};
  std::unique_ptr<Store> store;
  TrapPtr trap;
};

Outcome nothing(void*, Caller, Slot*) { return Outcome::Ok; }

}  // namespace

TEST_CASE_METHOD(Fixture, "values are packed into slots, a v128 into two") {
  const std::vector<Value> values = {
      {i32, ~std::uint64_t{0}}, {v128, 1, 2}, Value::f32(1.5f), Value::i64(~std::uint64_t{0})};
  std::vector<Slot> slots(5);
  packValues(values, slots);
  CHECK(slots == std::vector<Slot>{0xffff'ffff, 1, 2, std::bit_cast<std::uint32_t>(1.5f),
                                   ~std::uint64_t{0}});
  const auto back = unpackValues(std::vector{i32, v128, f32, i64}, slots);
  REQUIRE(back.size() == 4);
  CHECK(back[0].asI32() == 0xffff'ffff);
  CHECK(back[1].low == 1);
  CHECK(back[1].high == 2);
  CHECK(back[2].asF32() == 1.5f);
  CHECK(back[3].asI64() == ~std::uint64_t{0});
}

TEST_CASE_METHOD(Fixture, "a host function is called with slots") {
  int environment = 5;
  const auto* function = host(
      {i32, f64}, {f64, i32},
      [](void* env, Caller caller, Slot* slots) {
        if (caller.instance != nullptr) return Outcome::Trap;
        const auto number = slots[0];
        slots[0] = slots[1];
        slots[1] = number + static_cast<Slot>(*static_cast<int*>(env));
        return Outcome::Ok;
      },
      &environment);
  CHECK(function->paramSlots == 2);
  const auto results = store->call(*function, std::vector{Value::i32(3), Value::f64(0.5)}, trap);
  REQUIRE(results);
  CHECK_FALSE(trap);
  REQUIRE(results->size() == 2);
  CHECK((*results)[0].asF64() == 0.5);
  CHECK((*results)[1].asI32() == 8);
  CHECK((*results)[1].type == i32);
}

TEST_CASE_METHOD(Fixture, "arguments must match in number and type") {
  const auto* function = host({i32}, {}, nothing);
  const auto fails = [&](std::vector<Value> args, const char* message) {
    const auto results = store->call(*function, args, trap);
    REQUIRE_FALSE(results);
    CHECK(results.error().kind() == ErrorKind::Usage);
    CHECK(results.error().message() == message);
  };
  fails({}, "invalid argument: 1 arguments are expected, not 0");
  fails({Value::i64(1)}, "invalid argument: argument 1 must be of type i32, not i64");
}

TEST_CASE_METHOD(Fixture, "references are judged by what they refer to") {
  const Function* const plain = host({}, {}, nothing);
  const Function* const other = host({i32}, {}, nothing);
  const auto nullable = wasm::ValType::ref(wasm::HeapType::defined(plain->type), true);
  const auto strict = nullable.withNull(false);
  const Value reference{funcref, toRef(plain)};
  CHECK(isOfType(*store, reference, funcref));
  CHECK(isOfType(*store, reference, strict));
  CHECK_FALSE(isOfType(*store, Value{funcref, toRef(other)}, strict));
  CHECK(isOfType(*store, Value{funcref, 0}, nullable));
  CHECK_FALSE(isOfType(*store, Value{funcref, 0}, strict));
  CHECK_FALSE(isOfType(*store, Value{externref, 0}, nullable));
  CHECK_FALSE(isOfType(*store, Value::i64(0), funcref));
  CHECK(isOfType(*store, Value{externref, hostRef(17)}, externref));
  CHECK(isOfType(*store, Value{externref, hostRef(17)}, externref.withNull(false)));
  CHECK_FALSE(isOfType(*store, Value{externref, hostRef(17)}, funcref));
}

TEST_CASE_METHOD(Fixture, "a trap of a host function is given to the caller") {
  const auto* trapping = host({}, {i32}, [](void*, Caller caller, Slot*) {
    return caller.store.raise(wasm::TrapKind::Host, "no luck");
  });
  const auto results = store->call(*trapping, {}, trap);
  REQUIRE(results);
  CHECK(results->empty());
  REQUIRE(trap);
  CHECK(trap->message() == "error in a host function: no luck");
  CHECK(store->pendingTrap() == nullptr);

  const auto* leaving =
      host({}, {}, [](void*, Caller caller, Slot*) { return caller.store.raiseExit(3); });
  CHECK(store->callSlots(*leaving, nullptr)->exitStatus == 3);
}

TEST_CASE_METHOD(Fixture, "calls between host and guest nest up to a bound") {
  struct State {
    const Function* function = nullptr;
    unsigned depth = 0;
  } state;
  state.function = host(
      {}, {},
      [](void* env, Caller caller, Slot*) {
        auto& self = *static_cast<State*>(env);
        ++self.depth;
        auto trap = caller.store.callSlots(*self.function, nullptr);
        return trap ? caller.store.raise(std::move(trap)) : Outcome::Ok;
      },
      &state);
  for (int i = 0; i < 2; ++i) {
    state.depth = 0;
    trap = store->callSlots(*state.function, nullptr);
    REQUIRE(trap);
    CHECK(trap->kind == wasm::TrapKind::StackOverflow);
    CHECK(state.depth == Store::maxNestedCalls);
    CHECK(store->nestedCalls == 0);
  }
}

TEST_CASE_METHOD(Fixture, "a call of a defined function goes to its module's code") {
  FakeModule fake;
  const auto type = fake.type({i32, i32}, {i32});
  fake.function(type, [](Store& at, const Function&, Slot* slots) {
    at.stackTop += 64;  // is put back whatever the engine leaves
    slots[0] += slots[1];
    return Outcome::Ok;
  });
  fake.exportItem("add", wasm::ExternKind::Func, 0);
  auto made = instantiate(*store, fake.finish(engine), {});
  REQUIRE(made);
  const auto function = made->instance->exported("add");
  REQUIRE(function);
  REQUIRE(store->needStack());
  const auto* const top = store->stackTop;
  const auto results =
      store->call(*std::get<Function*>(*function), std::vector{Value::i32(2), Value::i32(3)}, trap);
  REQUIRE(results);
  CHECK((*results)[0].asI32() == 5);
  CHECK(store->stackTop == top);
}

TEST_CASE_METHOD(Fixture, "tables beyond the limit are refused") {
  const auto table = store->addTable({.limits = {10'000'001, {}}, .element = funcref}, 0);
  REQUIRE_FALSE(table);
  CHECK(table.error().kind() == ErrorKind::Limit);
}

TEST_CASE_METHOD(Fixture, "memories are found by address") {
  const auto first = store->addMemory({.limits = {1, {}}});
  const auto second = store->addMemory({.limits = {1, {}}});
  REQUIRE(first);
  REQUIRE(second);
  CHECK(store->memoryAt((*second)->base() + 70'000) == *second);
  CHECK(store->memoryAt((*first)->base()) == *first);
  CHECK(store->memoryAt(&store) == nullptr);
}

}  // namespace wald::runtime
