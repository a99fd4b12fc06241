#include "interp/guest_test.h"

namespace wald::interp::test {

namespace {

using runtime::Caller;
using runtime::Slot;
constexpr wasm::ValType int64 = wasm::types::i64;

runtime::Outcome fail(void*, Caller caller, Slot*) {
  return caller.store.raise(TrapKind::Host, "as asked");
}

runtime::Outcome failSilently(void*, Caller, Slot*) { return runtime::Outcome::Trap; }

runtime::Outcome addOne(void*, Caller, Slot* slots) {
  slots[0] = static_cast<std::uint32_t>(slots[0] + 1);
  return runtime::Outcome::Ok;
}

/// Calls the export "inner" of the instance that called, with its own argument.
runtime::Outcome reenter(void*, Caller caller, Slot* slots) {
  const auto inner = caller.instance->exported("inner");
  if (auto trap = caller.store.callSlots(*std::get<runtime::Function*>(*inner), slots)) {
    return caller.store.raise(std::move(trap));
  }
  return runtime::Outcome::Ok;
}

runtime::Outcome swap(void*, Caller, Slot* slots) {
  std::swap(slots[0], slots[1]);
  slots[2] = 7;
  return runtime::Outcome::Ok;
}

}  // namespace

TEST_CASE("a trap names all callers, however they called") {
  World world;
  world.define("fail", {}, {}, fail);
  auto& other = world.add("other", R"((module
    (func $trap unreachable)
    (func $far (export "far") (param i32) (result i32) (call $trap) (local.get 0))))");
  auto& instance = world.add("m", R"((module
    (type $t (func (param i32) (result i32)))
    (import "other" "far" (func $far (type $t)))
    (import "host" "fail" (func $fail))
    (table $table funcref (elem $far $indirect))
    (func $indirect (type $t) (i32.add (call $far (local.get 0)) (i32.const 1)))
    (func $ref (type $t) (call_indirect $table (type $t) (local.get 0) (i32.const 1)))
    (elem declare func $ref $tail)
    (func $direct (type $t) (drop (i32.const 5)) (call_ref $t (local.get 0) (ref.func $ref)))
    (func $tail (type $t) (return_call $direct (i32.add (local.get 0) (i32.const 1))))
    (func $outer (export "outer") (type $t) (i32.mul (call $tail (local.get 0)) (i32.const 2)))
    (func $throughTable (export "throughTable") (type $t) (call_indirect $table (type $t) (local.get 0) (i32.const 0)))
    (func $tailFar (export "tailFar") (type $t) (return_call $far (local.get 0)))
    (func $callsTailFar (export "callsTailFar") (type $t) (call $tailFar (local.get 0)))
    (func $failing (export "failing") (call $fail))
    (func $tailFailing (export "tailFailing") (return_call $fail))))");
  const auto at = [](runtime::Instance& in, std::uint32_t function, Opcode op) {
    return offsetOf(in.module().wasm, function, op);
  };
  const Outcome::Frames far{{"trap", at(other, 0, Opcode::Unreachable)},
                            {"far", at(other, 1, Opcode::Call)}};
  const auto with = [&](Outcome::Frames frames) {
    frames.insert(frames.begin(), far.begin(), far.end());
    return frames;
  };

  Outcome outcome = world.call(instance, "outer", {i32(3)});
  CHECK(outcome.kind() == TrapKind::Unreachable);
  CHECK(outcome.frames() == with({{"indirect", at(instance, 2, Opcode::Call)},
                                  {"ref", at(instance, 3, Opcode::CallIndirect)},
                                  {"direct", at(instance, 4, Opcode::CallRef)},
                                  {"outer", at(instance, 6, Opcode::Call)}}));
  REQUIRE(outcome.trap->frames.size() == 6);
  CHECK(outcome.trap->frames[0].module == "other");
  CHECK(outcome.trap->frames[2].module == "m");
  CHECK(outcome.trap->frames[2].index == 2);

  outcome = world.call(instance, "throughTable", {i32(3)});
  CHECK(outcome.frames() == with({{"throughTable", at(instance, 7, Opcode::CallIndirect)}}));
  CHECK(world.call(instance, "tailFar", {i32(3)}).frames() == far);
  outcome = world.call(instance, "callsTailFar", {i32(3)});
  CHECK(outcome.frames() == with({{"callsTailFar", at(instance, 9, Opcode::Call)}}));

  outcome = world.call(instance, "failing");
  CHECK(outcome.kind() == TrapKind::Host);
  CHECK(outcome.trap->detail == "as asked");
  CHECK(outcome.frames() == Outcome::Frames{{"failing", at(instance, 10, Opcode::Call)}});
  // The store is as good as before.
  CHECK(world.call(instance, "tailFailing").kind() == TrapKind::Host);
  CHECK(world.store->stackTop == nullptr);
}

