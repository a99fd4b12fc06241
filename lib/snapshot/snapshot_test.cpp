#include "snapshot/snapshot.h"

#include <algorithm>

#include "interp/guest_test.h"

namespace wald::snapshot {

namespace {

using interp::test::i32;
using interp::test::i64;
using interp::test::World;
using wasm::TrapKind;

using Bytes = std::vector<std::uint8_t>;

std::shared_ptr<const ir::ValidModule> validate(const Bytes& bytes) {
  auto decoded = binary::decodeModule(bytes, wasm::Features());
  if (!decoded) FAIL(decoded.error().format("snapshot"));
  auto valid = valid::validateModule(std::move(*decoded));
  if (!valid) FAIL(valid.error().format("snapshot"));
  return *valid;
}

/// An instance of a module, before or after.
class Guest {
public:
  explicit Guest(std::string_view text) : instance_(world_.add("guest", text)) {}
  explicit Guest(const Bytes& bytes) : instance_(world_.add("guest", load(validate(bytes)))) {}

  World& world() { return world_; }
  const wasm::Module& module() const { return instance_.module().wasm; }
  runtime::Instance& instance() { return instance_; }
  interp::test::Outcome call(std::string_view name,
                             const std::vector<runtime::Value>& arguments = {}) {
    return world_.call(instance_, name, arguments);
  }
  Result<Bytes> trySnapshot(const ExportChanges& changes = {}) {
    return snapshotOf(instance_, changes);
  }
  Bytes snapshot(const ExportChanges& changes = {}) {
    auto bytes = trySnapshot(changes);
    if (!bytes) FAIL(bytes.error().format("snapshot"));
    return std::move(*bytes);
  }
  /// The message of the refusal.
  std::string refusal() {
    const auto bytes = trySnapshot();
    return bytes ? std::string() : bytes.error().format("");
  }

private:
  std::shared_ptr<const runtime::Module> load(std::shared_ptr<const ir::ValidModule> valid) {
    auto loaded = interp::load(world_.engine, std::move(valid), "guest");
    REQUIRE(loaded);
    return *loaded;
  }

  World world_;
  runtime::Instance& instance_;
};

bool isExported(const wasm::Module& module, std::string_view name) {
  return std::ranges::find(module.exports, name, &wasm::Export::name) != module.exports.end();
}

}  // namespace

TEST_CASE("a snapshot has the contents of memory, and grown memory") {
  Guest before(R"((module
    (memory (export "memory") 1 9)
    (data (i32.const 16) "abcd")
    (func (export "init")
      (i32.store (i32.const 20) (i32.const 0x01020304))
      (i32.store8 (i32.const 17) (i32.const 0))
      (drop (memory.grow (i32.const 2)))
      (i32.store (i32.const 0x2fffc) (i32.const -1)))
    (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
    (func (export "size") (result i32) (memory.size))))");
  before.call("init");
  const Bytes bytes = before.snapshot();
  Guest after(bytes);
  CHECK(after.call("size").i32() == 3);
  CHECK(after.call("load", {i32(16)}).i32() == 0x64630061);
  CHECK(after.call("load", {i32(20)}).i32() == 0x01020304);
  CHECK(after.call("load", {i32(24)}).i32() == 0);
  CHECK(after.call("load", {i32(0x2fffc)}).i32() == 0xffffffff);
  CHECK(after.module().memories[0].type.limits.max == 9);
  CHECK(after.module().datas.size() == 2);
  // Nothing changed since: the same bytes, and of the snapshot too.
  CHECK(before.snapshot() == bytes);
  CHECK(after.snapshot() == bytes);
}

TEST_CASE("a snapshot has several memories, with 32-bit and 64-bit addresses and small pages") {
  Guest before(R"((module
    (memory $a 1) (memory $b i64 1) (memory $c 20 (pagesize 1))
    (data (memory $b) (i64.const 8) "b")
    (func (export "init")
      (drop (memory.grow $b (i64.const 1)))
      (drop (memory.grow $c (i32.const 1)))
      (i64.store $b (i64.const 0x1fff8) (i64.const -2))
      (i32.store8 $c (i32.const 20) (i32.const 7)))
    (func (export "a") (param i32) (result i32) (i32.load8_u $a (local.get 0)))
    (func (export "b") (param i64) (result i64) (i64.load $b (local.get 0)))
    (func (export "c") (param i32) (result i32) (i32.load8_u $c (local.get 0)))
    (func (export "size") (result i32) (memory.size $c))))");
  before.call("init");
  Guest after(before.snapshot());
  CHECK(after.call("a", {i32(0)}).i32() == 0);
  CHECK(after.call("b", {i64(8)}).i64() == 'b');
  CHECK(after.call("b", {i64(0x1fff8)}).i64() == ~std::uint64_t{1});
  CHECK(after.call("c", {i32(20)}).i32() == 7);
  CHECK(after.call("size").i32() == 21);
  CHECK(after.call("c", {i32(21)}).kind() == TrapKind::MemoryOutOfBounds);
}

