#pragma once

#include <cstdint>

#include "runtime/function.h"
#include "runtime/heap.h"

namespace wald::runtime {

class Engine;

/// What a cast has to find out of a reference that is not null, resolved when code is made.
struct CastTest {
  enum class Kind : std::uint8_t {
    All,      ///< a top type, which everything of its hierarchy is
    Nothing,  ///< a bottom type
    Eq,       ///< i31, structure or array
    I31,
    Struct,
    Array,
    Object,    ///< structure or array of the defined type
    Function,  ///< function of the defined type
  };

  Kind kind = Kind::All;
  bool nullable = false;  ///< whether null passes
  wasm::TypeId type = 0;
  std::uint32_t depth = 0;  ///< of the defined type
};

/// `target` is over the engine's type ids.
CastTest makeCastTest(const Engine& engine, wasm::ValType target);

/// Whether a type whose info is given is a subtype of the one with a depth and id.
inline bool isSubtype(const TypeInfo& info, wasm::TypeId type, std::uint32_t depth) {
  return info.id == type || (depth < info.depth && info.ancestors[depth] == type);
}

bool passesFunction(const Engine& engine, const CastTest& test, Ref ref);

/// "Execution › Instructions › ref.test".
inline bool passes(const Engine& engine, const Heap& heap, const CastTest& test, Ref ref) {
  if (ref == 0) return test.nullable;
  switch (test.kind) {
    case CastTest::Kind::All: return true;
    case CastTest::Kind::Nothing: return false;
    case CastTest::Kind::Eq: return isI31(ref) || isObjectRef(ref);
    case CastTest::Kind::I31: return isI31(ref);
    case CastTest::Kind::Struct:
      return isObjectRef(ref) && heap.infoOf(*toObject(ref)).kind == wasm::CompKind::Struct;
    case CastTest::Kind::Array:
      return isObjectRef(ref) && heap.infoOf(*toObject(ref)).kind == wasm::CompKind::Array;
    case CastTest::Kind::Object:
      return isObjectRef(ref) && (toObject(ref)->type == test.type ||
                                  isSubtype(heap.infoOf(*toObject(ref)), test.type, test.depth));
    case CastTest::Kind::Function: return passesFunction(engine, test, ref);
  }
  return false;
}

/// The top of the hierarchy that a heap type over the engine's ids belongs to.
wasm::AbsHeap topOf(const Engine& engine, wasm::HeapType heap);

/// The most precise type of a reference that is below `top`, over the engine's ids.
wasm::ValType dynamicType(const Heap& heap, Ref ref, wasm::AbsHeap top);

}  // namespace wald::runtime