TEST_CASE("a host function that fails without saying why") {
  World world;
  world.define("fail", {}, {}, failSilently);
  auto& instance = world.add("m", R"((module (import "host" "fail" (func $fail))
    (func $f (export "f") (call $fail))))");
  const Outcome outcome = world.call(instance, "f");
  CHECK(outcome.kind() == TrapKind::Host);
  CHECK(outcome.frames().size() == 1);
}

TEST_CASE("the host calls back into the guest") {
  const bool guarded = GENERATE(true, false);
  World world(configOf(guarded));
  world.define("reenter", {wasm::types::i32}, {wasm::types::i32}, reenter);
  auto& instance = world.add("m", R"((module
    (import "host" "reenter" (func $reenter (param i32) (result i32)))
    (memory 1 20)
    (func $inner (export "inner") (param i32) (result i32)
      (local i64 i64 i64 i64)
      (if (i32.eq (local.get 0) (i32.const 13)) (then unreachable))
      (if (i32.eq (local.get 0) (i32.const 14)) (then (drop (i32.load (i32.const -1)))))
      (drop (memory.grow (i32.const 1)))
      (i32.store (i32.const 65536) (local.get 0))
      (local.set 1 (i64.const -1)) (local.set 2 (i64.const -1)) (local.set 3 (i64.const -1))
      (i32.mul (local.get 0) (i32.const 3)))
    (func $outer (export "outer") (param i32) (result i32)
      (local i32 i32 i32)
      (local.set 1 (i32.const 1000)) (local.set 2 (i32.const 10)) (local.set 3 (i32.const 1))
      (i32.store (i32.const 0) (i32.const 500))
      (local.set 1 (i32.add (local.get 1) (call $reenter (local.get 0))))
      ;; The memory has grown in between, and may have moved.
      (i32.add (i32.add (local.get 1) (i32.load (i32.const 0)))
               (i32.add (i32.mul (local.get 2) (local.get 3)) (i32.load (i32.const 65536)))))
    (func $far (export "far") (param i32) (result i32) (return_call $reenter (local.get 0)))))");
  CHECK(world.call(instance, "outer", {i32(7)}).i32() == 1021 + 500 + 10 + 7);
  CHECK(world.call(instance, "outer", {i32(8)}).i32() == 1024 + 500 + 10 + 8);
  CHECK(world.call(instance, "far", {i32(5)}).i32() == 15);
  const wasm::Module& module = instance.module().wasm;
  const Outcome outcome = world.call(instance, "outer", {i32(13)});
  CHECK(outcome.kind() == TrapKind::Unreachable);
  CHECK(outcome.frames() == Outcome::Frames{{"inner", offsetOf(module, 1, Opcode::Unreachable)},
                                            {"outer", offsetOf(module, 2, Opcode::Call)}});
  // A fault within the nested run.
  CHECK(world.call(instance, "outer", {i32(14)}).frames() ==
        Outcome::Frames{{"inner", offsetOf(module, 1, Opcode::I32Load)},
                        {"outer", offsetOf(module, 2, Opcode::Call)}});
  CHECK(world.call(instance, "outer", {i32(9)}).i32() == 1027 + 500 + 10 + 9);
  CHECK(world.store->nestedCalls == 0);
}

TEST_CASE("a function gives several values, also from the host") {
  World world;
  world.define("swap", {int64, int64}, {int64, int64, int64}, swap);
  auto& other =
      world.add("other", R"((module (func (export "rotate") (param i64 i64 i64) (result i64 i64 i64)
    (local.get 1) (local.get 2) (local.get 0))))");
  static_cast<void>(other);
  auto& instance = world.add("m", R"((module
    (import "host" "swap" (func $swap (param i64 i64) (result i64 i64 i64)))
    (import "other" "rotate" (func $rotate (param i64 i64 i64) (result i64 i64 i64)))
    (func $all (export "all") (param i64 i64) (result i64 i64 i64)
      (call $rotate (call $swap (local.get 0) (local.get 1))))
    (func (export "tail") (param i64 i64) (result i64 i64 i64) (return_call $swap (local.get 0) (local.get 1)))
    (func (export "sum") (param i64 i64) (result i64) (local i64)
      (local.set 2 (i64.const 10000))
      (call $all (local.get 0) (local.get 1))
      (i64.add (i64.const 100)) (i64.sub) (i64.mul) (i64.add (local.get 2)))))");
  const auto list = [](const Outcome& outcome) {
    std::vector<std::uint64_t> numbers;
    numbers.reserve(outcome.values.size());
    for (const Value& value : outcome.values) numbers.push_back(value.asI64());
    return numbers;
  };
  using Numbers = std::vector<std::uint64_t>;
  CHECK(list(world.call(instance, "all", {Value::i64(1), Value::i64(2)})) == Numbers{1, 7, 2});
  CHECK(list(world.call(instance, "tail", {Value::i64(1), Value::i64(2)})) == Numbers{2, 1, 7});
  CHECK(world.call(instance, "sum", {Value::i64(1), Value::i64(2)}).i64() ==
        10'000 + static_cast<std::uint64_t>(1 * (7 - 102)));
}