TEST_CASE("a snapshot has the values of mutable globals, to the bit") {
  Guest before(R"((module
    (global $i (export "i") (mut i32) (i32.const 1))
    (global $l (mut i64) (i64.const 1))
    (global $f (mut f32) (f32.const 1))
    (global $d (mut f64) (f64.const 1))
    (global $v (mut v128) (v128.const i64x2 1 2))
    (global $n (mut funcref) (ref.func $seven))
    (global $r (mut funcref) (ref.null func))
    (global $t (mut (ref null $type)) (ref.null $type))
    (global $e (mut externref) (ref.null extern))
    (global $s (mut i31ref) (ref.null i31))
    (global $x (mut externref) (ref.null extern))
    (global $fixed i32 (i32.add (i32.const 20) (i32.const 22)))
    (global $derived i32 (global.get $fixed))
    (type $type (func (result i32)))
    (table 1 funcref)
    (func $seven (type $type) (i32.const 7))
    (func (export "init")
      (global.set $i (i32.const -5))
      (global.set $l (i64.const 0x8000000000000001))
      (global.set $f (f32.const nan:0x200001))
      (global.set $d (f64.const -nan:0x4000000000001))
      (global.set $v (v128.const i64x2 0x0123456789abcdef -1))
      (global.set $n (ref.null func))
      (global.set $r (ref.func $seven))
      (global.set $t (ref.func $seven))
      (global.set $s (ref.i31 (i32.const -3)))
      (global.set $x (extern.convert_any (ref.i31 (i32.const 44)))))
    (func (export "l") (result i64) (global.get $l))
    (func (export "f") (result i32) (i32.reinterpret_f32 (global.get $f)))
    (func (export "d") (result i64) (i64.reinterpret_f64 (global.get $d)))
    (func (export "v0") (result i64) (i64x2.extract_lane 0 (global.get $v)))
    (func (export "v1") (result i64) (i64x2.extract_lane 1 (global.get $v)))
    (func (export "nulls") (result i32)
      (i32.add (ref.is_null (global.get $n)) (ref.is_null (global.get $e))))
    (func (export "called") (result i32) (call_ref $type (global.get $t)))
    (func (export "set") (result i32)
      (table.set (i32.const 0) (global.get $r)) (call_indirect (type $type) (i32.const 0)))
    (func (export "small") (result i32)
      (i32.add (i31.get_s (global.get $s))
        (i31.get_s (ref.cast i31ref (any.convert_extern (global.get $x))))))
    (func (export "derived") (result i32) (global.get $derived))))");
  before.call("init");
  const Bytes bytes = before.snapshot();
  Guest after(bytes);
  const auto exported = after.instance().exported("i");
  CHECK(static_cast<std::uint32_t>(std::get<runtime::Global*>(*exported)->slots[0]) == 0xfffffffb);
  CHECK(after.call("l").i64() == 0x8000000000000001);
  CHECK(after.call("f").i32() == 0x7fa00001);
  CHECK(after.call("d").i64() == 0xfff4000000000001);
  CHECK(after.call("v0").i64() == 0x0123456789abcdef);
  CHECK(after.call("v1").i64() == ~std::uint64_t{0});
  CHECK(after.call("nulls").i32() == 2);
  CHECK(after.call("called").i32() == 7);
  CHECK(after.call("set").i32() == 7);
  CHECK(after.call("small").i32() == 41);
  CHECK(after.call("derived").i32() == 42);
  // `set` has changed its table.
  CHECK(before.snapshot() == bytes);
}

