#include "runtime/host_objects.h"

#include <catch2/catch.hpp>

#include "runtime/objects.h"
#include "runtime/store.h"

namespace wald::runtime {

namespace {

using wasm::types::anyref;
using wasm::types::externref;

/// Counts what was released, and keeps the last.
struct Released {
  int count = 0;
  int last = 0;
};

/// A value of the host.
struct Item {
  Released* released;
  int number;
};

void release(void* data) {
  const auto* item = static_cast<Item*>(data);
  ++item->released->count;
  item->released->last = item->number;
  delete item;
}

struct Fixture {
  explicit Fixture(bool stress = false) : engine(configOf(stress)) {
    auto made = Store::create(engine);
    REQUIRE(made);
    store = std::move(*made);
  }
  static Config configOf(bool stress) {
    Config config;
    config.gcStress = stress;
    return config;
  }
  Ref add(int number) {
    auto ref = store->addHostObject(new Item{&released, number}, release);
    REQUIRE(ref);
    REQUIRE(isHostObject(*ref));
    return *ref;
  }
  int numberOf(Ref ref) {
    const void* data = store->dataOf(ref);
    return data == nullptr ? -1 : static_cast<const Item*>(data)->number;
  }
  std::size_t count() const { return store->heap().hostObjects().size(); }
  const TypeInfo& known(wasm::CompKind kind, wasm::ValType content) {
    wasm::SubType type;
    type.comp.kind = kind;
    type.comp.fields.push_back({content, true});
    const TypeInfo& info = engine.infoOf(engine.addType(type));
    store->heap().know(info);
    return info;
  }
  void collect() { store->heap().collect(); }

