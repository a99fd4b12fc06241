#include "wasm/types.h"

#include <catch2/catch.hpp>

#include "wasm/features.h"
#include "wasm/trap.h"

namespace wald::wasm {

TEST_CASE("value types keep what they are made of") {
  const ValType nullable = ValType::ref(HeapType::defined(0xff'fffe), true);
  CHECK(nullable.isRef());
  CHECK(nullable.isNullable());
  CHECK(nullable.isDefaultable());
  CHECK(nullable.heap().isDefined());
  CHECK(nullable.heap().index() == 0xff'fffe);
  CHECK(nullable.kind() == Kind::Ref);

  const ValType exact = nullable.withNull(false);
  CHECK_FALSE(exact.isNullable());
  CHECK_FALSE(exact.isDefaultable());
  CHECK(exact.heap() == nullable.heap());
  CHECK(exact != nullable);

  CHECK(types::funcref.heap() == HeapType(AbsHeap::Func));
  CHECK_FALSE(types::funcref.heap().isDefined());
  CHECK(types::funcref == ValType::ref(AbsHeap::Func, true));
  CHECK(types::i32.isNum());
  CHECK_FALSE(types::v128.isNum());
  CHECK(types::v128.isVec());
  CHECK(ValType(ValType::Code::I8).isPacked());
  CHECK(ValType(ValType::Code::I8).kind() == Kind::I32);
  CHECK(ValType().isBottom());
}

TEST_CASE("types are told as the text format writes them") {
  CHECK(toString(types::i64) == "i64");
  CHECK(toString(types::v128) == "v128");
  CHECK(toString(ValType(ValType::Code::I16)) == "i16");
  CHECK(toString(types::funcref) == "funcref");
  CHECK(toString(ValType::ref(AbsHeap::None, true)) == "nullref");
  CHECK(toString(ValType::ref(AbsHeap::NoExtern, false)) == "(ref noextern)");
  CHECK(toString(ValType::ref(HeapType::defined(3), true)) == "(ref null 3)");
  CHECK(toString(ValType::ref(HeapType::defined(3), false)) == "(ref 3)");
  CHECK(toString(HeapType(AbsHeap::I31)) == "i31");

  CompType function;
  function.params = {types::i32, types::funcref};
  function.results = {types::f64};
  CHECK(toString(function) == "(i32, funcref) -> (f64)");
  CHECK(toString(CompType{}) == "() -> ()");
}

TEST_CASE("features are named once") {
  CHECK(nameOf(Feature::LegacyExceptions) == "legacy-exceptions");
  CHECK(featureNamed("multi-memory") == Feature::MultiMemory);
  CHECK_FALSE(featureNamed("multi"));

  Features features;
  CHECK(features.has(Feature::Gc));
  CHECK_FALSE(features.has(Feature::LegacyExceptions));
  CHECK(Features::all().has(Feature::LegacyExceptions));
  features.set(Feature::Gc, false);
  CHECK_FALSE(features.has(Feature::Gc));
  CHECK(features.has(Feature::Mvp));
}

}  // namespace wald::wasm