TEST_CASE("a snapshot has tables as they are") {
  Guest before(R"((module
    (type $f (func (result i32)))
    (table $plain 4 8 funcref)
    (table $typed 2 (ref null $f))
    (table $wide i64 3 funcref)
    (table $full 2 5 (ref $f) (ref.func $one))
    (table $numbers 2 i31ref)
    (elem (table $plain) (i32.const 0) func $one $two)
    (func $one (type $f) (i32.const 1))
    (func $two (type $f) (i32.const 2))
    (func (export "init")
      (table.set $plain (i32.const 0) (ref.null func))
      (drop (table.grow $plain (ref.func $two) (i32.const 1)))
      (table.set $typed (i32.const 1) (ref.func $one))
      (table.set $wide (i64.const 2) (ref.func $two))
      (drop (table.grow $full (ref.func $two) (i32.const 2)))
      (table.set $full (i32.const 0) (ref.func $two))
      (table.set $numbers (i32.const 1) (ref.i31 (i32.const 9))))
    (func (export "plain") (param i32) (result i32)
      (call_indirect $plain (type $f) (local.get 0)))
    (func (export "size") (result i32) (table.size $plain))
    (func (export "typed") (result i32) (call_ref $f (table.get $typed (i32.const 1))))
    (func (export "wide") (result i32) (call_indirect $wide (type $f) (i64.const 2)))
    (func (export "full") (param i32) (result i32)
      (call_ref $f (table.get $full (local.get 0))))
    (func (export "number") (result i32) (i31.get_u (table.get $numbers (i32.const 1))))))");
  before.call("init");
  const Bytes bytes = before.snapshot();
  Guest after(bytes);
  CHECK(after.call("plain", {i32(0)}).kind() == TrapKind::UninitializedElement);
  CHECK(after.call("plain", {i32(1)}).i32() == 2);
  CHECK(after.call("plain", {i32(3)}).kind() == TrapKind::UninitializedElement);
  CHECK(after.call("plain", {i32(4)}).i32() == 2);
  CHECK(after.call("size").i32() == 5);
  CHECK(after.module().tables[0].type.limits.max == 8);
  CHECK(after.call("typed").i32() == 1);
  CHECK(after.call("wide").i32() == 2);
  CHECK(after.call("full", {i32(0)}).i32() == 2);
  CHECK(after.call("full", {i32(1)}).i32() == 1);
  CHECK(after.call("full", {i32(3)}).i32() == 2);
  CHECK(after.call("number").i32() == 9);
  CHECK(after.snapshot() == bytes);
}

TEST_CASE("functions of the host stay what they are in tables and globals") {
  constexpr std::string_view text = R"((module
    (import "host" "three" (func $three (result i32)))
    (type $f (func (result i32)))
    (table 2 funcref) (elem declare func $three)
    (global $g (mut (ref null $f)) (ref.null $f))
    (func (export "init")
      (table.set (i32.const 1) (ref.func $three)) (global.set $g (ref.func $three)))
    (func (export "sum") (result i32)
      (i32.add (call_indirect (type $f) (i32.const 1)) (call_ref $f (global.get $g))))))";
  const auto three = [](void*, runtime::Caller, runtime::Slot* slots) {
    slots[0] = 3;
    return runtime::Outcome::Ok;
  };
  World world;
  world.define("three", {}, {wasm::types::i32}, three);
  runtime::Instance& before = world.add("before", text);
  world.call(before, "init");
  const auto bytes = snapshotOf(before, {});
  REQUIRE(bytes);
  auto loaded = interp::load(world.engine, validate(*bytes), "after");
  REQUIRE(loaded);
  CHECK(world.call(world.add("after", *loaded), "sum").i32() == 6);
}

