#include "runtime/cast.h"

#include "runtime/engine.h"

namespace wald::runtime {

using wasm::AbsHeap;

CastTest makeCastTest(const Engine& engine, wasm::ValType target) {
  CastTest test;
  test.nullable = target.isNullable();
  const wasm::HeapType heap = target.heap();
  if (heap.isDefined()) {
    const TypeInfo& info = engine.infoOf(heap.index());
    test.kind =
        info.kind == wasm::CompKind::Func ? CastTest::Kind::Function : CastTest::Kind::Object;
    test.type = info.id;
    test.depth = info.depth;
    return test;
  }
  switch (heap.abs()) {
    case AbsHeap::Func:
    case AbsHeap::Extern:
    case AbsHeap::Any:
    case AbsHeap::Exn: test.kind = CastTest::Kind::All; break;
    case AbsHeap::NoFunc:
    case AbsHeap::NoExtern:
    case AbsHeap::None:
    case AbsHeap::NoExn: test.kind = CastTest::Kind::Nothing; break;
    case AbsHeap::Eq: test.kind = CastTest::Kind::Eq; break;
    case AbsHeap::I31: test.kind = CastTest::Kind::I31; break;
    case AbsHeap::Struct: test.kind = CastTest::Kind::Struct; break;
    case AbsHeap::Array: test.kind = CastTest::Kind::Array; break;
  }
  return test;
}

bool passesFunction(const Engine& engine, const CastTest& test, Ref ref) {
  const wasm::TypeId type = toFunction(ref)->type;
  return type == test.type || isSubtype(engine.infoOf(type), test.type, test.depth);
}

AbsHeap topOf(const Engine& engine, wasm::HeapType heap) {
  return heap.isDefined() ? wasm::topOf(engine.typeOf(heap.index()).kind) : wasm::topOf(heap.abs());
}

wasm::ValType dynamicType(const Heap& heap, Ref ref, AbsHeap top) {
  if (ref == 0) {
    const AbsHeap bottom = top == AbsHeap::Func     ? AbsHeap::NoFunc
                           : top == AbsHeap::Extern ? AbsHeap::NoExtern
                           : top == AbsHeap::Exn    ? AbsHeap::NoExn
                                                    : AbsHeap::None;
    return wasm::ValType::ref(bottom, true);
  }
  if (top == AbsHeap::Func) {
    return wasm::ValType::ref(wasm::HeapType::defined(toFunction(ref)->type), false);
  }
  if (top != AbsHeap::Any) return wasm::ValType::ref(top, false);
  if (isI31(ref)) return wasm::ValType::ref(AbsHeap::I31, false);
  if (!isObjectRef(ref)) return wasm::ValType::ref(AbsHeap::Any, false);
  return wasm::ValType::ref(wasm::HeapType::defined(heap.infoOf(*toObject(ref)).id), false);
}

}  // namespace wald::runtime
