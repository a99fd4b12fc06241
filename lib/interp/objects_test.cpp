#include "interp/guest_test.h"
#include "runtime/objects.h"

namespace wald::interp {

using namespace test;

TEST_CASE("a guest that forgets what it makes runs in a small heap") {
  runtime::Config config;
  config.limits.gcHeapBytes = std::uint64_t{2} << 20;
  World world(config);
  auto& guest = world.add("guest", R"((module
    (type $cell (struct (field i64) (field (ref null $cell))))
    (type $cells (array (mut (ref null $cell))))
    ;; A ring of 1000 cells, replaced one after another; the sum of those that are left.
    (func (export "churn") (param $count i32) (result i64)
      (local $ring (ref $cells)) (local $i i32) (local $sum i64)
      (local.set $ring (array.new_default $cells (i32.const 1000)))
      (loop $next
        (array.set $cells (local.get $ring) (i32.rem_u (local.get $i) (i32.const 1000))
          (struct.new $cell (i64.extend_i32_u (local.get $i)) (ref.null $cell)))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br_if $next (i32.lt_u (local.get $i) (local.get $count))))
      (local.set $i (i32.const 0))
      (loop $next
        (local.set $sum (i64.add (local.get $sum)
          (struct.get $cell 0 (array.get $cells (local.get $ring) (local.get $i)))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br_if $next (i32.lt_u (local.get $i) (i32.const 1000))))
      (local.get $sum))
    (func (export "keep") (result i64)
      (local $list (ref null $cell))
      (loop $next
        (local.set $list (struct.new $cell (i64.const 1) (local.get $list)))
        (br $next))
      (i64.const 0))))");
  // The last thousand numbers below 500,000.
  CHECK(world.call(guest, "churn", {i32(500'000)}).i64() == 499'499'500);
  CHECK(world.store->heap().statistics().collections > 3);
  CHECK(world.call(guest, "keep").kind() == TrapKind::OutOfMemory);
  // What was kept is garbage now.
  CHECK(world.call(guest, "churn", {i32(500'000)}).i64() == 499'499'500);
}

TEST_CASE("what expressions are still to use survives a collection at every allocation") {
  runtime::Config config;
  config.gcStress = true;
  World world(config);
  auto& guest = world.add("guest", R"((module
    (type $leaf (struct (field i32)))
    (type $pair (struct (field (ref $leaf)) (field v128) (field (ref null $pair))))
    (type $array (array (ref $leaf)))
    (global $fixed (ref $array) (array.new_fixed $array 3
      (struct.new $leaf (i32.const 1)) (struct.new $leaf (i32.const 2)) (struct.new $leaf (i32.const 3))))
    (elem $segment (ref $leaf) (struct.new $leaf (i32.const 40)) (struct.new $leaf (i32.const 50)))
    (func $leaf (param i32) (result (ref $leaf)) (struct.new $leaf (local.get 0)))
    (func $value (param (ref $pair)) (result i32)
      (i32.add (struct.get $leaf 0 (struct.get $pair 0 (local.get 0)))
               (i32x4.extract_lane 3 (struct.get $pair 1 (local.get 0)))))
    (func (export "nested") (result i32)
      (call $value (struct.new $pair (call $leaf (i32.const 100)) (v128.const i32x4 1 2 3 4)
        (struct.new $pair (struct.new $leaf (i32.const 7)) (v128.const i64x2 0 0) (ref.null $pair)))))
    (func (export "operands") (result i32)
      ;; The first operand lies on the operand stack while the second is made.
      (i32.sub (struct.get $leaf 0 (struct.new $leaf (i32.const 9)))
               (call $value (struct.new $pair (struct.new $leaf (i32.const 1)) (v128.const i64x2 0 0) (ref.null $pair)))))
    (func (export "constants") (result i32)
      (i32.add (struct.get $leaf 0 (array.get $array (global.get $fixed) (i32.const 2)))
               (struct.get $leaf 0 (array.get $array
                 (array.new_elem $array $segment (i32.const 0) (i32.const 2)) (i32.const 1)))))))");
  CHECK(world.call(guest, "nested").i32() == 104);
  CHECK(world.call(guest, "operands").i32() == 8);
  CHECK(world.call(guest, "constants").i32() == 53);
  CHECK(world.store->heap().statistics().collections > 10);
}

TEST_CASE("a host function's objects are alive while its guest uses them") {
  runtime::Config config;
  config.gcStress = true;
  World world(config);
  struct Host {
    static runtime::Outcome extend(void*, runtime::Caller caller, runtime::Slot* slots) {
      auto& store = caller.store;
      auto& heap = store.heap();
      // A pair of what came, made of what only the host's frame refers to for a while.
      const auto& info = heap.infoOf(caller.instance->module().types[0]);
      const runtime::Slot fields[] = {slots[0], runtime::i31Ref(5)};
      slots[0] = runtime::toRef(runtime::newStruct(heap, info, fields));
      return runtime::Outcome::Ok;
    }
  };
  world.define("extend", {wasm::types::anyref}, {wasm::types::anyref}, Host::extend);
  auto& guest = world.add("guest", R"((module
    (type $pair (struct (field anyref) (field anyref)))
    (import "host" "extend" (func $extend (param anyref) (result anyref)))
    (func (export "run") (result i32)
      (local $pair (ref $pair))
      (local.set $pair (ref.cast (ref $pair) (call $extend (call $extend (struct.new $pair (ref.i31 (i32.const 3)) (ref.null any))))))
      (drop (struct.new $pair (ref.null any) (ref.null any)))
      (i32.add
        (i31.get_s (ref.cast (ref i31) (struct.get $pair 1 (local.get $pair))))
        (i31.get_s (ref.cast (ref i31)
          (struct.get $pair 0 (ref.cast (ref $pair)
            (struct.get $pair 0 (ref.cast (ref $pair)
              (struct.get $pair 0 (local.get $pair))))))))))))");
  CHECK(world.call(guest, "run").i32() == 8);
}

TEST_CASE("references to host values pass through both hierarchies") {
  World world;
  auto& guest = world.add("guest", R"((module
    (table 1 anyref)
    (func (export "keep") (param externref) (table.set (i32.const 0) (any.convert_extern (local.get 0))))
    (func (export "give") (result externref) (extern.convert_any (table.get (i32.const 0))))
    (func (export "kind") (result i32)
      (i32.or (ref.test (ref eq) (table.get (i32.const 0)))
              (i32.shl (ref.test (ref any) (table.get (i32.const 0))) (i32.const 1))))))");
  const Value value{wasm::types::externref, runtime::hostRef(0x123456789abcdef)};
  REQUIRE(!world.call(guest, "keep", {value}).trap);
  CHECK(world.call(guest, "give").values[0].low == value.low);
  CHECK(world.call(guest, "kind").i32() == 2);
}

}  // namespace wald::interp
