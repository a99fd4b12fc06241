#include <fmt/format.h>

#include "interp/guest_test.h"

namespace wald::interp::test {

namespace {

using wasm::Kind;
using wasm::Shape;
using wasm::ShapeKind;

constexpr std::string_view nameOf(Kind kind) {
  constexpr std::string_view names[] = {"i32", "i64", "f32", "f64"};
  return names[static_cast<unsigned>(kind)];
}

struct Access {
  Opcode op;
  Shape shape;
};

std::vector<Access> accesses(ShapeKind kind) {
  std::vector<Access> found;
  for (unsigned i = 0; i < wasm::opcodeCount; ++i) {
    const auto op = static_cast<Opcode>(i);
    const Shape shape = wasm::infoOf(op).shape;
    if (shape.kind == kind && shape.type != Kind::V128) found.push_back({op, shape});
  }
  return found;
}

constexpr MemoryTarget targets[] = {
    {"(memory 1 1)", "", "i32"},
    {"(memory 0) (memory 1 1)", " 1", "i32"},
    {"(memory i64 1 1)", "", "i64"},
};

/// Operands in the ways an engine may treat differently: in a variable, constant, computed.
std::vector<std::string> waysOf(std::string_view type, std::string_view variable,
                                std::string_view constant) {
  return {fmt::format("(local.get {})", variable), fmt::format("({}.const {})", type, constant),
          fmt::format("({}.{} (local.get {}) (local.get {}))", type, type[0] == 'i' ? "and" : "min",
                      variable, variable)};
}

/// A function whose second access is one beyond the end, with accesses around it that are good.
struct Case {
  Opcode op;
  std::string text;
};

std::vector<Case> loads(const MemoryTarget& target) {
  std::vector<Case> cases;
  for (const auto& [op, shape] : accesses(ShapeKind::Load)) {
    const auto name = wasm::infoOf(op).mnemonic();
    for (const std::string& address : waysOf(target.address, "$end", "65536")) {
      for (const std::string_view use : {"local.set $value", "drop", "global.set $g"}) {
        cases.push_back(
            {op,
             fmt::format("(drop ({0}{1} ({2}.const 0))) "
                         "({3} ({0}{1} offset=0 {4})) "
                         "(drop ({0}{1} ({2}.const 8)))",
                         name, target.index, target.address,
                         use == "global.set $g" ? fmt::format("global.set ${}", nameOf(shape.type))
                         : use == "drop"        ? "drop"
                                                : fmt::format("local.set ${}", nameOf(shape.type)),
                         address)});
      }
    }
  }
  return cases;
}

std::vector<Case> stores(const MemoryTarget& target) {
  std::vector<Case> cases;
  for (const auto& [op, shape] : accesses(ShapeKind::Store)) {
    const auto name = wasm::infoOf(op).mnemonic();
    const auto type = nameOf(shape.type);
    for (const std::string& address : waysOf(target.address, "$end", "65536")) {
      for (const std::string& value : waysOf(type, fmt::format("${}", type), "1")) {
        cases.push_back(
            {op, fmt::format("({0}{1} ({2}.const 0) ({3}.const 0)) ({0}{1} {4} {5}) ({0}{1} "
                             "({2}.const 8) ({3}.const 0))",
                             name, target.index, target.address, type, address, value)});
      }
    }
  }
  return cases;
}

}  // namespace

TEST_CASE("an access out of bounds is reported where it stands") {
  const bool guarded = GENERATE(true, false);
  for (const MemoryTarget& target : targets) {
    std::vector<Case> cases = loads(target);
    for (Case& store : stores(target)) cases.push_back(std::move(store));
    std::string text = fmt::format("(module {}", target.declaration);
    for (const auto type : {"i32", "i64", "f32", "f64"}) {
      text += fmt::format("(global ${0} (mut {0}) ({0}.const 0))\n", type);
    }
    for (std::size_t i = 0; i < cases.size(); ++i) {
      text += fmt::format("(func $f{0} (param $end {1}) (local $i32 i32) (local $i64 i64) (local "
                          "$f32 f32) (local $f64 f64) {2})\n"
                          "(func $g{0} (export \"{0}\") (call $f{0} ({1}.const 65536)))\n",
                          i, target.address, cases[i].text);
    }
    World world(configOf(guarded));
    auto& instance = world.add("m", text + ")");
    const wasm::Module& module = instance.module().wasm;
    for (std::size_t i = 0; i < cases.size(); ++i) {
      const Outcome outcome = world.call(instance, std::to_string(i));
      INFO(cases[i].text << (guarded ? " guarded" : " checked"));
      CHECK(outcome.kind() == TrapKind::MemoryOutOfBounds);
      const auto function = static_cast<std::uint32_t>(2 * i);
      CHECK(outcome.frames() ==
            Outcome::Frames{{fmt::format("f{}", i), offsetOf(module, function, cases[i].op, 1)},
                            {fmt::format("g{}", i), offsetOf(module, function + 1, Opcode::Call)}});
    }
  }
}

TEST_CASE("addresses and offsets do not wrap") {
  const bool guarded = GENERATE(true, false);
  World world(configOf(guarded));
  auto& small = world.add("small", R"((module (memory 1)
    (func (export "load") (param i32) (result i32) (i32.load offset=0xffffffff (local.get 0)))
    (func (export "store") (param i32) (i32.store8 offset=0xffff0000 (local.get 0) (i32.const 1)))
    (func (export "last") (param i32) (result i64) (i64.load (local.get 0)))))");
  CHECK(world.call(small, "load", {i32(0)}).kind() == TrapKind::MemoryOutOfBounds);
  CHECK(world.call(small, "load", {i32(1)}).kind() == TrapKind::MemoryOutOfBounds);
  CHECK(world.call(small, "load", {i32(~0u)}).kind() == TrapKind::MemoryOutOfBounds);
  CHECK(world.call(small, "store", {i32(0x10000)}).kind() == TrapKind::MemoryOutOfBounds);
  CHECK(world.call(small, "last", {i32(65'528)}).i64() == 0);
  CHECK(world.call(small, "last", {i32(65'529)}).kind() == TrapKind::MemoryOutOfBounds);
  CHECK(world.call(small, "last", {i32(0xffff'fff8)}).kind() == TrapKind::MemoryOutOfBounds);

  auto& large = world.add("large", R"((module (memory i64 1)
    (func (export "load") (param i64) (result i32) (i32.load offset=0xffffffffffffffff (local.get 0)))
    (func (export "store") (param i64) (i32.store8 offset=0xffffffffffff0000 (local.get 0) (i32.const 1)))
    (func (export "near") (param i64) (result i64) (i64.load offset=8 (local.get 0)))))");
  CHECK(world.call(large, "load", {i64(0)}).kind() == TrapKind::MemoryOutOfBounds);
  CHECK(world.call(large, "load", {i64(1)}).kind() == TrapKind::MemoryOutOfBounds);
  CHECK(world.call(large, "load", {i64(65'000)}).kind() == TrapKind::MemoryOutOfBounds);
  CHECK(world.call(large, "store", {i64(0x10000)}).kind() == TrapKind::MemoryOutOfBounds);
  CHECK(world.call(large, "near", {i64(65'520)}).i64() == 0);
  CHECK(world.call(large, "near", {i64(65'521)}).kind() == TrapKind::MemoryOutOfBounds);
  CHECK(world.call(large, "near", {i64(std::uint64_t{1} << 32)}).kind() ==
        TrapKind::MemoryOutOfBounds);
  CHECK(world.call(large, "near", {i64(~std::uint64_t{0} - 7)}).kind() ==
        TrapKind::MemoryOutOfBounds);
}

TEST_CASE("every kind of trap has its place") {
  struct Row {
    TrapKind kind;
    Opcode op;
    std::string_view body;
  };
  const Row rows[] = {
      {TrapKind::Unreachable, Opcode::Unreachable, "unreachable"},
      {TrapKind::IntegerDivideByZero, Opcode::I32DivS,
       "(drop (i32.div_s (local.get 0) (i32.const 0)))"},
      {TrapKind::IntegerDivideByZero, Opcode::I64RemU,
       "(drop (i64.rem_u (i64.const 1) (i64.extend_i32_u (local.get 0))))"},
      {TrapKind::IntegerOverflow, Opcode::I32DivS,
       "(drop (i32.div_s (i32.const 0x80000000) (i32.const -1)))"},
      {TrapKind::IntegerOverflow, Opcode::I32TruncF32S,
       "(drop (i32.trunc_f32_s (f32.const 1e20)))"},
      {TrapKind::InvalidConversion, Opcode::I64TruncF64U,
       "(drop (i64.trunc_f64_u (f64.const nan)))"},
      {TrapKind::MemoryOutOfBounds, Opcode::MemoryFill,
       "(memory.fill (i32.const 65535) (i32.const 1) (i32.const 2))"},
      {TrapKind::MemoryOutOfBounds, Opcode::MemoryCopy,
       "(memory.copy (i32.const 0) (i32.const 65536) (i32.const 1))"},
      {TrapKind::MemoryOutOfBounds, Opcode::MemoryInit,
       "(memory.init $d (i32.const 0) (i32.const 1) (i32.const 3))"},
      {TrapKind::TableOutOfBounds, Opcode::TableGet, "(drop (table.get $t (i32.const 4)))"},
      {TrapKind::TableOutOfBounds, Opcode::TableSet,
       "(table.set $t (i32.const -1) (ref.null func))"},
      {TrapKind::TableOutOfBounds, Opcode::TableFill,
       "(table.fill $t (i32.const 3) (ref.null func) (i32.const 2))"},
      {TrapKind::TableOutOfBounds, Opcode::TableCopy,
       "(table.copy $t $t (i32.const 0) (i32.const 5) (i32.const 0))"},
      {TrapKind::TableOutOfBounds, Opcode::TableInit,
       "(table.init $t $e (i32.const 0) (i32.const 0) (i32.const 2))"},
      {TrapKind::UndefinedElement, Opcode::CallIndirect,
       "(call_indirect $t (type $v) (i32.const 4))"},
      {TrapKind::UndefinedElement, Opcode::CallIndirect,
       "(call_indirect $t (type $v) (i32.sub (local.get 0) (i32.const 1)))"},
      {TrapKind::UninitializedElement, Opcode::CallIndirect,
       "(call_indirect $t (type $v) (i32.const 0))"},
      {TrapKind::IndirectCallType, Opcode::CallIndirect,
       "(call_indirect $t (type $v) (i32.const 1))"},
      {TrapKind::UndefinedElement, Opcode::ReturnCallIndirect,
       "(return_call_indirect $t (type $v) (i32.const 4))"},
      {TrapKind::NullFunctionReference, Opcode::CallRef, "(call_ref $v (ref.null $v))"},
      {TrapKind::NullFunctionReference, Opcode::ReturnCallRef,
       "(return_call_ref $v (ref.null $v))"},
      {TrapKind::NullReference, Opcode::RefAsNonNull, "(drop (ref.as_non_null (ref.null func)))"},
  };
  std::string text = R"((module (type $v (func)) (memory 1) (table $t 4 funcref) (data $d "abc")
    (elem $e func) (elem (table $t) (i32.const 1) func $i)
    (func $i (param i32)))";
  for (std::size_t i = 0; i < std::size(rows); ++i) {
    text += fmt::format("(func $f{0} (export \"{0}\") (param i32) nop {1} nop)\n", i, rows[i].body);
  }
  World world;
  auto& instance = world.add("m", text + ")");
  for (std::size_t i = 0; i < std::size(rows); ++i) {
    const Row& row = rows[i];
    INFO(row.body);
    const Outcome outcome = world.call(instance, std::to_string(i), {i32(0)});
    CHECK(outcome.kind() == row.kind);
    const auto function = static_cast<std::uint32_t>(i + 1);
    CHECK(outcome.frames() ==
          Outcome::Frames{
              {fmt::format("f{}", i), offsetOf(instance.module().wasm, function, row.op)}});
  }
}

}  // namespace wald::interp::test
