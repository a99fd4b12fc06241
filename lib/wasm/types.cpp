#include "wasm/types.h"

#include <fmt/format.h>

namespace wald::wasm {

namespace {

struct AbsNames {
  const char* heap;
  const char* nullableRef;
};

constexpr AbsNames absNames[] = {
    {"func", "funcref"},     {"nofunc", "nullfuncref"},
    {"extern", "externref"}, {"noextern", "nullexternref"},
    {"any", "anyref"},       {"eq", "eqref"},
    {"i31", "i31ref"},       {"struct", "structref"},
    {"array", "arrayref"},   {"none", "nullref"},
    {"exn", "exnref"},       {"noexn", "nullexnref"},
};

std::string listOf(const std::vector<ValType>& types) {
  std::string text = "(";
  for (std::size_t i = 0; i < types.size(); ++i) {
    if (i != 0) text += ", ";
    text += toString(types[i]);
  }
  return text + ")";
}

}  // namespace

AbsHeap topOf(AbsHeap heap) {
  switch (heap) {
    case AbsHeap::Func:
    case AbsHeap::NoFunc: return AbsHeap::Func;
    case AbsHeap::Extern:
    case AbsHeap::NoExtern: return AbsHeap::Extern;
    case AbsHeap::Any:
    case AbsHeap::Eq:
    case AbsHeap::I31:
    case AbsHeap::Struct:
    case AbsHeap::Array:
    case AbsHeap::None: return AbsHeap::Any;
    case AbsHeap::Exn:
    case AbsHeap::NoExn: return AbsHeap::Exn;
  }
  return AbsHeap::Any;
}

std::string toString(HeapType heap) {
  return heap.isDefined() ? fmt::format("{}", heap.index())
                          : absNames[static_cast<unsigned>(heap.abs())].heap;
}

std::string toString(ValType type) {
  switch (type.code()) {
    case ValType::Code::I32: return "i32";
    case ValType::Code::I64: return "i64";
    case ValType::Code::F32: return "f32";
    case ValType::Code::F64: return "f64";
    case ValType::Code::V128: return "v128";
    case ValType::Code::I8: return "i8";
    case ValType::Code::I16: return "i16";
    case ValType::Code::Bottom: return "unknown";
    case ValType::Code::Ref: break;
  }
  if (type.isNullable() && !type.heap().isDefined())
    return absNames[static_cast<unsigned>(type.heap().abs())].nullableRef;
  return fmt::format("(ref {}{})", type.isNullable() ? "null " : "", toString(type.heap()));
}

std::string toString(const CompType& type) {
  switch (type.kind) {
    case CompKind::Func: return fmt::format("{} -> {}", listOf(type.params), listOf(type.results));
    case CompKind::Struct: return fmt::format("struct of {} fields", type.fields.size());
    case CompKind::Array: return fmt::format("array of {}", toString(type.fields.at(0).type));
  }
  return {};
}

const char* toString(ExternKind kind) {
  switch (kind) {
    case ExternKind::Func: return "function";
    case ExternKind::Table: return "table";
    case ExternKind::Memory: return "memory";
    case ExternKind::Global: return "global";
    case ExternKind::Tag: return "tag";
  }
  return "";
}

}  // namespace wald::wasm
