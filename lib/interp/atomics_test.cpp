#include <thread>

#include <fmt/format.h>

#include "interp/guest_test.h"

// What the official scripts leave out: each atomic instruction at the wrong places of each kind of memory.

namespace wald::interp::test {

namespace {

using wasm::Kind;
using wasm::Shape;
using wasm::ShapeKind;

constexpr std::string_view nameOf(Kind kind) { return kind == Kind::I64 ? "i64" : "i32"; }

struct Access {
  std::string_view mnemonic;
  unsigned bytes;
  std::string operands;  ///< behind the address
  bool hasResult;
};

std::vector<Access> accesses() {
  std::vector<Access> found = {
      {"memory.atomic.notify", 4, "(i32.const 0)", true},
      {"memory.atomic.wait32", 4, "(i32.const 1) (i64.const 0)", true},
      {"memory.atomic.wait64", 8, "(i64.const 1) (i64.const 0)", true},
  };
  for (unsigned i = 0; i < wasm::opcodeCount; ++i) {
    const wasm::OpInfo& info = wasm::infoOf(static_cast<Opcode>(i));
    const Shape shape = info.shape;
    const std::string value = fmt::format("({}.const 0)", nameOf(shape.type));
    const auto add = [&](std::string operands, bool hasResult) {
      found.push_back({info.mnemonic(), shape.bits / 8u, std::move(operands), hasResult});
    };
    if (shape.kind == ShapeKind::AtomicLoad) add("", true);
    if (shape.kind == ShapeKind::AtomicStore) add(value, false);
    if (shape.kind == ShapeKind::AtomicRmw) add(value, true);
    if (shape.kind == ShapeKind::AtomicCmpxchg) add(value + value, true);
  }
  return found;
}

constexpr MemoryTarget targets[] = {
    {"(memory 1 1 shared)", "", "i32"},
    {"(memory 0) (memory 1 1 shared)", " 1", "i32"},
    {"(memory i64 1 1 shared)", "", "i64"},
};

}  // namespace

TEST_CASE("every atomic access traps where it is unaligned or outside") {
  const auto all = accesses();
  REQUIRE(all.size() == 66);
  for (const bool guarded : {true, false}) {
    for (const MemoryTarget& target : targets) {
      std::string text = fmt::format("(module {}", target.declaration);
      for (const Access& access : all) {
        text += fmt::format("(func (export \"{}\") (param {}) ({}{} offset=8 (local.get 0) {}){})",
                            access.mnemonic, target.address, access.mnemonic, target.index,
                            access.operands, access.hasResult ? "drop" : "");
      }
      World world(configOf(guarded));
      runtime::Instance& guest = world.add("m", text + ")");
      for (const Access& access : all) {
        CAPTURE(guarded, target.declaration, access.mnemonic);
        const auto at = [&](std::uint64_t address) {
          const Value value =
              target.address == "i64" ? i64(address) : i32(static_cast<std::uint32_t>(address));
          return world.call(guest, access.mnemonic, {value}).kind();
        };
        constexpr std::uint64_t end = 65536 - 8;
        CHECK(at(0) == TrapKind::None);
        CHECK(at(end - access.bytes) == TrapKind::None);
        CHECK(at(end) == TrapKind::MemoryOutOfBounds);
        CHECK(at(0xffff'fff8) == TrapKind::MemoryOutOfBounds);
        if (access.bytes == 1) continue;
        CHECK(at(1) == TrapKind::UnalignedAtomic);
        CHECK(at(access.bytes / 2) == TrapKind::UnalignedAtomic);
        CHECK(at(end + 1) == TrapKind::UnalignedAtomic);
      }
    }
  }
}

TEST_CASE("only shared memories are waited at") {
  World world;
  runtime::Instance& guest =
      world.add("m", "(module (memory 1) (func (export \"wait\") (result i32)"
                     " (memory.atomic.wait32 (i32.const 0) (i32.const 1) (i64.const 0)))"
                     " (func (export \"notify\") (result i32)"
                     " (memory.atomic.notify (i32.const 0) (i32.const 1))))");
  CHECK(world.call(guest, "wait").kind() == TrapKind::ExpectedSharedMemory);
  CHECK(world.call(guest, "notify").i32() == 0);
}

TEST_CASE("a stop interrupts who waits, with the call stack") {
  runtime::StopSignal stop;
  World world;
  world.store->setStop(&stop);
  runtime::Instance& guest =
      world.add("m", "(module (memory 1 1 shared) (func $sleep (export \"wait\") (result i32)"
                     " (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1))))");
  runtime::Memory& memory = *guest.memory(0);
  std::thread stopper([&] {
    while (memory.parking()->waitersAt(memory.base()) == 0) std::this_thread::yield();
    stop.request();
  });
  const Outcome outcome = world.call(guest, "wait");
  stopper.join();
  CHECK(outcome.kind() == TrapKind::Interrupted);
  CHECK(outcome.frames() ==
        Outcome::Frames{{"sleep", offsetOf(guest.module().wasm, 0, Opcode::MemoryAtomicWait32)}});
}

TEST_CASE("a memory that another store shares is the same memory") {
  const std::string text = "(module (memory (export \"memory\") 1 3 shared)"
                           " (func (export \"add\") (param i32) (result i32)"
                           "  (i32.atomic.rmw.add (i32.const 8) (local.get 0)))"
                           " (func (export \"grow\") (result i32) (memory.grow (i32.const 1)))"
                           " (func (export \"far\") (result i32) (i32.load (i32.const 65536))))";
  World one;
  runtime::Instance& first = one.add("m", text);
  World two;
  two.linker.define("env", "memory", two.store->addMemory(one.store->share(*first.memory(0))));
  runtime::Instance& second =
      two.add("n", "(module (memory (import \"env\" \"memory\") 1 3 shared)"
                   " (func (export \"add\") (param i32) (result i32)"
                   "  (i32.atomic.rmw.add (i32.const 8) (local.get 0)))"
                   " (func (export \"far\") (result i32) (i32.load (i32.const 65536))))");
  CHECK(one.call(first, "add", {i32(5)}).i32() == 0);
  CHECK(two.call(second, "add", {i32(2)}).i32() == 5);
  CHECK(one.call(first, "add", {i32(0)}).i32() == 7);
  CHECK(two.call(second, "far").kind() == TrapKind::MemoryOutOfBounds);
  CHECK(one.call(first, "grow").i32() == 1);
  CHECK(two.call(second, "far").i32() == 0);
}

}  // namespace wald::interp::test
