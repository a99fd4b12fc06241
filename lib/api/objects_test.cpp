#include "api/test_embedding.h"

using namespace wald;
using namespace wald::test;

TEST_CASE("memories are read and written within their bounds") {
  World world;
  const Memory memory = must(Memory::create(world.store, {.minimum = 1, .maximum = 2}));
  CHECK(memory.size() == 65536);
  CHECK(memory.type().maximum == 2);
  must(memory.write<std::uint32_t>(65532, 0x01020304));
  CHECK(must(memory.read<std::uint8_t>(65532)) == 4);
  CHECK(failure(memory.read<std::uint32_t>(65533), ErrorKind::Usage) ==
        "4 bytes at 0xfffd lie outside of a memory of 0x10000 bytes");
  CHECK_FALSE(memory.bytes(~std::uint64_t{0}, 2));
  CHECK_FALSE(memory.readString(0, ~std::uint64_t{0}));
  must(memory.writeString(10, "text"));
  CHECK(must(memory.readString(10, 4)) == "text");
  CHECK(must(memory.grow(1)) == 1);
  CHECK(failure(memory.grow(1), ErrorKind::Limit) == "a memory of 2 pages can't grow by 1");
  CHECK(memory.data().size() == 131072);
  CHECK(world.store.memoryBytes() == 131072);
  CHECK_FALSE(Memory::create(world.store, {.minimum = 1, .pageSize = 4096}));
  CHECK_FALSE(Memory::create(world.store, {.minimum = 1, .isShared = true}));
  const Memory shared =
      must(Memory::create(world.store, {.minimum = 1, .maximum = 1, .isShared = true}));
  must(shared.writeString(1, "together"));
  CHECK(must(shared.readString(1, 8)) == "together");
}

TEST_CASE("tables and globals hold what is of their type") {
  World world;
  const Instance instance = world.instantiate(R"((module
    (func $f (export "f") (result i32) (i32.const 7))
    (table (export "t") 2 3 funcref) (elem (i32.const 0) $f)
    (global (export "g") (mut i64) (i64.const 5)) (global (export "c") i32 (i32.const 6))))");
  const Table table = must(instance.table("t"));
  CHECK(table.size() == 2);
  const Func f = must(table.get(0)).func();
  CHECK(must(must(f.typed<int()>())()) == 7);
  CHECK(must(table.get(1)).isNull());
  must(table.set(1, f));
  CHECK(must(table.get(1)).func() == f);
  CHECK(failure(table.set(1, Value(3)), ErrorKind::Usage) ==
        "an element must be of type funcref, not i32");
  CHECK(failure(table.get(2), ErrorKind::Usage) ==
        "element 2 lies outside of a table of 2 elements");
  CHECK(must(table.grow(1, Value::null(ValueType::funcref()))) == 2);
  CHECK_FALSE(table.grow(1, f));

  const Global global = must(instance.global("g"));
  CHECK(must(global.get()).i64() == 5);
  must(global.set(std::int64_t{9}));
  CHECK(must(global.get()).i64() == 9);
  CHECK(failure(global.set(Value(3)), ErrorKind::Usage) ==
        "the value must be of type i64, not i32");
  CHECK(failure(must(instance.global("c")).set(Value(3)), ErrorKind::Usage) ==
        "the global is immutable");
  CHECK(instance.exports().size() == 4);
}

TEST_CASE("an externref owns a value until nobody can reach it") {
  struct Counted {
    explicit Counted(int& counter) : alive(&counter) { ++counter; }
    Counted(Counted&& other) noexcept : alive(std::exchange(other.alive, nullptr)) {}
    ~Counted() {
      if (alive != nullptr) --*alive;
    }
    int* alive;
  };
  int alive = 0;
  {
    World world;
    const Instance instance = world.instantiate(R"((module
      (table $t 1 externref)
      (func (export "keep") (param externref) (table.set $t (i32.const 0) (local.get 0)))
      (func (export "kept") (result externref) (table.get $t (i32.const 0)))))");
    const auto keep = must(instance.typed<void(ExternRef)>("keep"));
    const auto kept = must(instance.typed<ExternRef()>("kept"));
    {
      const ExternRef ref = must(ExternRef::create(world.store, Counted(alive)));
      CHECK(ref.get<Counted>() != nullptr);
      CHECK(ref.get<int>() == nullptr);
      must(keep(ref));
      CHECK(must(kept()) == ref);
    }
    world.store.collectGarbage();
    CHECK(alive == 1);
    CHECK(must(kept()).get<Counted>()->alive == &alive);
    must(keep(ExternRef()));
    world.store.collectGarbage();
    CHECK(alive == 0);
    CHECK(must(kept()).isNull());
    must(keep(must(ExternRef::create(world.store, Counted(alive)))));
    CHECK(ExternRef::ofNumber(world.store, 77).number() == 77);
  }
  CHECK(alive == 0);
}

