#pragma once

#include <catch2/catch.hpp>

#include <vector>

#include "runtime/linker.h"

// What tests of all engines share: a guest that keeps values of the host in each kind of place while they are collected.

namespace wald::interp::test {

/// The host's part: makes numbered values, collects, and looks at what is left.
class HostObjectsGuest {
public:
  static constexpr const char* text = R"((module
    (import "host" "make" (func $make (param i32) (result externref)))
    (import "host" "collect" (func $collect))
    (import "host" "number" (func $number (param externref) (result i32)))
    (type $box (struct (field (mut externref))))
    (type $list (array (mut anyref)))
    (tag $tag (param i32 externref))
    (table $table 3 externref)
    (global $global (mut externref) (ref.null extern))
    (global $boxed (mut (ref null $box)) (ref.null $box))
    (global $listed (mut (ref null $list)) (ref.null $list))
    (func $numberAfter (param externref) (result i32)
      (call $collect)
      (call $number (local.get 0)))
    (func $pass (param externref) (result externref) (call $collect) (local.get 0))
    (func $throwing (param i32)
      (throw $tag (local.get 0) (call $make (local.get 0))))

    (func (export "local") (param i32) (result i32)
      (local $kept externref)
      (local.set $kept (call $make (local.get 0)))
      (call $collect)
      (drop (call $make (i32.const 1000)))
      (call $number (local.get $kept)))
    (func (export "operand") (param i32) (result i32)
      ;; The first operand waits while others are made and lost.
      (call $make (local.get 0))
      (call $collect)
      (drop (call $pass (call $make (i32.const 1001))))
      (call $numberAfter))
    (func (export "tail") (param i32) (result i32)
      (return_call $numberAfter (call $make (local.get 0))))
    (func (export "tailToHost") (param i32) (result i32)
      (return_call $number (call $pass (call $make (local.get 0)))))
    (func (export "converted") (param i32) (result i32)
      (local $kept anyref)
      (local.set $kept (any.convert_extern (call $make (local.get 0))))
      (call $collect)
      (if (ref.test i31ref (local.get $kept)) (then (unreachable)))
      (if (ref.test eqref (local.get $kept)) (then (unreachable)))
      (call $number (extern.convert_any (local.get $kept))))
    (func (export "exception") (param i32) (result i32)
      (local $exception exnref)
      (block $caught (result i32 externref exnref)
        (try_table (catch_ref $tag $caught) (call $throwing (local.get 0)))
        (unreachable))
      (local.set $exception)
      (drop) (drop)
      (call $collect)
      (block $again (result i32 externref)
        (try_table (catch $tag $again) (throw_ref (local.get $exception)))
        (unreachable))
      (call $numberAfter)
      (return (i32.div_u (i32.add) (i32.const 2))))

    (func (export "keep") (param i32)
      (global.set $global (call $make (local.get 0)))
      (table.set $table (i32.const 1) (call $make (i32.add (local.get 0) (i32.const 1))))
      (global.set $boxed (struct.new $box (call $make (i32.add (local.get 0) (i32.const 2)))))
      (global.set $listed (array.new $list
        (any.convert_extern (call $make (i32.add (local.get 0) (i32.const 3)))) (i32.const 500))))
    (func (export "sum") (result i32)
      (call $collect)
      (i32.add
        (i32.add (call $number (global.get $global)) (call $number (table.get $table (i32.const 1))))
        (i32.add (call $number (struct.get $box 0 (global.get $boxed)))
          (call $number (extern.convert_any (array.get $list (global.get $listed) (i32.const 499)))))))
    (func (export "forget")
      (global.set $global (ref.null extern))
      (table.set $table (i32.const 1) (ref.null extern))
      (global.set $boxed (ref.null $box))
      (global.set $listed (ref.null $list)))))";

  void define(runtime::Engine& engine, runtime::Store& store, runtime::Linker& linker) {
    using wasm::types::externref;
    using wasm::types::i32;
    const auto add = [&](const char* name, std::vector<wasm::ValType> params,
                         std::vector<wasm::ValType> results, runtime::HostEntry entry) {
      const auto type = engine.addFunctionType(std::move(params), std::move(results));
      linker.define("host", name, store.addHostFunction(type, entry, this));
    };
    add("make", {i32}, {externref}, [](void* env, runtime::Caller caller, runtime::Slot* slots) {
      auto& self = *static_cast<HostObjectsGuest*>(env);
      auto ref = caller.store.addHostObject(new Item{&self, static_cast<std::uint32_t>(slots[0])},
                                            release);
      if (!ref) return caller.store.raise(wasm::TrapKind::Host);
      slots[0] = *ref;
      return runtime::Outcome::Ok;
    });
    add("collect", {}, {}, [](void*, runtime::Caller caller, runtime::Slot*) {
      caller.store.heap().collect();
      return runtime::Outcome::Ok;
    });
    add("number", {externref}, {i32}, [](void*, runtime::Caller caller, runtime::Slot* slots) {
      const void* data = caller.store.dataOf(slots[0]);
      slots[0] = data == nullptr ? 0 : static_cast<const Item*>(data)->number;
      return runtime::Outcome::Ok;
    });
  }

  /// Runs the guest, an instance of the text.
  void check(runtime::Store& store, runtime::Instance& guest) {
    const auto call = [&](const char* name, std::vector<runtime::Value> arguments) {
      INFO(name);
      runtime::TrapPtr trap;
      auto results =
          store.call(*std::get<runtime::Function*>(*guest.exported(name)), arguments, trap);
      REQUIRE(results);
      if (trap) FAIL(trap->message());
      return results->empty() ? 0 : results->front().asI32();
    };
    std::uint32_t number = 5;
    for (const char* name : {"local", "operand", "tail", "tailToHost", "converted", "exception"}) {
      ++number;
      CHECK(call(name, {runtime::Value::i32(number)}) == number);
    }
    call("keep", {runtime::Value::i32(100)});
    CHECK(call("sum", {}) == 406);
    // What else stacks hold is by chance.
    store.heap().collect();
    CHECK(alive() <= 4 + 2);
    call("forget", {});
    store.heap().collect();
    CHECK(alive() <= 2);
  }

  /// Values that were made and not released.
  std::size_t alive() const { return made_ - released_; }

private:
  struct Item {
    HostObjectsGuest* guest;
    std::uint32_t number;
    Item(HostObjectsGuest* of, std::uint32_t value) : guest(of), number(value) { ++of->made_; }
  };
  static void release(void* data) {
    const auto* item = static_cast<Item*>(data);
    ++item->guest->released_;
    delete item;
  }

  std::size_t made_ = 0;
  std::size_t released_ = 0;
};

}  // namespace wald::interp::test
