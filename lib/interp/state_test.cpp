#include <thread>

#include "interp/guest_test.h"

namespace wald::interp::test {

using runtime::MemoryMode;

TEST_CASE("a memory that grows in a callee") {
  const bool guarded = GENERATE(true, false);
  World world(configOf(guarded));
  auto& other = world.add("other", R"((module (memory (export "memory") 1 64)
    (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
    (func (export "read") (param i32) (result i32) (i32.load (local.get 0)))))");
  auto& instance = world.add("m", R"((module
    (import "other" "grow" (func $grow (param i32) (result i32)))
    (import "other" "memory" (memory $theirs 1))
    (memory $mine 1 64)
    (func $growMine (param i32) (result i32) (memory.grow $mine (local.get 0)))
    (func $deep (param i32) (result i32) (call $growMine (local.get 0)))
    ;; What lies where the memory was is written after it has moved, and read before and after.
    (func (export "mine") (param i32) (result i32) (local i32)
      (i32.store $mine (i32.const 8) (i32.const 1))
      (local.set 1 (i32.load $mine (i32.const 8)))
      (i32.store $mine (i32.const 12) (call $deep (local.get 0)))
      (i32.store $mine (i32.const 16) (i32.const 100))
      (i32.add (i32.add (local.get 1) (i32.load $mine (i32.const 8)))
               (i32.add (i32.load $mine (i32.const 12)) (i32.load $mine (i32.const 16)))))
    (func (export "theirs") (param i32) (result i32)
      (i32.store $theirs (i32.const 8) (i32.const 1))
      (i32.store $theirs (i32.const 12) (call $grow (local.get 0)))
      (i32.store $theirs (i32.const 65540) (i32.const 100))
      (i32.add (i32.add (memory.size $theirs) (i32.load $theirs (i32.const 8)))
               (i32.add (i32.load $theirs (i32.const 12)) (i32.load $theirs (i32.const 65540)))))
    (func (export "order") (result i32)
      (memory.size $mine) (memory.grow $mine (i32.const 1)) (memory.size $mine)
      (i32.mul (i32.const 100)) (i32.add) (i32.mul (i32.const 100)) (i32.add))
    (func (export "tooMuch") (result i32) (memory.grow $mine (i32.const 65536)))))");
  CHECK(world.call(instance, "mine", {i32(1)}).i32() == 2 + 1 + 100);
  CHECK(world.call(instance, "mine", {i32(10)}).i32() == 2 + 2 + 100);
  CHECK(world.call(instance, "theirs", {i32(10)}).i32() == 11 + 1 + 1 + 100);
  CHECK(world.call(other, "read", {i32(65'540)}).i32() == 100);
  CHECK(world.call(other, "read", {i32(12 * 65'536)}).kind() == TrapKind::MemoryOutOfBounds);
  CHECK(world.call(instance, "order").i32() == 12 + (12 + 13 * 100) * 100);
  CHECK(world.call(instance, "tooMuch").i32() == ~0u);
}

TEST_CASE("an imported memory 0 that the other instance lets grow") {
  const bool guarded = GENERATE(true, false);
  World world(configOf(guarded));
  world.add("other", R"((module (memory (export "memory") 1 64) (memory (export "second") 1 64)
    (table (export "table") 1 funcref) (global (export "g") (mut i32) (i32.const 1))
    (elem (i32.const 0) func $grow)
    (func $grow (export "grow") (param i32) (result i32)
      (global.set 0 (i32.add (global.get 0) (i32.const 1)))
      (memory.grow (local.get 0)))))");
  auto& instance = world.add("m", R"((module
    (import "other" "memory" (memory 1))
    (import "other" "memory" (memory $again 1))
    (import "other" "grow" (func $grow (param i32) (result i32)))
    (import "other" "table" (table 1 funcref))
    (import "other" "g" (global $g (mut i32)))
    (func (export "direct") (result i32)
      (i32.store (i32.const 0) (i32.const 5))
      (drop (call $grow (i32.const 3)))
      (i32.store offset=65536 (i32.const 0) (i32.const 6))
      (i32.add (i32.load (i32.const 0)) (i32.load $again (i32.const 65536))))
    (func (export "indirect") (result i32)
      (i32.store (i32.const 0) (i32.const 5))
      (drop (call_indirect (param i32) (result i32) (i32.const 3) (i32.const 0)))
      (i32.add (i32.load (i32.const 0)) (memory.size)))
    ;; The same memory by another index.
    (func (export "again") (result i32)
      (i32.store (i32.const 0) (i32.const 5))
      (drop (memory.grow $again (i32.const 20)))
      (i32.store (i32.const 4) (i32.const 7))
      (i32.add (i32.load $again (i32.const 0)) (i32.load $again (i32.const 4))))
    (func (export "global") (result i32)
      (global.get $g) (drop (call $grow (i32.const 0))) (i32.sub (global.get $g)))))");
  CHECK(world.call(instance, "direct").i32() == 11);
  CHECK(world.call(instance, "indirect").i32() == 5 + 7);
  CHECK(world.call(instance, "again").i32() == 12);
  CHECK(world.call(instance, "global").i32() == ~0u);
}

TEST_CASE("instances share tables") {
  World world;
  auto& owner = world.add("owner", R"((module (table (export "t") 2 10 funcref)
    (type $f (func (result i32)))
    (elem (i32.const 0) func $own) (func $own (type $f) (i32.const 1))
    (func (export "call") (param i32) (result i32) (call_indirect (type $f) (local.get 0)))
    (func (export "grow") (param i32) (result i32) (table.grow (ref.null func) (local.get 0)))))");
  auto& user = world.add(
      "user", R"((module (import "owner" "t" (table 2 funcref)) (type $f (func (result i32)))
    (global $state (mut i32) (i32.const 40))
    (func $f (type $f) (global.set $state (i32.add (global.get $state) (i32.const 1))) (global.get $state))
    (elem declare func $f)
    (func (export "put") (param i32) (table.set (local.get 0) (ref.func $f)))
    (func (export "call") (param i32) (result i32) (call_indirect (type $f) (local.get 0)))))");
  CHECK(world.call(user, "call", {i32(0)}).i32() == 1);
  CHECK(world.call(owner, "call", {i32(1)}).kind() == TrapKind::UninitializedElement);
  world.call(user, "put", {i32(1)});
  CHECK(world.call(owner, "call", {i32(1)}).i32() == 41);
  CHECK(world.call(owner, "call", {i32(5)}).kind() == TrapKind::UndefinedElement);
  CHECK(world.call(owner, "grow", {i32(4)}).i32() == 2);
  world.call(user, "put", {i32(5)});
  CHECK(world.call(owner, "call", {i32(5)}).i32() == 42);
  CHECK(world.call(user, "call", {i32(5)}).i32() == 43);
  CHECK(world.call(owner, "grow", {i32(5)}).i32() == ~0u);
}

TEST_CASE("instances of one module with memories of both modes") {
  World world;
  const auto loaded = load(world.engine, validate(R"((module (import "host" "memory" (memory 1 8))
    (func $g (param i32) (result i32) (memory.grow (local.get 0)))
    (func $f (export "f") (param i32) (result i32)
      (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (local.get 0)))
      (drop (call $g (i32.const 1)))
      (i32.load (i32.const 0)))
    (func (export "beyond") (result i32) (i32.load (i32.shl (memory.size) (i32.const 16))))))"),
                           "both");
  REQUIRE(loaded);
  runtime::Instance* instances[2] = {};
  for (const bool guarded : {true, false}) {
    // As if the system had refused the reservation.
    const_cast<runtime::Config&>(world.engine.config()).guardedMemories = guarded;
    auto memory = world.store->addMemory({.limits = {1, 8}});
    REQUIRE(memory);
    CHECK((*memory)->mode() == (guarded ? MemoryMode::Guarded : MemoryMode::Checked));
    const runtime::Extern import = *memory;
    auto made = runtime::instantiate(*world.store, *loaded, std::span(&import, 1));
    REQUIRE(made);
    instances[guarded ? 0 : 1] = made->instance;
  }
  for (std::uint32_t round = 1; round < 10; ++round) {
    CHECK(world.call(*instances[0], "f", {i32(round % 2)}).i32() == (round + 1) / 2);
    CHECK(world.call(*instances[1], "f", {i32(round)}).i32() == round * (round + 1) / 2);
  }
  for (auto* instance : instances)
    CHECK(world.call(*instance, "beyond").kind() == TrapKind::MemoryOutOfBounds);
}

TEST_CASE("bulk operations at the edges") {
  const bool guarded = GENERATE(true, false);
  World world(configOf(guarded));
  auto& instance = world.add("m", R"((module (memory 1) (table 4 funcref)
    (data $d "abcdef") (elem $e func $f $f $f) (func $f)
    (func (export "fill") (param i32 i32) (memory.fill (local.get 0) (i32.const 7) (local.get 1)))
    (func (export "copy") (param i32 i32 i32) (memory.copy (local.get 0) (local.get 1) (local.get 2)))
    (func (export "init") (param i32 i32 i32) (memory.init $d (local.get 0) (local.get 1) (local.get 2)))
    (func (export "drop") (data.drop $d))
    (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0)))
    (func (export "tableFill") (param i32 i32) (table.fill (local.get 0) (ref.func $f) (local.get 1)))
    (func (export "tableCopy") (param i32 i32 i32) (table.copy (local.get 0) (local.get 1) (local.get 2)))
    (func (export "tableInit") (param i32 i32 i32) (table.init $e (local.get 0) (local.get 1) (local.get 2)))
    (func (export "elemDrop") (elem.drop $e))
    (func (export "isNull") (param i32) (result i32) (ref.is_null (table.get (local.get 0))))))");
  const auto memory = TrapKind::MemoryOutOfBounds;
  const auto table = TrapKind::TableOutOfBounds;
  const auto kind = [&](std::string_view name, const std::vector<std::uint32_t>& numbers) {
    std::vector<Value> values;
    for (const auto number : numbers) values.push_back(i32(number));
    return world.call(instance, name, values).kind();
  };
  CHECK(kind("fill", {65'535, 1}) == TrapKind::None);
  CHECK(kind("fill", {65'536, 0}) == TrapKind::None);
  CHECK(kind("fill", {65'537, 0}) == memory);
  CHECK(kind("fill", {65'535, 2}) == memory);
  CHECK(kind("fill", {1, ~0u}) == memory);
  CHECK(kind("copy", {65'536, 65'536, 0}) == TrapKind::None);
  CHECK(kind("copy", {65'537, 0, 0}) == memory);
  CHECK(kind("copy", {0, 65'530, 7}) == memory);
  CHECK(kind("copy", {65'530, 0, 7}) == memory);
  CHECK(kind("init", {65'530, 0, 6}) == TrapKind::None);
  CHECK(kind("init", {65'531, 0, 6}) == memory);
  CHECK(kind("init", {0, 1, 6}) == memory);
  CHECK(kind("init", {0, 6, 0}) == TrapKind::None);
  CHECK(kind("init", {0, 7, 0}) == memory);
  CHECK(kind("init", {0, ~0u, 2}) == memory);
  // Overlapping, both ways.
  CHECK(kind("init", {100, 0, 6}) == TrapKind::None);
  CHECK(kind("copy", {102, 100, 6}) == TrapKind::None);
  CHECK(world.call(instance, "load", {i32(107)}).i32() == 'f');
  CHECK(kind("copy", {101, 102, 6}) == TrapKind::None);
  CHECK(world.call(instance, "load", {i32(101)}).i32() == 'a');
  CHECK(world.call(instance, "load", {i32(106)}).i32() == 'f');
  kind("drop", {});
  CHECK(kind("init", {0, 0, 0}) == TrapKind::None);
  CHECK(kind("init", {0, 0, 1}) == memory);

  CHECK(kind("tableInit", {1, 0, 3}) == TrapKind::None);
  CHECK(world.call(instance, "isNull", {i32(3)}).i32() == 0);
  CHECK(world.call(instance, "isNull", {i32(0)}).i32() == 1);
  CHECK(kind("tableInit", {2, 0, 3}) == table);
  CHECK(kind("tableInit", {0, 3, 1}) == table);
  CHECK(kind("tableFill", {4, 0}) == TrapKind::None);
  CHECK(kind("tableFill", {5, 0}) == table);
  CHECK(kind("tableFill", {3, ~0u}) == table);
  CHECK(kind("tableCopy", {0, 1, 3}) == TrapKind::None);
  CHECK(kind("tableCopy", {0, 2, 3}) == table);
  CHECK(kind("tableCopy", {~0u, 0, 1}) == table);
  kind("elemDrop", {});
  CHECK(kind("tableInit", {0, 0, 0}) == TrapKind::None);
  CHECK(kind("tableInit", {0, 0, 1}) == table);
}

TEST_CASE("threads build the functions of one module at the same time") {
  std::string text = "(module (memory 1) (table funcref (elem";
  constexpr unsigned functions = 200;
  for (unsigned i = 0; i < functions; ++i) text += " $f" + std::to_string(i);
  text += "))(type $t (func (param i32) (result i32)))\n";
  for (unsigned i = 0; i < functions; ++i) {
    const std::string next = std::to_string(i + 1 < functions ? i + 1 : 0);
    text += "(func $f" + std::to_string(i) +
            " (type $t) (if (i32.eqz (local.get 0)) (then (return (i32.const 1))))"
            "(i32.store (i32.const 64) (local.get 0))"
            "(i32.add (i32.load (i32.const 64)) " +
            (i % 2 ? "(call $f" + next + " (i32.sub (local.get 0) (i32.const 1)))"
                   : "(call_indirect (type $t) (i32.sub (local.get 0) (i32.const 1)) (i32.const " +
                         next + "))") +
            "))\n";
  }
  text += "(export \"f\" (func $f0)))";
  runtime::Engine engine(configOf(false, std::size_t{1} << 20));
  const auto loaded = load(engine, validate(text), "m");
  REQUIRE(loaded);
  constexpr std::uint32_t depth = 1'000;
  constexpr unsigned threadCount = 8;
  std::vector<std::uint32_t> results(threadCount);
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < threadCount; ++i) {
    // No assertions there: they are not safe for threads.
    threads.emplace_back([&, i] {
      auto store = runtime::Store::create(engine);
      if (!store) return;
      auto made = runtime::instantiate(**store, *loaded, {});
      if (!made || !made->instance) return;
      runtime::TrapPtr trap;
      const Value argument = Value::i32(depth);
      auto* function = std::get<runtime::Function*>(*made->instance->exported("f"));
      auto values = (*store)->call(*function, std::span(&argument, 1), trap);
      if (values && !trap) results[i] = (*values)[0].asI32();
    });
  }
  for (auto& thread : threads) thread.join();
  for (const auto result : results) CHECK(result == depth * (depth + 1) / 2 + 1);
}

TEST_CASE("what an unused load would trap on is not lost") {
  World world;
  auto& instance = world.add("m", R"((module (memory 1) (global $g (mut i32) (i32.const 0))
    (func (export "drop") (drop (i32.load (i32.const -1))) (global.set $g (i32.const 1)))
    (func (export "block") (block (i32.load (i32.const -1)) (global.set $g (i32.const 1)) br 0))
    (func (export "return") (result i32) (i32.load (i32.const -1)) (return (i32.const 5)))
    (func (export "branch") (param i32) (block (i32.load (i32.const -1)) (br_if 0 (local.get 0)) (drop)))
    (func (export "unreachable") (i32.div_s (i32.const 1) (i32.const 0)) (unreachable))
    (func (export "first") (drop (i32.add (i32.load (i32.const -1)) (i32.div_u (i32.const 1) (i32.const 0)))))
    (func (export "second") (drop (i32.add (i32.div_u (i32.const 1) (i32.const 0)) (i32.load (i32.const -1)))))
    (func (export "g") (result i32) (global.get $g))))");
  for (const auto name : {"drop", "block", "return", "first"}) {
    INFO(name);
    CHECK(world.call(instance, name).kind() == TrapKind::MemoryOutOfBounds);
  }
  CHECK(world.call(instance, "branch", {i32(1)}).kind() == TrapKind::MemoryOutOfBounds);
  CHECK(world.call(instance, "unreachable").kind() == TrapKind::IntegerDivideByZero);
  CHECK(world.call(instance, "second").kind() == TrapKind::IntegerDivideByZero);
  CHECK(world.call(instance, "g").i32() == 0);
}

}  // namespace wald::interp::test
