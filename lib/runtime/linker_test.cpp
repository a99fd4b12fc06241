#include "runtime/linker.h"

#include <catch2/catch.hpp>

#include "runtime/fake_module.h"

namespace wald::runtime {

namespace {

using wasm::types::externref;
using wasm::types::funcref;
using wasm::types::i32;
using wasm::types::i64;

Outcome nothing(void*, Caller, Slot*) { return Outcome::Ok; }

struct Fixture {
  Fixture() {
    auto made = Store::create(engine);
    REQUIRE(made);
    store = std::move(*made);
    linker = std::make_unique<Linker>(*store);
  }

  /// Empty when the module links with `value` as its only import, else the message.
  std::string link(FakeModule& fake, Extern value) {
    linker->define("env", "x", value);
    const auto made = linker->instantiate(fake.finish(engine));
    if (!made) CHECK(made.error().kind() == ErrorKind::Unlinkable);
    return made ? "" : made.error().message();
  }
  std::string linkMemory(wasm::MemoryType expected, Memory* actual) {
    FakeModule fake;
    fake.importMemory("x", expected);
    return link(fake, actual);
  }
  std::string linkTable(wasm::TableType expected, Table* actual) {
    FakeModule fake;
    fake.importTable("x", expected);
    return link(fake, actual);
  }
  std::string linkGlobal(wasm::GlobalType expected, Global* actual) {
    FakeModule fake;
    fake.importGlobal("x", expected);
    return link(fake, actual);
  }
  Function* host(std::vector<wasm::ValType> params) {
    return store->addHostFunction(engine.addFunctionType(std::move(params), {}), nothing, nullptr);
  }
  Memory* memory(wasm::MemoryType type) {
    auto made = store->addMemory(type);
    REQUIRE(made);
    return *made;
  }
  Table* table(wasm::TableType type) {
    auto made = store->addTable(type, 0);
    REQUIRE(made);
    return *made;
  }

