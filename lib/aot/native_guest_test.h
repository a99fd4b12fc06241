#pragma once

#include <cstdint>
#include <vector>

#include "artifact/tables.h"

// Functions as a compiler would make them, written by hand, and their tables: the module whose text is `guestText`.

namespace wald::aot::test {

inline constexpr const char* guestText = R"((module
  (type $pair (struct (field i64) (field i64)))
  (type $foreign (func (param i32 i64 i32 i32 i64 f64 v128) (result i64 f64 v128)))
  (import "host" "foreign" (func $foreign (type $foreign)))
  (import "host" "raise" (func $raise (param i64) (result i64)))
  (memory (export "memory") 1)
  (tag $tag (export "tag") (param i64))
  (func $mix (export "mix")
    (param i32 i64 i32 i64 i32 f64 f64 f64 f64 f64 f64 f64 f64 f64 v128)
    (result i64 f64 v128 i32) unreachable)
  (func $second (export "second") (param f32 v128) (result v128) unreachable)
  (func $outer (export "outer") unreachable)
  (func $inner unreachable)
  (func $load (export "load") (param i32) (result i32) unreachable)
  (func $callForeign (export "callForeign") (result i64 f64 v128) unreachable)
  (func $throw (export "throw") (param i64) (result i64) unreachable)
  (func $catch (export "catch") (param i64) (result i64) unreachable)
  (func $catchForeign (export "catchForeign") (param i64) (result i64) unreachable)
  (func $throwForeign (export "throwForeign") (param i64) (result i64) unreachable)
  (func $recurse (export "recurse") unreachable)
  (func $recurseOut (export "recurseOut") unreachable)
  (func $keep (export "keep") (result i64) unreachable)
  (func $divide (export "divide") (param i32 i32) (result i32) unreachable)
  (func $element (export "element") unreachable)
  (func $grow (export "grow") (param i32) (result i32) unreachable)
))";

/// The tables of the guest's code, and the code itself.
class NativeGuest {
public:
  NativeGuest();
  const artifact::Tables& tables() const { return tables_; }
  /// The offset in the module that the tables give for a function's call or trap.
  static std::uint32_t offsetOf(unsigned definedFunction) { return 1000 + definedFunction; }

private:
  std::vector<std::uint32_t> functions_;
  std::vector<artifact::CallSite> callSites_;
  std::vector<artifact::UnwindRow> unwindRows_;
  std::vector<artifact::UnwindShape> unwindShapes_;
  std::vector<artifact::LandingPad> landingPads_;
  artifact::Tables tables_;
};

}  // namespace wald::aot::test