TEST_CASE("tail calls take constant stack") {
  // What would not fit if any of them kept a frame.
  World world(configOf(true, std::size_t{1} << 20));
  world.define("addOne", {wasm::types::i32}, {wasm::types::i32}, addOne);
  constexpr std::uint32_t many = 10'000'000;
  auto& first = world.add("first", R"((module
    (type $t (func (param i32 i32) (result i32)))
    (import "host" "addOne" (func $addOne (param i32) (result i32)))
    (table $table (export "table") 4 funcref)
    (elem (table $table) (i32.const 0) func $indirect)
    (func $self (export "self") (type $t)
      (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
      (return_call $self (i32.sub (local.get 0) (i32.const 1)) (i32.add (local.get 1) (i32.const 1))))
    ;; Frames of other sizes.
    (func $even (export "even") (type $t)
      (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
      (return_call $odd (i64.const 5) (i64.extend_i32_u (local.get 0)) (f64.convert_i32_u (local.get 1)) (f32.const 1)))
    (func $odd (param i64 i64 f64 f32) (result i32) (local i64 i64 i64)
      (local.set 4 (local.get 1))
      (return_call $even (i32.sub (i32.wrap_i64 (local.get 4)) (i32.const 1))
        (i32.add (i32.trunc_f64_u (local.get 2)) (i32.const 1))))
    (func $indirect (export "indirect") (type $t)
      (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
      (return_call_indirect $table (type $t) (i32.sub (local.get 0) (i32.const 1))
        (i32.add (local.get 1) (i32.const 1)) (i32.const 0)))
    (func $ref (export "ref") (type $t)
      (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
      (return_call_ref $t (i32.sub (local.get 0) (i32.const 1)) (i32.add (local.get 1) (i32.const 1)) (ref.func $ref)))
    (func $across (export "across") (type $t)
      (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
      (return_call_indirect $table (type $t) (i32.sub (local.get 0) (i32.const 1))
        (i32.add (local.get 1) (i32.const 1)) (i32.const 2)))
    (elem (table $table) (i32.const 1) func $across)
    (func $host (export "host") (param i32) (result i32) (return_call $addOne (local.get 0)))
    (func (export "manyHosts") (param i32) (result i32)
      (loop $again (local.set 0 (call $host (local.get 0)))
        (br_if $again (i32.lt_u (local.get 0) (i32.const 100000))))
      (local.get 0))))");
  // Another instance, whose frames have more in them.
  auto& second = world.add("second", R"((module
    (type $t (func (param i32 i32) (result i32)))
    (import "first" "table" (table $table 4 funcref))
    (import "first" "across" (func $across (type $t)))
    (elem (table $table) (i32.const 2) func $back)
    (func $back (export "back") (type $t) (local i64 i64 i64)
      (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
      (local.set 2 (i64.const -1))
      (return_call $across (i32.sub (local.get 0) (i32.const 1)) (i32.add (local.get 1) (i32.const 1))))
    (func (export "called") (type $t) (local i32)
      (local.set 2 (i32.const 1000))
      (i32.add (local.get 2) (call $across (local.get 0) (local.get 1))))))");
  for (const auto name : {"self", "indirect", "ref", "across"}) {
    INFO(name);
    CHECK(world.call(first, name, {i32(many), i32(5)}).i32() == many + 5);
  }
  CHECK(world.call(first, "even", {i32(many / 4), i32(5)}).i32() == many / 4 + 5);
  CHECK(world.call(second, "back", {i32(many), i32(5)}).i32() == many + 5);
  CHECK(world.call(second, "called", {i32(many + 1), i32(5)}).i32() == many + 1006);
  CHECK(world.call(first, "manyHosts", {i32(0)}).i32() == 100'000);
}

TEST_CASE("recursion ends in a trap, and not too early") {
  World world;
  auto& first = world.add("first", R"((module
    (type $t (func (param i32) (result i32)))
    (table $table (export "table") 2 funcref)
    (func $plain (export "plain") (type $t)
      (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
      (i32.add (i32.const 1) (call $plain (i32.sub (local.get 0) (i32.const 1)))))
    (func $for_ever (export "for_ever") (call $for_ever))
    (func $large (export "large") (type $t) (local i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64)
      (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
      (i32.add (i32.const 1) (call $large (i32.sub (local.get 0) (i32.const 1)))))
    (func $ping (export "ping") (type $t)
      (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
      (i32.add (i32.const 1) (call_indirect $table (type $t) (i32.sub (local.get 0) (i32.const 1)) (i32.const 0))))))");
  auto& second = world.add("second", R"((module
    (type $t (func (param i32) (result i32)))
    (import "first" "table" (table $table 2 funcref))
    (import "first" "ping" (func $ping (type $t)))
    (elem (table $table) (i32.const 0) func $pong)
    (func $pong (export "pong") (type $t)
      (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
      (i32.add (i32.const 1) (call $ping (i32.sub (local.get 0) (i32.const 1)))))))");
  static_cast<void>(second);
  for (const auto name : {"plain", "large", "ping"}) {
    INFO(name);
    CHECK(world.call(first, name, {i32(20'000)}).i32() == 20'000);
    CHECK(world.call(first, name, {i32(200'000)}).i32() == 200'000);
    const Outcome outcome = world.call(first, name, {i32(100'000'000)});
    CHECK(outcome.kind() == TrapKind::StackOverflow);
    CHECK(outcome.trap->frames.size() == runtime::Trap::maxFrames);
    CHECK(outcome.trap->omittedFrames > 100'000);
  }
  const Outcome outcome = world.call(first, "for_ever");
  CHECK(outcome.kind() == TrapKind::StackOverflow);
  CHECK(outcome.trap->message().find("call stack exhausted") != std::string::npos);
  CHECK(world.call(first, "plain", {i32(20'000)}).i32() == 20'000);
}

TEST_CASE("recursion through the host is bounded") {
  World world;
  world.define("reenter", {wasm::types::i32}, {wasm::types::i32}, reenter);
  auto& instance = world.add("m", R"((module
    (import "host" "reenter" (func $reenter (param i32) (result i32)))
    (func $inner (export "inner") (param i32) (result i32)
      (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
      (i32.add (i32.const 1) (call $reenter (i32.sub (local.get 0) (i32.const 1)))))))");
  CHECK(world.call(instance, "inner", {i32(100)}).i32() == 100);
  const Outcome outcome = world.call(instance, "inner", {i32(1'000'000)});
  CHECK(outcome.kind() == TrapKind::StackOverflow);
  CHECK(outcome.trap->frames.size() > 20);
  CHECK(world.store->nestedCalls == 0);
  CHECK(world.call(instance, "inner", {i32(100)}).i32() == 100);
}

TEST_CASE("a frame is refused wherever the stack ends") {
  // Frames with wide calls at their ends, at every distance from the end of the stack.
  std::string text = "(module (type $wide (func (param";
  for (int i = 0; i < 1'000; ++i) text += " i64";
  text += ")))(func $wide (type $wide) (call $deep (i32.const 1)))(func $deep (export \"deep\") "
          "(param i32)\n";
  text += "(if (i32.and (local.get 0) (i32.const 1)) (then ";
  for (int i = 0; i < 1'000; ++i) text += "(i64.const 1)";
  text += "(call $wide))) (call $small (i32.sub (local.get 0) (i32.const 1))))"
          "(func $small (export \"small\") (param i32) (if (i32.eqz (local.get 0)) (then (call "
          "$deep (i32.const 1))))"
          "(call $small (i32.sub (local.get 0) (i32.const 1)))))";
  World world(configOf(true, std::size_t{256} << 10));
  auto& instance = world.add("m", text);
  for (std::uint32_t depth = 0; depth < 300; ++depth) {
    CHECK(world.call(instance, "small", {i32(depth * 20)}).kind() == TrapKind::StackOverflow);
  }
  CHECK(world.call(instance, "deep", {i32(1)}).kind() == TrapKind::StackOverflow);
}

}  // namespace wald::interp::test