  Engine engine{Config{}};
  std::unique_ptr<Store> store;
  std::unique_ptr<Linker> linker;
};

}  // namespace

TEST_CASE_METHOD(Fixture, "functions must have a subtype of the import's type") {
  FakeModule good;
  good.importFunction("x", good.type({i32}, {}));
  CHECK(link(good, host({i32})) == "");

  FakeModule bad;
  bad.importFunction("x", bad.type({i32, i64}, {i32}));
  CHECK(link(bad, host({i32})) ==
        "incompatible import type: \"env\" \"x\": function (i32, i64) -> (i32) is expected, "
        "function (i32) -> () is given");

  wasm::SubType base;
  base.isFinal = false;
  const auto baseId = engine.addType(base);
  wasm::SubType derived;
  derived.supertypes = {baseId};
  Function* const special = store->addHostFunction(engine.addType(derived), nothing, nullptr);
  FakeModule general;
  general.importFunction("x", general.addType(base));
  CHECK(link(general, special) == "");
  FakeModule final;
  final.importFunction("x", final.type({}, {}));
  CHECK(link(final, special) != "");
}

TEST_CASE_METHOD(Fixture, "kinds must agree") {
  FakeModule fake;
  fake.importFunction("x", fake.type({}, {}));
  CHECK(link(fake, memory({.limits = {1, 2}})) ==
        "incompatible import type: \"env\" \"x\": function () -> () is expected, memory 1..2 is "
        "given");
}

TEST_CASE_METHOD(Fixture,
                 "memories match by present size, maximum, address, sharing and page size") {
  Memory* const bounded = memory({.limits = {1, 4}});
  Memory* const open = memory({.limits = {1, {}}});
  CHECK(linkMemory({.limits = {1, {}}}, bounded) == "");
  CHECK(linkMemory({.limits = {0, 4}}, bounded) == "");
  CHECK(linkMemory({.limits = {1, 3}}, bounded) != "");
  CHECK(linkMemory({.limits = {1, 4}}, open) != "");
  CHECK(linkMemory({.limits = {2, {}}}, open) != "");
  CHECK(open->grow(1) == 1);
  CHECK(linkMemory({.limits = {2, {}}}, open) == "");
  CHECK(linkMemory({.limits = {1, {}}, .address = wasm::AddressType::I64}, open) != "");
  CHECK(linkMemory({.limits = {1, 4}, .shared = true}, bounded) != "");
  CHECK(linkMemory({.limits = {1, {}}, .pageSizeLog2 = 0}, open) ==
        "incompatible import type: \"env\" \"x\": memory 1.. pagesize 1 is expected, memory 2.. "
        "is given");
}

TEST_CASE_METHOD(Fixture,
                 "tables match by present size, maximum, address and the same element type") {
  Table* const given = table({.limits = {2, 5}, .element = funcref});
  CHECK(linkTable({.limits = {2, 5}, .element = funcref}, given) == "");
  CHECK(linkTable({.limits = {0, {}}, .element = funcref}, given) == "");
  CHECK(linkTable({.limits = {3, {}}, .element = funcref}, given) != "");
  CHECK(linkTable({.limits = {2, 4}, .element = funcref}, given) != "");
  CHECK(linkTable({.limits = {2, 5}, .element = externref}, given) != "");
  CHECK(linkTable({.limits = {2, 5}, .element = funcref.withNull(false)}, given) != "");
  CHECK(linkTable({.limits = {2, 5}, .element = funcref, .address = wasm::AddressType::I64},
                  given) != "");
}

TEST_CASE_METHOD(Fixture, "globals match covariantly unless they are mutable") {
  const auto strict = funcref.withNull(false);
  Global* const constant = store->addGlobal({strict, false}, toRef(host({})));
  Global* const variable = store->addGlobal({strict, true}, toRef(host({})));
  CHECK(linkGlobal({strict, false}, constant) == "");
  CHECK(linkGlobal({funcref, false}, constant) == "");
  CHECK(linkGlobal({strict, true}, variable) == "");
  CHECK(linkGlobal({funcref, true}, variable) != "");
  CHECK(linkGlobal({strict, true}, constant) != "");
  CHECK(linkGlobal({strict, false}, variable) != "");
  CHECK(linkGlobal({i32, false}, constant) != "");
}

TEST_CASE_METHOD(Fixture, "tags must have the same type") {
  Tag* const tag = store->addTag(engine.addFunctionType({i32}, {}));
  FakeModule good;
  good.importTag("x", good.type({i32}, {}));
  CHECK(link(good, tag) == "");
  FakeModule bad;
  bad.importTag("x", bad.type({i64}, {}));
  CHECK(link(bad, tag) ==
        "incompatible import type: \"env\" \"x\": tag (i64) is expected, tag (i32) is given");
}

TEST_CASE_METHOD(Fixture, "a missing import is named with its type, the others are counted") {
  const auto missing = [&](int count) {
    FakeModule fake;
    const auto type = fake.type({i32}, {i32});
    fake.importFunction("x", fake.type({}, {}));
    for (int i = 0; i < count; ++i) fake.importFunction("f", type);
    linker->define("env", "x", host({}));
    const auto made = linker->instantiate(fake.finish(engine));
    REQUIRE_FALSE(made);
    CHECK(made.error().kind() == ErrorKind::Unlinkable);
    return made.error().message();
  };
  CHECK(missing(1) == "unknown import: \"env\" \"f\": function (i32) -> (i32)");
  CHECK(missing(2) ==
        "unknown import: \"env\" \"f\": function (i32) -> (i32) (and 1 more is missing)");
  CHECK(missing(4) ==
        "unknown import: \"env\" \"f\": function (i32) -> (i32) (and 3 more are missing)");
}

TEST_CASE_METHOD(Fixture, "the exports of an instance can be imported") {
  FakeModule fake;
  fake.wasm.memories.push_back({{.limits = {1, {}}}});
  fake.function(fake.type({}, {}));
  fake.exportItem("m", wasm::ExternKind::Memory, 0);
  fake.exportItem("f", wasm::ExternKind::Func, 0);
  const auto made = linker->instantiate(fake.finish(engine));
  REQUIRE(made);
  linker->defineInstance("lib", *made->instance);
  CHECK(linker->find("lib", "m") == Extern(made->instance->memory(0)));
  CHECK(linker->find("lib", "f") == Extern(made->instance->function(0)));
  CHECK_FALSE(linker->find("lib", "g"));
  CHECK_FALSE(linker->find("li", "bm"));
}

}  // namespace wald::runtime