  Engine engine;
  std::unique_ptr<Store> store;
  Released released;
};

struct StressFixture : Fixture {
  StressFixture() : Fixture(true) {}
};

}  // namespace

TEST_CASE_METHOD(Fixture, "a value of the host is released when nothing refers to it") {
  const Ref ref = add(7);
  CHECK(isHostRef(ref));
  CHECK_FALSE(isI31(ref));
  CHECK_FALSE(isObjectRef(ref));
  CHECK_FALSE(isHostObject(hostRef(~std::uint64_t{0} >> 3)));
  CHECK(numberOf(ref) == 7);
  CHECK(store->dataOf(hostRef(0)) == nullptr);
  CHECK(store->dataOf(0) == nullptr);
  // No heap was ever needed.
  collect();
  CHECK(released.count == 1);
  CHECK(released.last == 7);
  CHECK(count() == 0);
  CHECK(store->dataOf(ref) == nullptr);
}

TEST_CASE_METHOD(Fixture, "the end of a store releases what is left") {
  const auto kept = store->heap().hold(add(1));
  add(2);
  store.reset();
  CHECK(released.count == 2);
}

TEST_CASE_METHOD(Fixture, "globals, tables and handles keep values of the host") {
  Global* global = store->addGlobal({externref, true}, add(1));
  auto table = store->addTable({.limits = {3, {}}, .element = externref}, 0);
  REQUIRE(table);
  (*table)->data()[1] = add(2);
  auto handle = store->heap().hold(add(3));
  collect();
  CHECK(released.count == 0);
  CHECK(numberOf(global->slots[0]) == 1);
  CHECK(numberOf((*table)->data()[1]) == 2);
  CHECK(numberOf(*handle) == 3);

  global->slots[0] = 0;
  collect();
  CHECK(released.last == 1);
  (*table)->data()[1] = i31Ref(5);
  collect();
  CHECK(released.last == 2);
  handle.reset();
  collect();
  CHECK(released.last == 3);
  CHECK(released.count == 3);
}

TEST_CASE_METHOD(StressFixture, "objects and exceptions keep values of the host") {
  const TypeInfo& box = known(wasm::CompKind::Struct, externref);
  const TypeInfo& list = known(wasm::CompKind::Array, anyref);
  Tag* tag = store->addTag(engine.addFunctionType({wasm::types::i32, externref}, {}));
  Slots roots{add(1)};
  const TemporaryRoots scope(store->heap(), roots);

  roots[0] = toRef(newStruct(store->heap(), box, roots.data()));
  roots[0] = toRef(newArray(store->heap(), list, 300, roots.data()));
  roots.push_back(add(2));
  auto* array = toObject(roots[0]);
  reinterpret_cast<Ref*>(array->contents())[299] = roots[1];
  roots = {7, roots[0], add(3)};
  Slot thrown[] = {7, roots[2]};
  roots[2] = toRef(&newException(store->heap(), engine.infoOf(tag->type), tag, thrown)->head);
  collect();
  CHECK(released.count == 0);

  roots[2] = 0;
  collect();
  CHECK(released.last == 3);
  reinterpret_cast<Ref*>(array->contents())[299] = 0;
  collect();
  CHECK(released.last == 2);
  roots[1] = 0;
  collect();
  CHECK(released.last == 1);
  CHECK(released.count == 3);
}

TEST_CASE_METHOD(Fixture, "a word on the guest's stack keeps a value of the host") {
  REQUIRE(store->needStack());
  std::uint8_t* const bottom = store->stackTop;
  store->stackTop += 16;
  const auto put = [&](std::uint64_t word) { std::memcpy(bottom + 8, &word, 8); };
  std::memset(bottom, 0xff, 16);
  const Ref ref = add(1);
  put(ref);
  collect();
  CHECK(released.count == 0);
  // What only resembles it does not.
  for (const Ref other :
       {ref + 400, ref ^ 1, ref ^ std::uint64_t{1} << 63, ref ^ std::uint64_t{1} << 40}) {
    put(other);
    const Ref one = add(2);
    CHECK(one != ref);
    CHECK(one != other);
    const auto handle = store->heap().hold(ref);
    const int before = released.count;
    collect();
    CHECK(released.count == before + 1);
  }
  put(0);
  collect();
  CHECK(count() == 0);
  store->stackTop = bottom;
}

TEST_CASE_METHOD(Fixture, "a place that is used again makes another reference") {
  const Ref first = add(1);
  collect();
  const Ref second = add(2);
  CHECK(first != second);
  CHECK(numberOf(first) == -1);
  CHECK(numberOf(second) == 2);
  // The former one does not keep it.
  store->addGlobal({externref, true}, first);
  collect();
  CHECK(released.last == 2);
}

TEST_CASE_METHOD(Fixture,
                 "many values of the host are collected without anything else being made") {
  std::size_t most = 0;
  for (int i = 0; i < 100'000; ++i) {
    add(i);
    most = std::max(most, count());
  }
  CHECK(most <= 1000);
  CHECK(released.count > 98'000);
  CHECK(store->heap().statistics().collections < 200);

  // The more there are, the rarer it is.
  auto table = store->addTable({.limits = {50'000, {}}, .element = externref}, 0);
  REQUIRE(table);
  const auto before = store->heap().statistics().collections;
  for (unsigned i = 0; i < 50'000; ++i) (*table)->data()[i] = add(static_cast<int>(i));
  CHECK(store->heap().statistics().collections - before < 10);
  for (unsigned i = 0; i < 50'000; ++i) {
    if (numberOf((*table)->data()[i]) != static_cast<int>(i)) FAIL(i);
  }
  CHECK(count() >= 50'000);
}

TEST_CASE_METHOD(StressFixture, "under stress each new value of the host collects") {
  for (int i = 0; i < 10; ++i) add(i);
  CHECK(released.count == 9);
}

TEST_CASE("a store has a limit on values of the host") {
  Config config;
  config.limits.gcHeapBytes = 64 * 1024;
  Engine engine(config);
  auto made = Store::create(engine);
  REQUIRE(made);
  Store& store = **made;
  std::vector<std::shared_ptr<const Ref>> handles;
  for (;;) {
    auto ref = store.addHostObject(nullptr, nullptr);
    if (!ref) {
      CHECK(ref.error().kind() == ErrorKind::Limit);
      break;
    }
    handles.push_back(store.heap().hold(*ref));
  }
  CHECK(handles.size() == 2048);
  handles.pop_back();
  CHECK(store.addHostObject(nullptr, nullptr));
}

TEST_CASE_METHOD(Fixture, "a release may make new values, but none once the store ends") {
  struct Maker {
    Store* store;
    int left;
    int refused = 0;
    static void again(void* data) {
      auto& self = *static_cast<Maker*>(data);
      if (self.left-- > 0 && !self.store->addHostObject(data, again)) ++self.refused;
    }
  } maker{store.get(), 5000};
  REQUIRE(store->addHostObject(&maker, Maker::again));
  for (int i = 0; i < 10; ++i) collect();
  CHECK(maker.left == 4990);
  CHECK(count() == 1);
  store.reset();
  CHECK(maker.left == 4989);
  CHECK(maker.refused == 1);
}

TEST_CASE_METHOD(Fixture,
                 "the arguments of a host function that was called in tail position are kept") {
  // The first host function leaves the call to the second one.
  struct State {
    Fixture* self;
    Function* second = nullptr;
  } state{this};
  const auto type = engine.addFunctionType({externref}, {externref});
  state.second = store->addHostFunction(
      type,
      [](void*, Caller caller, Slot*) {
        caller.store.heap().collect();
        return Outcome::Ok;
      },
      nullptr);
  const auto* first = store->addHostFunction(
      type,
      [](void* env, Caller caller, Slot*) {
        auto& at = *static_cast<State*>(env);
        *caller.store.leaveTailCall(*at.second) = at.self->add(4);
        return Outcome::TailCall;
      },
      &state);
  TrapPtr trap;
  const auto results = store->call(*first, std::vector{Value{externref, 0}}, trap);
  REQUIRE(results);
  REQUIRE(results->size() == 1);
  CHECK(released.count == 0);
  CHECK(numberOf((*results)[0].low) == 4);
}

TEST_CASE_METHOD(Fixture, "handles that ended take no memory, collection or not") {
  const auto first = store->heap().hold(i31Ref(1));
  // The control block of each is kept by what the heap remembers of it.
  std::weak_ptr<const Ref> last;
  for (int i = 0; i < 1'000'000; ++i) last = store->heap().hold(i31Ref(2));
  CHECK(store->heap().handleCount() <= 256);
  CHECK(last.expired());
  CHECK(*first == i31Ref(1));
}

}  // namespace wald::runtime
