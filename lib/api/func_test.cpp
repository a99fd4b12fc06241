#include <stdexcept>

#include "api/test_embedding.h"

using namespace wald;
using namespace wald::test;

TEST_CASE("a typed function is checked once and called like one of C++") {
  World world;
  const Instance instance = world.instantiate(R"((module
    (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
    (func (export "swap") (param i32 f64) (result f64 i32) (local.get 1) (local.get 0))
    (func (export "nothing"))
    (func (export "all") (param i32 i64 f32 f64 v128) (result v128 f64 f32 i64 i32)
      (local.get 4) (local.get 3) (local.get 2) (local.get 1) (local.get 0))))");
  const auto add = must(instance.typed<std::int32_t(std::int32_t, std::int32_t)>("add"));
  CHECK(must(add(40, 2)) == 42);
  CHECK(must(add(-1, -2)) == -3);
  const auto unsignedAdd = must(instance.typed<std::uint32_t(std::uint32_t, std::uint32_t)>("add"));
  CHECK(must(unsignedAdd(0xffff'ffffu, 2)) == 1);
  const auto swap = must(instance.typed<std::tuple<double, int>(int, double)>("swap"));
  CHECK(must(swap(7, 1.5)) == std::tuple(1.5, 7));
  must(must(instance.typed<void()>("nothing"))());

  using All = std::tuple<V128, double, float, std::int64_t, std::int32_t>;
  const auto all =
      must(instance.typed<All(std::int32_t, std::int64_t, float, double, V128)>("all"));
  V128 vector;
  for (unsigned i = 0; i < 16; ++i) vector.bytes[i] = static_cast<std::uint8_t>(i);
  CHECK(must(all(-5, -6, 7.5F, 8.5, vector)) == All(vector, 8.5, 7.5F, -6, -5));
}

TEST_CASE("a wrong type of a function is refused with both types") {
  World world;
  const Instance instance = world.instantiate(
      R"((module (func (export "f") (param i32) (result i64) (i64.const 1)) (memory (export "m") 1)))");
  CHECK(failure(instance.typed<std::int32_t(std::int32_t)>("f"), ErrorKind::Usage) ==
        "the function has the type (i32) -> (i64), not (i32) -> (i32)");
  CHECK(failure(instance.typed<std::int64_t()>("f"), ErrorKind::Usage) ==
        "the function has the type (i32) -> (i64), not () -> (i64)");
  CHECK(failure(instance.typed<void()>("g"), ErrorKind::Usage) == "nothing is exported as \"g\"");
  CHECK(failure(instance.func("m"), ErrorKind::Usage) == "\"m\" is a memory, not a function");
}

TEST_CASE("functions are called by values") {
  World world;
  const Instance instance = world.instantiate(R"((module
    (func (export "f") (param i32 i64) (result i64 i32) (local.get 1) (local.get 0))))");
  const Func f = must(instance.func("f"));
  CHECK(f.type().toString() == "(i32, i64) -> (i64, i32)");
  const auto results = must(f.call({Value(7), Value(std::int64_t{8})}));
  REQUIRE(results.size() == 2);
  CHECK(results[0].i64() == 8);
  CHECK(results[0].toString() == "i64:8");
  CHECK(results[1].i32() == 7);
  CHECK(failure(f.call({Value(7)}), ErrorKind::Usage).ends_with("2 arguments are expected, not 1"));
  CHECK(failure(f.call({Value(7), Value(8)}), ErrorKind::Usage)
            .ends_with("argument 2 must be of type i64, not i32"));
}

TEST_CASE("any callable is a host function, whose type is deduced") {
  World world;
  int calls = 0;
  must(world.linker.func("env", "add", [](std::int32_t a, std::int32_t b) { return a + b; }));
  must(world.linker.func("env", "count", [&calls] { ++calls; }));
  must(world.linker.func("env", "both", [](double a, std::int64_t b) { return std::tuple(b, a); }));
  must(world.linker.func("env", "text", [](std::string_view text) {
    return static_cast<std::uint32_t>(text.size() + (text == "hello" ? 100 : 0));
  }));
  must(world.linker.func("env", "fill", [](std::span<std::uint8_t> to, std::int32_t value) {
    std::ranges::fill(to, static_cast<std::uint8_t>(value));
  }));
  must(world.linker.func("env", "pages", [](Caller& caller) { return caller.memory().pages(); }));
  const Instance instance = world.instantiate(R"((module
    (import "env" "add" (func $add (param i32 i32) (result i32)))
    (import "env" "count" (func $count))
    (import "env" "both" (func $both (param f64 i64) (result i64 f64)))
    (import "env" "text" (func $text (param i32 i32) (result i32)))
    (import "env" "fill" (func $fill (param i32 i32 i32)))
    (import "env" "pages" (func $pages (result i64)))
    (memory (export "memory") 3)
    (data (i32.const 8) "hello")
    (func (export "add") (result i32) (call $count) (call $add (i32.const 40) (i32.const 2)))
    (func (export "both") (result i64 f64) (call $both (f64.const 1.5) (i64.const 3)))
    (func (export "text") (param i32 i32) (result i32) (call $text (local.get 0) (local.get 1)))
    (func (export "fill") (call $fill (i32.const 100) (i32.const 4) (i32.const 7)))
    (func (export "pages") (result i64) (call $pages))))");
  CHECK(must(must(instance.typed<int()>("add"))()) == 42);
  CHECK(calls == 1);
  using Both = std::tuple<std::int64_t, double>;
  CHECK(must(must(instance.typed<Both()>("both"))()) == Both(3, 1.5));
  const auto text = must(instance.typed<int(int, int)>("text"));
  CHECK(must(text(8, 5)) == 105);
  CHECK(must(text(3 * 65536, 0)) == 0);
  must(must(instance.typed<void()>("fill"))());
  CHECK(must(must(instance.memory("memory")).read<std::uint32_t>(100)) == 0x07070707);
  CHECK(must(must(instance.typed<std::int64_t()>("pages"))()) == 3);

  const auto outside = text(8, 0x7fff'ffff);
  CHECK(failure(outside, ErrorKind::Trap) ==
        "out of bounds memory access: 2147483647 bytes at 0x8, the memory has 196608 bytes");
  REQUIRE(outside.error().trap() != nullptr);
  CHECK(outside.error().trap()->kind() == TrapKind::MemoryOutOfBounds);
  REQUIRE(outside.error().trap()->frames().size() == 1);
  CHECK(outside.error().trap()->frames()[0].index == 8);
}

TEST_CASE("host functions fail, exit and throw as the guest sees it") {
  World world;
  must(world.linker.func("env", "fail", [](int how) -> Result<int> {
    switch (how) {
      case 0: return Error(ErrorKind::Trap, "no more beans");
      case 1: return Error::exit(7);
      case 2: throw std::runtime_error("lost");
      case 3: throw 5;
      default: return how;
    }
  }));
  const Instance instance = world.instantiate(R"((module
    (import "env" "fail" (func $fail (param i32) (result i32)))
    (func $inner (param i32) (result i32) (call $fail (local.get 0)))
    (func (export "run") (param i32) (result i32) (call $inner (local.get 0)))
    (func (export "_start") (drop (call $fail (i32.const 1))))))");
  const auto run = must(instance.typed<int(int)>("run"));
  CHECK(must(run(9)) == 9);
  const auto failed = run(0);
  CHECK(failure(failed, ErrorKind::Trap) == "error in a host function: no more beans");
  CHECK(failed.error().trap()->kind() == TrapKind::Host);
  REQUIRE(failed.error().trap()->frames().size() == 2);
  CHECK(failed.error().trap()->frames()[0].function == "inner");
  CHECK(failed.error().trap()->frames()[0].module == "test.wat");
  const auto ended = run(1);
  CHECK(failure(ended, ErrorKind::Exit) == "exit status 7");
  CHECK(ended.error().exitStatus() == 7);
  CHECK(must(instance.run()) == 7);
  CHECK(failure(run(2), ErrorKind::Trap) == "error in a host function: lost");
  CHECK(failure(run(3), ErrorKind::Trap) ==
        "error in a host function: an exception of an unknown type");
  // Nothing of that has harmed the guest.
  CHECK(must(run(11)) == 11);
}

TEST_CASE("the throwing convenience throws the error") {
  World world;
  CHECK(world.linker.instantiate(world.store, world.module("(module)")).value());
  try {
    static_cast<void>(Module::create(world.engine, "(module").value());
    FAIL("nothing was thrown");
  } catch (const Failure& failure) {
    CHECK(failure.error().kind() == ErrorKind::Malformed);
    CHECK(std::string(failure.what()).find("malformed") != std::string::npos);
  }
}

TEST_CASE("a host function calls the guest again") {
  World world;
  must(world.linker.func("env", "again", [](Caller& caller, int n) -> Result<int> {
    auto found = caller.instance().typed<int(int)>("down");
    if (!found) return std::move(found).error();
    return (*found)(n);
  }));
  const Instance instance = world.instantiate(R"((module
    (import "env" "again" (func $again (param i32) (result i32)))
    (func (export "down") (param i32) (result i32)
      (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
      (if (i32.eq (local.get 0) (i32.const -100)) (then unreachable))
      (i32.add (i32.const 1) (call $again (i32.sub (local.get 0) (i32.const 1)))))))");
  const auto down = must(instance.typed<int(int)>("down"));
  CHECK(must(down(50)) == 50);
  // It ends before the host's stack does.
  const auto deep = down(100'000);
  CHECK(failure(deep, ErrorKind::Trap) ==
        "call stack exhausted: 200 calls from the host are nested");
  const auto inner = down(-99);
  CHECK(failure(inner, ErrorKind::Trap) == "unreachable");
  CHECK(inner.error().trap()->frames().size() == 2);
}

TEST_CASE("a function is made for a type that is known at run time only") {
  World world;
  int ended = 0;
  {
    Store store = must(Store::create(world.engine));
    const auto sum = [](void*, Caller&, std::span<const Value> arguments,
                        std::span<Value> results) -> Result<void> {
      if (arguments[0].i32() == 13) return Error(ErrorKind::Trap, "unlucky");
      if (arguments[0].i32() == 14) {
        results[0] = Value(1.5);
        return {};
      }
      results[0] = Value(arguments[0].i32() + static_cast<std::int32_t>(arguments[1].i64()));
      return {};
    };
    const FuncType type{{ValueType::i32(), ValueType::i64()}, {ValueType::i32()}};
    const Func func = must(
        Func::create(store, type, sum, &ended, [](void* data) { ++*static_cast<int*>(data); }));
    CHECK(must(must(func.typed<int(int, std::int64_t)>())(40, 2)) == 42);
    CHECK(failure(func.call({Value(13), Value(std::int64_t{0})}), ErrorKind::Trap) ==
          "error in a host function: unlucky");
    CHECK(failure(func.call({Value(14), Value(std::int64_t{0})}), ErrorKind::Trap) ==
          "error in a host function: result 1 must be of type i32, not f64");
    CHECK(ended == 0);
  }
  CHECK(ended == 1);
}

TEST_CASE("missing imports are all named, with their types") {
  World world;
  must(world.linker.func("env", "there", [] {}));
  const Module module = world.module(R"((module
    (import "env" "f" (func (param i32) (result i64)))
    (import "env" "there" (func))
    (import "host" "m" (memory 1 2))))");
  CHECK(failure(world.linker.instantiate(world.store, module), ErrorKind::Unlinkable) ==
        R"(unknown import: "env" "f": function (i32) -> (i64), "host" "m": memory 1..2)");
  const Module wrong = world.module(R"((module (import "env" "there" (func (param i32)))))");
  CHECK(failure(world.linker.instantiate(world.store, wrong), ErrorKind::Unlinkable)
            .starts_with("incompatible import type: \"env\" \"there\""));
  CHECK(failure(world.linker.func("env", "there", [] {}), ErrorKind::Usage) ==
        "\"env\" \"there\" is defined already");
}

TEST_CASE("objects of another store, of a store that is gone, and empty ones are refused") {
  World world;
  constexpr auto text = R"((module
    (func (export "f") (param externref)) (memory (export "m") 1) (table (export "t") 1 funcref)
    (global (export "g") (mut i32) (i32.const 1))))";
  Instance orphan;
  ExternRef foreign;
  {
    Store other = must(Store::create(world.engine));
    orphan = must(world.linker.instantiate(other, world.module(text)));
    const Instance instance = world.instantiate(text);
    foreign = must(ExternRef::create(other, std::string("x")));
    CHECK(failure(must(instance.func("f")).call({Value(foreign)}), ErrorKind::Usage) ==
          "a reference belongs to another store");
    CHECK(failure(must(instance.typed<void(ExternRef)>("f"))(foreign), ErrorKind::Usage) ==
          "a reference belongs to another store");
    must(world.linker.define("other", "f", must(orphan.func("f"))));
    CHECK(failure(world.linker.instantiate(
                      world.store,
                      world.module(R"((module (import "other" "f" (func (param externref)))))")),
                  ErrorKind::Usage) == "\"other\" \"f\": it belongs to another store");
  }
  const Func gone(orphan.storeRef(), orphan.item());
  CHECK(failure(gone.call({}), ErrorKind::Usage) == "the store is gone");
  CHECK(failure(orphan.func("f"), ErrorKind::Usage) == "the store is gone");
  CHECK_FALSE(orphan.get("f"));
  CHECK(orphan.exports().empty());
  CHECK(foreign.get<std::string>() == nullptr);
  CHECK(failure(Func().call({}), ErrorKind::Usage) == "there is no function");
  CHECK(failure(Memory().bytes(0, 1), ErrorKind::Usage) == "there is no memory");
  CHECK(failure(Table().get(0), ErrorKind::Usage) == "there is no table");
  CHECK(failure(Global().get(), ErrorKind::Usage) == "there is no global");
  CHECK(failure(Instance().func("f"), ErrorKind::Usage) == "there is no instance");
  Engine another = must(Engine::create());
  CHECK(failure(world.linker.instantiate(world.store, must(Module::create(another, "(module)"))),
                ErrorKind::Usage) == "module, linker and store are not of the same engine");
}