TEST_CASE("structures and arrays of a guest can be looked into") {
  World world;
  const Instance instance = world.instantiate(R"((module
    (type $point (struct (field (mut i32)) (field f64) (field (mut i8))))
    (type $list (array (mut i64)))
    (func (export "point") (result (ref $point)) (struct.new $point (i32.const 3) (f64.const 4.5) (i32.const 0x1ff)))
    (func (export "list") (result anyref) (array.new $list (i64.const 6) (i32.const 2)))
    (func (export "number") (result anyref) (ref.i31 (i32.const -7)))))");
  const auto results = must(must(instance.func("point")).call({}));
  const StructRef point = results[0].anyRef().asStruct();
  REQUIRE(point);
  CHECK(point.fieldCount() == 3);
  CHECK(must(point.field(0)).i32() == 3);
  CHECK(must(point.field(1)).f64() == 4.5);
  CHECK(must(point.field(2)).i32() == 0xff);
  must(point.setField(0, 8));
  CHECK(must(point.field(0)).i32() == 8);
  CHECK(failure(point.setField(1, 8.0), ErrorKind::Usage) == "it is immutable");
  CHECK(failure(point.field(3), ErrorKind::Usage) == "there is no field 3 of 3");
  world.store.collectGarbage();
  CHECK(must(point.field(0)).i32() == 8);

  const AnyRef list = must(must(instance.typed<AnyRef()>("list"))());
  CHECK_FALSE(list.isStruct());
  REQUIRE(list.isArray());
  CHECK(list.asArray().size() == 2);
  CHECK(must(list.asArray().element(1)).i64() == 6);
  must(list.asArray().setElement(1, std::int64_t{-1}));
  CHECK(must(list.asArray().element(1)).i64() == -1);
  CHECK(failure(list.asArray().element(2), ErrorKind::Usage) == "there is no element 2 of 2");
  CHECK(must(must(instance.typed<AnyRef()>("number"))()).i31() == -7);
  CHECK_FALSE(StructRef().field(0));
}

TEST_CASE("exceptions go through the host in both directions") {
  World world;
  const Tag tag = must(Tag::create(world.store, {ValueType::i32()}));
  must(world.linker.define("env", "tag", tag));
  must(world.linker.func("env", "throw", [tag](Caller& caller, int value) -> Result<void> {
    const Value values[] = {value};
    return caller.exception(tag, values);
  }));
  const Instance instance = world.instantiate(R"((module
    (import "env" "tag" (tag $t (param i32)))
    (import "env" "throw" (func $throw (param i32)))
    (func (export "catch") (param i32) (result i32)
      (block $caught (result i32)
        (try_table (catch $t $caught) (call $throw (local.get 0)))
        (i32.const -1)))
    (func (export "throw") (param i32) (throw $t (local.get 0)))))");
  CHECK(must(must(instance.typed<int(int)>("catch"))(42)) == 42);
  const auto thrown = must(instance.typed<void(int)>("throw"))(6);
  REQUIRE_FALSE(thrown);
  const Trap& trap = *thrown.error().trap();
  CHECK(trap.kind() == TrapKind::UncaughtException);
  REQUIRE(trap.exception());
  CHECK(trap.exception()->tag() == tag);
  REQUIRE(trap.exception()->values().size() == 1);
  CHECK(trap.exception()->values()[0].i32() == 6);
  CHECK(tag.type().func.params.size() == 1);
}

TEST_CASE("modules tell what they import and export") {
  World world;
  const Module module = world.module(R"((module
    (import "a" "f" (func (param i32)))
    (import "a" "g" (global (mut f64)))
    (memory (export "m") 1 2)
    (table (export "t") 3 externref)))");
  CHECK(module.name() == "test.wat");
  CHECK_FALSE(module.isCompiled());
  const auto imports = module.imports();
  REQUIRE(imports.size() == 2);
  CHECK(imports[0].module == "a");
  CHECK(toString(imports[0].type) == "function (i32) -> ()");
  CHECK(toString(imports[1].type) == "global mut f64");
  const auto exports = module.exports();
  REQUIRE(exports.size() == 2);
  CHECK(toString(exports[0].type) == "memory 1..2");
  CHECK(toString(exports[1].type) == "table 3.. externref");
}

TEST_CASE("modules are refused with a reason and a place") {
  World world;
  const std::uint8_t damaged[] = {0, 'a', 's', 'm', 1, 0, 0, 0, 1, 5, 1};
  const auto malformed = Module::create(world.engine, damaged);
  CHECK(failure(malformed, ErrorKind::Malformed).starts_with("length out of bounds"));
  CHECK(malformed.error().offset() == 9);
  CHECK(failure(Module::create(world.engine, "(module (func (result i32)))"), ErrorKind::Invalid)
            .starts_with("type mismatch"));
  CHECK(failure(Module::fromFile(world.engine, "/nonexistent"), ErrorKind::Io) ==
        "No such file or directory");
  const std::string_view text = "(module)";
  CHECK(Module::validate(world.engine,
                         {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}));
  const Module module = world.module("(module (func (export \"f\") (result i32) (i32.const 3)))");
  const Module again = must(Module::deserialize(world.engine, must(module.serialize())));
  const Instance instance = must(world.linker.instantiate(world.store, again));
  CHECK(must(must(instance.typed<int()>("f"))()) == 3);
}