TEST_CASE(
    "segments keep their numbers where code knows them, and those that were dropped are empty") {
  Guest before(R"((module
    (memory 1)
    (table 4 funcref) (table $typed 4 (ref null $f))
    (type $f (func (result i32)))
    (data $active (i32.const 100) "active")
    (data $kept "kept")
    (data $dropped "dropped")
    (elem $all (table 0) (i32.const 0) func $one)
    (elem $rest func $one $two)
    (elem $gone (ref null $f) (ref.func $two))
    (func $one (type $f) (i32.const 1))
    (func $two (type $f) (i32.const 2))
    (func (export "init")
      (data.drop $dropped) (elem.drop $gone)
      (i32.store (i32.const 4096) (i32.const 5)) (i32.store (i32.const 8192) (i32.const 6))
      (i32.store (i32.const 12288) (i32.const 7)))
    (func (export "active") (memory.init $active (i32.const 0) (i32.const 0) (i32.const 1)))
    (func (export "kept") (result i32)
      (memory.init $kept (i32.const 0) (i32.const 0) (i32.const 4)) (i32.load (i32.const 0)))
    (func (export "dropped") (memory.init $dropped (i32.const 0) (i32.const 0) (i32.const 1)))
    (func (export "nothing") (memory.init $dropped (i32.const 0) (i32.const 0) (i32.const 0)))
    (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
    (func (export "all") (table.init 0 $all (i32.const 0) (i32.const 0) (i32.const 1)))
    (func (export "rest") (result i32)
      (table.init 0 $rest (i32.const 2) (i32.const 0) (i32.const 2))
      (call_indirect (type $f) (i32.const 3)))
    (func (export "gone")
      (table.init $typed $gone (i32.const 0) (i32.const 0) (i32.const 1)))
    (func (export "first") (result i32) (call_indirect (type $f) (i32.const 0)))))");
  before.call("init");
  const Bytes bytes = before.snapshot();
  Guest after(bytes);
  // Three places of memory were new, and one of them found no segment that was free.
  CHECK(after.module().datas.size() == 5);
  CHECK(after.module().dataCount == 5);
  CHECK(after.call("load", {i32(100)}).i32() == 0x69746361);
  CHECK(after.call("load", {i32(4096)}).i32() == 5);
  CHECK(after.call("load", {i32(12288)}).i32() == 7);
  CHECK(after.snapshot() == bytes);
  CHECK(after.call("active").kind() == TrapKind::MemoryOutOfBounds);
  CHECK(after.call("dropped").kind() == TrapKind::MemoryOutOfBounds);
  CHECK(after.call("nothing").kind() == TrapKind::None);
  CHECK(after.call("kept").i32() == 0x7470656b);
  CHECK(after.call("first").i32() == 1);
  CHECK(after.call("all").kind() == TrapKind::TableOutOfBounds);
  CHECK(after.call("gone").kind() == TrapKind::TableOutOfBounds);
  CHECK(after.call("rest").i32() == 2);
}

TEST_CASE("segments that no code knows are replaced") {
  Guest before(R"((module
    (memory 1) (table 4 funcref)
    (data (i32.const 0) "a") (data (i32.const 100) "b") (data "passive") (data (i32.const 2000) "c")
    (elem (i32.const 1) func $f) (elem (i32.const 2) func $f) (elem func $f)
    (func $f) (func (export "init"))))");
  Guest after(before.snapshot());
  CHECK(after.module().datas.size() == 2);
  CHECK(after.module().elems.size() == 1);
  CHECK(after.module().elems[0].functions.size() == 2);
}

TEST_CASE("functions that code refers to stay declared") {
  Guest before(R"((module
    (table 1 funcref)
    (elem (i32.const 0) func $two)
    (func $one (export "wizer.initialize") (table.set (i32.const 0) (ref.null func)))
    (func $two)
    (func (export "refs") (result i32)
      (i32.add (ref.is_null (ref.func $one)) (ref.is_null (ref.func $two))))))");
  before.call("wizer.initialize");
  Guest after(before.snapshot({.removed = {"wizer.initialize"}, .renamed = {}}));
  CHECK(after.call("refs").i32() == 0);
  CHECK_FALSE(isExported(after.module(), "wizer.initialize"));
}

TEST_CASE("the start function does not run again") {
  Guest before(R"((module
    (global $count (mut i32) (i32.const 0))
    (func $start (global.set $count (i32.add (global.get $count) (i32.const 1))))
    (start $start)
    (func (export "count") (result i32) (global.get $count))))");
  Guest after(before.snapshot());
  CHECK(after.call("count").i32() == 1);
}

