#include <catch2/catch.hpp>

#include "runtime/fake_module.h"
#include "runtime/linker.h"
#include "runtime/object.h"

namespace wald::runtime {

namespace {

using wasm::Opcode;
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
  Instantiation run(FakeModule& fake, std::vector<Extern> imports = {}) {
    auto made = instantiate(*store, fake.finish(engine), imports);
    REQUIRE(made);
    return std::move(*made);
  }
  Table* table(std::uint64_t size) {
    auto made = store->addTable({.limits = {size, {}}, .element = funcref}, 0);
    REQUIRE(made);
    return *made;
  }
  Memory* memory() {
    auto made = store->addMemory({.limits = {1, {}}});
    REQUIRE(made);
    return *made;
  }

  Engine engine{Config{}};
  std::unique_ptr<Store> store;
};

constexpr wasm::TableType anyTable{.limits = {0, {}}, .element = funcref};
constexpr wasm::MemoryType anyMemory{.limits = {0, {}}};

}  // namespace

TEST_CASE_METHOD(Fixture, "constant expressions") {
  FakeModule fake;
  fake.importGlobal("g", {i32, false});
  fake.function(fake.type({}, {}));
  const auto global = [&](wasm::ValType type, std::vector<wasm::ConstInstruction> code) {
    fake.wasm.globals.push_back({{type, false}, fake.expr(std::move(code))});
  };
  // (i32.add (global.get 0) (i32.mul (i32.const -1) (i32.const 3)))
  global(i32, {{.op = Opcode::GlobalGet, .a = 0},
               {.op = Opcode::I32Const, .value = 0xffff'ffff},
               {.op = Opcode::I32Const, .value = 3},
               {.op = Opcode::I32Mul},
               {.op = Opcode::I32Add}});
  // (i64.sub (i64.const 1) (i64.const 2))
  global(i64, {{.op = Opcode::I64Const, .value = 1},
               {.op = Opcode::I64Const, .value = 2},
               {.op = Opcode::I64Sub}});
  global(v128, {{.op = Opcode::V128Const, .value = 7, .high = 8}});
  global(funcref, {{.op = Opcode::RefNull, .type = funcref}});
  global(funcref, {{.op = Opcode::RefFunc, .a = 0}});
  // A global that was defined before.
  global(i32, {{.op = Opcode::GlobalGet, .a = 1}});
  const auto made = run(fake, {store->addGlobal({i32, false}, 1)});
  const auto slot = [&](std::uint32_t index) { return made.instance->global(index)->slots[0]; };
  CHECK(slot(1) == 0xffff'fffe);
  CHECK(slot(2) == ~std::uint64_t{0});
  CHECK(slot(3) == 7);
  CHECK(made.instance->global(3)->slots[1] == 8);
  CHECK(slot(4) == 0);
  CHECK(slot(5) == toRef(made.instance->function(0)));
  CHECK(slot(6) == 0xffff'fffe);
}

namespace {

/// A global with an array of so many references to the same structure, which holds a number.
void addArrayGlobal(FakeModule& fake, std::uint32_t length) {
  wasm::SubType cell;
  cell.comp.kind = wasm::CompKind::Struct;
  cell.comp.fields.push_back({wasm::types::i64, false});
  const auto cells = fake.addType(cell);
  wasm::SubType array;
  array.comp.kind = wasm::CompKind::Array;
  array.comp.fields.push_back({wasm::types::anyref, false});
  const auto arrays = fake.addType(array);
  fake.wasm.globals.push_back({{wasm::types::anyref, false},
                               fake.expr({{.op = Opcode::I64Const, .value = 42},
                                          {.op = Opcode::StructNew, .a = cells},
                                          {.op = Opcode::I32Const, .value = length},
                                          {.op = Opcode::ArrayNew, .offset = 33, .a = arrays}})});
}

}  // namespace

TEST_CASE_METHOD(Fixture, "constants make objects") {
  FakeModule fake;
  addArrayGlobal(fake, 3);
  fake.wasm.globals.push_back(
      {{wasm::types::anyref, false},
       fake.expr({{.op = Opcode::I32Const, .value = 7}, {.op = Opcode::RefI31}})});
  const auto made = run(fake);
  const Object& array = *toObject(made.instance->global(0)->slots[0]);
  REQUIRE(array.length == 3);
  const auto* elements = reinterpret_cast<const Ref*>(array.contents());
  CHECK(elements[0] == elements[2]);
  CHECK(*reinterpret_cast<const std::uint64_t*>(toObject(elements[2])->contents()) == 42);
  CHECK(made.instance->global(1)->slots[0] == i31Ref(7));
}

TEST_CASE("a constant that does not fit on the heap is told with its place") {
  Config config;
  config.limits.gcHeapBytes = 128 << 10;
  Engine engine(config);
  auto store = Store::create(engine);
  REQUIRE(store);
  FakeModule fake;
  addArrayGlobal(fake, 100'000);
  const auto made = instantiate(**store, fake.finish(engine), {});
  REQUIRE_FALSE(made);
  CHECK(made.error().kind() == ErrorKind::Limit);
  CHECK(made.error().offset() == 33);
}

TEST_CASE_METHOD(Fixture, "the context shows what an instance has") {
  FakeModule fake;
  fake.importMemory("m", anyMemory);
  fake.wasm.memories.push_back({{.limits = {2, {}}}});
  fake.wasm.tables.push_back({{.limits = {3, {}}, .element = funcref}, {}});
  fake.wasm.globals.push_back({{i32, true}, fake.i32(5)});
  const auto type = fake.type({i64, v128}, {v128, i32});
  fake.function(type);
  fake.exportItem("memory", wasm::ExternKind::Memory, 1);
  Memory* const imported = memory();
  const auto made = run(fake, {imported});
  Instance& instance = *made.instance;
  const Context& context = instance.context();
  CHECK(context.memory0 == imported);
  CHECK(context.memories[1]->pages() == 2);
  CHECK(context.tables[0]->size() == 3);
  CHECK(context.globals[0]->slots[0] == 5);
  CHECK(context.types[0] == engine.addFunctionType({i64, v128}, {v128, i32}));
  CHECK(context.stackLimit == nullptr);
  REQUIRE(store->needStack());
  CHECK(context.stackLimit == store->stackLimit());
  CHECK(context.stackLimit > store->stackTop);
  CHECK(context.instance == &instance);
  CHECK(&instance.store() == store.get());
  CHECK(instance.hostMemory() == context.memories[1]);

  const Function* const function = instance.function(0);
  CHECK(function == instance.function(0));
  CHECK(function->paramSlots == 3);
  CHECK(function->resultSlots == 3);
  CHECK(function->type == context.types[0]);
  CHECK(function->code == instance.module().code->entries(imported->mode()));
}

TEST_CASE_METHOD(Fixture, "a checked memory 0 selects other code") {
  Config config;
  config.guardedMemories = false;
  Engine other(config);
  auto made = Store::create(other);
  REQUIRE(made);
  FakeModule fake;
  fake.wasm.memories.push_back({anyMemory});
  fake.function(fake.type({}, {}));
  const auto instantiation = instantiate(**made, fake.finish(other), {});
  REQUIRE(instantiation);
  Instance& instance = *instantiation->instance;
  CHECK(instance.function(0)->code == instance.module().code->entries(MemoryMode::Checked));
}

TEST_CASE_METHOD(Fixture, "tables are filled by their initialiser, then by segments in order") {
  FakeModule fake;
  const auto type = fake.type({}, {});
  for (int i = 0; i < 3; ++i) fake.function(type);
  fake.wasm.tables.push_back(
      {{.limits = {4, {}}, .element = funcref}, fake.expr({{.op = Opcode::RefFunc, .a = 2}})});
  fake.activeElements(0, {0, 0});
  fake.activeElements(1, {1});
  wasm::ElemSegment passive;
  passive.mode = wasm::SegmentMode::Passive;
  passive.usesExpressions = true;
  passive.expressions = {fake.expr({{.op = Opcode::RefFunc, .a = 1}}),
                         fake.expr({{.op = Opcode::RefNull}})};
  fake.wasm.elems.push_back(passive);
  wasm::ElemSegment declarative;
  declarative.mode = wasm::SegmentMode::Declarative;
  declarative.functions = {0};
  fake.wasm.elems.push_back(declarative);
  const auto made = run(fake);
  Instance& instance = *made.instance;
  const Ref* const data = instance.table(0)->data();
  const auto function = [&](std::uint32_t index) { return toRef(instance.function(index)); };
  CHECK(data[0] == function(0));
  CHECK(data[1] == function(1));
  CHECK(data[2] == function(2));
  CHECK(data[3] == function(2));
  CHECK(instance.elements(0).empty());
  CHECK(instance.elements(1).empty());
  REQUIRE(instance.elements(2).size() == 2);
  CHECK(instance.elements(2)[0] == function(1));
  CHECK(instance.elements(2)[1] == 0);
  CHECK(instance.elements(3).empty());
  instance.dropElements(2);
  CHECK(instance.elements(2).empty());
}

TEST_CASE_METHOD(Fixture, "what was written before a trap stays, and its functions live") {
  Table* const shared = table(4);
  Memory* const bytes = memory();
  bool started = false;
  FakeModule fake;
  fake.importTable("t", anyTable);
  fake.importMemory("m", anyMemory);
  fake.function(fake.type({}, {i32}), [](Store&, const Function&, Slot* slots) {
    slots[0] = 42;
    return Outcome::Ok;
  });
  fake.wasm.start = fake.function(fake.type({}, {}), [&](Store&, const Function&, Slot*) {
    started = true;
    return Outcome::Ok;
  });
  fake.activeElements(1, {0});
  fake.activeData(2, "abc");
  fake.activeData(65'534, "xyz");
  fake.activeData(0, "never");
  const auto made = run(fake, {shared, bytes});
  CHECK(made.instance == nullptr);
  REQUIRE(made.trap);
  CHECK(made.trap->message() == "out of bounds memory access: data segment 1 has 3 bytes for "
                                "address 0xfffe of a memory of 0x10000");
  CHECK(bytes->base()[0] == 0);
  CHECK(bytes->base()[2] == 'a');
  CHECK(bytes->base()[65'534] == 0);
  CHECK_FALSE(started);
  REQUIRE(shared->data()[1] != 0);
  Slot result = 0;
  CHECK_FALSE(store->callSlots(*toFunction(shared->data()[1]), &result));
  CHECK(result == 42);
}

TEST_CASE_METHOD(Fixture, "elements out of bounds trap before any data is written") {
  Memory* const bytes = memory();
  FakeModule fake;
  fake.importMemory("m", anyMemory);
  fake.function(fake.type({}, {}));
  fake.wasm.tables.push_back({{.limits = {1, {}}, .element = funcref}, {}});
  fake.activeElements(1, {});
  fake.activeElements(1, {0});
  fake.activeData(0, "a");
  const auto made = run(fake, {bytes});
  REQUIRE(made.trap);
  CHECK(made.trap->message() == "out of bounds table access: element segment 1 has 1 elements for "
                                "index 1 of a table of 1");
  CHECK(bytes->base()[0] == 0);
}

TEST_CASE_METHOD(Fixture, "the start function runs last; its trap is given") {
  FakeModule fake;
  fake.wasm.memories.push_back({anyMemory});
  fake.wasm.memories[0].type.limits.min = 1;
  fake.activeData(3, "q");
  fake.wasm.start =
      fake.function(fake.type({}, {}), [](Store& at, const Function& function, Slot*) {
        const bool ready = function.instance->memory(0)->base()[3] == 'q';
        return ready ? at.raise(wasm::TrapKind::Unreachable) : Outcome::Ok;
      });
  const auto made = run(fake);
  CHECK(made.instance == nullptr);
  REQUIRE(made.trap);
  CHECK(made.trap->kind == wasm::TrapKind::Unreachable);
}

TEST_CASE_METHOD(Fixture, "passive data stays until it is dropped") {
  FakeModule fake;
  fake.wasm.memories.push_back({anyMemory});
  fake.activeData(0, "");
  fake.activeData(0, "abc");
  fake.wasm.datas[1].mode = wasm::SegmentMode::Passive;
  const auto made = run(fake);
  REQUIRE(made.instance->data(1).size() == 3);
  CHECK(made.instance->data(1)[2] == 'c');
  made.instance->dropData(1);
  CHECK(made.instance->data(1).empty());
}

TEST_CASE_METHOD(Fixture, "imports are matched before anything is allocated") {
  FakeModule fake;
  fake.importMemory("m", {.limits = {7, {}}});
  fake.wasm.tables.push_back({{.limits = {~std::uint64_t{0}, {}}, .element = funcref}, {}});
  const auto made = instantiate(*store, fake.finish(engine), std::vector<Extern>{memory()});
  REQUIRE_FALSE(made);
  CHECK(made.error().kind() == ErrorKind::Unlinkable);
}

TEST_CASE_METHOD(Fixture, "a table that can't be had is a limit, with its offset") {
  FakeModule fake;
  fake.wasm.memories.push_back({{.limits = {1, {}}}});
  fake.wasm.tables.push_back({{.limits = {~std::uint64_t{0}, {}}, .element = funcref}, {}, 77});
  const auto made = instantiate(*store, fake.finish(engine), {});
  REQUIRE_FALSE(made);
  CHECK(made.error().kind() == ErrorKind::Limit);
  CHECK(made.error().offset() == 77);
}

TEST_CASE_METHOD(Fixture, "too few imports are a defect of the caller") {
  FakeModule fake;
  fake.importMemory("m", anyMemory);
  const auto made = instantiate(*store, fake.finish(engine), {});
  REQUIRE_FALSE(made);
  CHECK(made.error().kind() == ErrorKind::Internal);
}

TEST_CASE_METHOD(Fixture, "exports are found by name, few or many") {
  for (const std::uint32_t count : {3u, 1000u}) {
    FakeModule fake;
    const auto type = fake.type({}, {});
    for (std::uint32_t i = 0; i < count; ++i) {
      fake.exportItem("f" + std::to_string(i), wasm::ExternKind::Func, fake.function(type));
    }
    const auto made = run(fake);
    const auto last = "f" + std::to_string(count - 1);
    CHECK(made.instance->exported(last) == Extern(made.instance->function(count - 1)));
    CHECK_FALSE(made.instance->exported("g"));
    CHECK_FALSE(made.instance->exported(""));
  }
}

}  // namespace wald::runtime