TEST_CASE("exports are removed and renamed") {
  Guest before(R"((module
    (func (export "init")) (func (export "_start") unreachable)
    (func (export "resume") (result i32) (i32.const 1)) (memory (export "memory") 1)))");
  Guest after(before.snapshot({.removed = {"init", "none"}, .renamed = {{"_start", "resume"}}}));
  CHECK(after.module().exports.size() == 2);
  CHECK(after.call("_start").i32() == 1);
  const auto unknown = before.trySnapshot({.removed = {}, .renamed = {{"_start", "resum"}}});
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().kind() == ErrorKind::Usage);
  CHECK(unknown.error().message() == "no export has the name \"resum\"");
}

TEST_CASE("code and custom sections stay, names of data segments go") {
  Guest before(R"((module $app
    (memory $heap 1) (global $counter (mut i32) (i32.const 0)) (data $text (i32.const 0) "x")
    (@custom "first" (before first) "1") (@custom "last" "2")
    (func $run (export "init") (local $i i32) (i32.store (i32.const 0) (i32.const 7)))))");
  before.call("init");
  const Bytes bytes = before.snapshot();
  const auto valid = validate(bytes);
  const wasm::Module& module = valid->module();
  CHECK(valid->functionName(0) == "run");
  std::vector<std::string> names;
  for (const auto& custom : module.customs) names.push_back(custom.name);
  CHECK(std::ranges::count(names, "name") == 1);
  CHECK(std::ranges::count(names, "first") == 1);
  CHECK(std::ranges::count(names, "last") == 1);
  for (const auto& custom : module.customs) {
    if (custom.name == "first") CHECK(custom.after == wasm::SectionId::Custom);
  }
  const std::string all(bytes.begin(), bytes.end());
  CHECK(all.find("heap") != std::string::npos);
  CHECK(all.find("counter") != std::string::npos);
  CHECK(all.find("text") == std::string::npos);
}

TEST_CASE("what no module can say is refused by its place") {
  Guest object(R"((module (type $s (struct (field (mut i32))))
    (global (mut i32) (i32.const 1)) (global $g (mut (ref null $s)) (ref.null $s))
    (func (export "init") (global.set $g (struct.new_default $s)))))");
  CHECK(object.refusal().empty());
  object.call("init");
  CHECK(object.refusal() == "unsupported: global 1 can't be in a snapshot: it holds a structure or "
                            "an array");

  Guest table(R"((module (type $a (array i8)) (table 9 anyref)
    (func (export "init") (table.set (i32.const 5) (array.new_fixed $a 0)))))");
  table.call("init");
  CHECK(table.refusal() == "unsupported: table 0, element 5 can't be in a snapshot: it holds a "
                           "structure or an array");

  Guest exception(R"((module (tag $t) (global $g (mut exnref) (ref.null exn))
    (func (export "init")
      (global.set $g (block $caught (result exnref)
        (try_table (catch_all_ref $caught) (throw $t)) (unreachable))))))");
  exception.call("init");
  CHECK(exception.refusal() ==
        "unsupported: global 0 can't be in a snapshot: it holds an exception");

  Guest host(R"((module (global $g (mut externref) (ref.null extern))
    (func (export "init") (param externref) (global.set $g (local.get 0)))))");
  host.call("init", {{wasm::types::externref, runtime::hostRef(7)}});
  CHECK(host.refusal() == "unsupported: global 0 can't be in a snapshot: it holds a value of the "
                          "host");

  Guest elements(R"((module (type $s (struct (field (mut i32)))) (table 1 anyref)
    (elem $e anyref (struct.new_default $s))
    (func (export "init") (elem.drop $e))))");
  CHECK(elements.refusal() == "unsupported: element segment 0 can't be in a snapshot: it holds a "
                              "structure or an array that can change");
  elements.call("init");
  CHECK(elements.refusal().empty());
}

TEST_CASE("objects that never change stay what they are, where a global names them") {
  Guest before(R"((module
    (type $name (array i8))
    (type $class (struct (field (ref $name)) (field i32)))
    (global $text (ref $name) (array.new_fixed $name 2 (i32.const 65) (i32.const 66)))
    (global $early (mut anyref) (ref.null any))
    (global $class (ref $class) (struct.new $class (global.get $text) (i32.const 7)))
    (global $late (mut (ref null $class)) (ref.null $class))
    (table $table 2 structref)
    (elem $passive (ref $name) (array.new_fixed $name 1 (i32.const 67)))
    (func (export "init")
      (global.set $early (global.get $text))
      (global.set $late (global.get $class))
      (table.set (i32.const 1) (global.get $class)))
    (func (export "too_early") (global.set $early (global.get $class)))
    (func (export "same") (result i32)
      (i32.add
        (i32.add (ref.eq (global.get $late) (global.get $class))
          (ref.eq (table.get (i32.const 1)) (global.get $class)))
        (ref.eq (ref.cast eqref (global.get $early))
          (struct.get $class 0 (global.get $late)))))
    (func (export "second") (result i32)
      (array.get_u $name (struct.get $class 0 (global.get $late)) (i32.const 1)))
    (func (export "passive") (result i32)
      (array.len (ref.cast arrayref (table.get $more (i32.const 0)))))
    (table $more 1 arrayref)
    (func (export "fill") (table.init $more $passive (i32.const 0) (i32.const 0) (i32.const 1)))))");
  before.call("init");
  const Bytes bytes = before.snapshot();
  Guest after(bytes);
  CHECK(after.call("same").i32() == 3);
  CHECK(after.call("second").i32() == 66);
  CHECK(after.snapshot() == bytes);
  after.call("fill");
  CHECK(after.call("passive").i32() == 1);
  CHECK(after.refusal() == "unsupported: table 1, element 0 can't be in a snapshot: it holds a "
                           "structure or an array");
  before.call("too_early");
  CHECK(before.refusal() == "unsupported: global 1 can't be in a snapshot: it holds a structure or "
                            "an array");

  Guest changed(R"((module (type $s (struct (field (mut i32))))
    (global $g (ref $s) (struct.new $s (i32.const 1)))
    (func (export "init") (struct.set $s 0 (global.get $g) (i32.const 2)))))");
  CHECK(changed.refusal() ==
        "unsupported: global 0 can't be in a snapshot: it holds a structure or "
        "an array that can change");
}

TEST_CASE("functions of other instances are refused") {
  World world;
  world.add("other", R"((module (func (export "f"))))");
  runtime::Instance& guest = world.add("guest", R"((module
    (import "other" "f" (func $f))
    (table (export "table") 2 funcref) (func (export "g"))))");
  runtime::Instance& third = world.add("third", R"((module
    (import "guest" "table" (table 2 funcref)) (elem (i32.const 1) func $own) (func $own)))");
  REQUIRE(third.table(0)->size() == 2);
  const auto bytes = snapshotOf(guest, {});
  REQUIRE_FALSE(bytes);
  CHECK(bytes.error().message() == "table 0, element 1 can't be in a snapshot: it holds a function "
                                   "of another module");
}

TEST_CASE("modules of which there are no snapshots are known before they run") {
  const auto refusalOf = [](std::string_view text) {
    const auto checked = checkModule(interp::test::validate(text)->module());
    return checked ? std::string() : checked.error().message();
  };
  CHECK(refusalOf(R"((module (import "env" "f" (func)) (memory 1)))").empty());
  CHECK(refusalOf(R"((module (import "env" "memory" (memory 1))))") ==
        "a snapshot can't have a memory of another module: \"env\" \"memory\" is imported");
  CHECK(refusalOf(R"((module (import "env" "g" (global i32))))") ==
        "a snapshot can't have a global of another module: \"env\" \"g\" is imported");
  CHECK(refusalOf(R"((module (import "env" "t" (table 1 funcref))))") ==
        "a snapshot can't have a table of another module: \"env\" \"t\" is imported");
  CHECK(refusalOf(R"((module (import "env" "x" (tag))))") ==
        "a snapshot can't have a tag of another module: \"env\" \"x\" is imported");
  CHECK(refusalOf(R"((module (memory 1) (memory 1 2 shared)))") ==
        "a snapshot can't have a memory that threads share: memory 1 is");
}

}  // namespace wald::snapshot
