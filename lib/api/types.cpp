#include "wald/types.h"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

#include "api/convert.h"

namespace wald {

namespace {

// The public enumerations are the internal ones, in their order.
using wasm::AbsHeap;
using Heap = ValueType::Heap;
static_assert(static_cast<int>(Heap::Func) == static_cast<int>(AbsHeap::Func) &&
              static_cast<int>(Heap::NoFunc) == static_cast<int>(AbsHeap::NoFunc) &&
              static_cast<int>(Heap::Extern) == static_cast<int>(AbsHeap::Extern) &&
              static_cast<int>(Heap::NoExtern) == static_cast<int>(AbsHeap::NoExtern) &&
              static_cast<int>(Heap::Any) == static_cast<int>(AbsHeap::Any) &&
              static_cast<int>(Heap::Eq) == static_cast<int>(AbsHeap::Eq) &&
              static_cast<int>(Heap::I31) == static_cast<int>(AbsHeap::I31) &&
              static_cast<int>(Heap::Struct) == static_cast<int>(AbsHeap::Struct) &&
              static_cast<int>(Heap::Array) == static_cast<int>(AbsHeap::Array) &&
              static_cast<int>(Heap::None) == static_cast<int>(AbsHeap::None) &&
              static_cast<int>(Heap::Exn) == static_cast<int>(AbsHeap::Exn) &&
              static_cast<int>(Heap::NoExn) == static_cast<int>(AbsHeap::NoExn));
static_assert(static_cast<int>(ExternKind::Tag) == static_cast<int>(wasm::ExternKind::Tag));

}  // namespace

ValueType ValueType::i32() { return api::toPublic(wasm::types::i32); }
ValueType ValueType::i64() { return api::toPublic(wasm::types::i64); }
ValueType ValueType::f32() { return api::toPublic(wasm::types::f32); }
ValueType ValueType::f64() { return api::toPublic(wasm::types::f64); }
ValueType ValueType::v128() { return api::toPublic(wasm::types::v128); }
ValueType ValueType::funcref() { return api::toPublic(wasm::types::funcref); }
ValueType ValueType::externref() { return api::toPublic(wasm::types::externref); }
ValueType ValueType::anyref() { return api::toPublic(wasm::types::anyref); }
ValueType ValueType::exnref() { return api::toPublic(wasm::types::exnref); }
ValueType ValueType::ref(Heap heap, bool nullable) {
  return api::toPublic(wasm::ValType::ref(static_cast<AbsHeap>(heap), nullable));
}

ValueType::Kind ValueType::kind() const {
  switch (api::toWasm(*this).code()) {
    case wasm::ValType::Code::I64: return Kind::I64;
    case wasm::ValType::Code::F32: return Kind::F32;
    case wasm::ValType::Code::F64: return Kind::F64;
    case wasm::ValType::Code::V128: return Kind::V128;
    case wasm::ValType::Code::Ref: return Kind::Ref;
    case wasm::ValType::Code::I32:
    case wasm::ValType::Code::I8:
    case wasm::ValType::Code::I16:
    case wasm::ValType::Code::Bottom: break;
  }
  return Kind::I32;
}

ValueType::Heap ValueType::heap() const {
  const wasm::HeapType heap = api::toWasm(*this).heap();
  return heap.isDefined() ? Heap::Defined : static_cast<Heap>(heap.abs());
}

bool ValueType::isNullable() const { return api::toWasm(*this).isNullable(); }
std::string ValueType::toString() const { return wasm::toString(api::toWasm(*this)); }

std::string FuncType::toString() const {
  wasm::CompType type;
  type.params = api::toWasm(params);
  type.results = api::toWasm(results);
  return wasm::toString(type);
}

namespace {

std::string range(std::uint64_t minimum, std::optional<std::uint64_t> maximum) {
  return maximum ? fmt::format("{}..{}", minimum, *maximum) : fmt::format("{}..", minimum);
}

struct Describe {
  std::string operator()(const FuncType& type) const { return "function " + type.toString(); }
  std::string operator()(const TableType& type) const {
    return fmt::format("table {}{} {}", type.is64 ? "i64 " : "", range(type.minimum, type.maximum),
                       type.element.toString());
  }
  std::string operator()(const MemoryType& type) const {
    return fmt::format("{}memory {}{}{}", type.isShared ? "shared " : "", type.is64 ? "i64 " : "",
                       range(type.minimum, type.maximum),
                       type.pageSize == 65536 ? "" : fmt::format(" pages of {}", type.pageSize));
  }
  std::string operator()(const GlobalType& type) const {
    return fmt::format("global {}{}", type.isMutable ? "mut " : "", type.value.toString());
  }
  std::string operator()(const TagType& type) const { return "tag " + type.func.toString(); }
};

}  // namespace

std::string toString(const ExternType& type) { return std::visit(Describe(), type); }

}  // namespace wald

namespace wald::api {

std::vector<wasm::ValType> toWasm(const std::vector<ValueType>& types) {
  std::vector<wasm::ValType> made;
  made.reserve(types.size());
  for (const ValueType type : types) made.push_back(toWasm(type));
  return made;
}

std::vector<ValueType> toPublic(const std::vector<wasm::ValType>& types) {
  std::vector<ValueType> made;
  made.reserve(types.size());
  for (const wasm::ValType type : types) made.push_back(toPublic(type));
  return made;
}

FuncType toPublic(const wasm::CompType& type) {
  return {toPublic(type.params), toPublic(type.results)};
}

TableType toPublic(const wasm::TableType& type) {
  return {toPublic(type.element), type.limits.min, type.limits.max,
          type.address == wasm::AddressType::I64};
}

MemoryType toPublic(const wasm::MemoryType& type) {
  return {type.limits.min, type.limits.max, type.address == wasm::AddressType::I64, type.shared,
          std::uint64_t{1} << type.pageSizeLog2};
}

GlobalType toPublic(const wasm::GlobalType& type) { return {toPublic(type.type), type.isMutable}; }

wasm::TableType toWasm(const TableType& type) {
  return {{type.minimum, type.maximum},
          toWasm(type.element),
          type.is64 ? wasm::AddressType::I64 : wasm::AddressType::I32};
}

Result<wasm::MemoryType> toWasm(const MemoryType& type) {
  if (type.pageSize != 65536 && type.pageSize != 1) {
    return Error(ErrorKind::Usage,
                 fmt::format("pages of {} bytes: it is 65536 or 1", type.pageSize));
  }
  if (type.isShared && !type.maximum) {
    return Error(ErrorKind::Usage, "a shared memory must have a maximum");
  }
  if (type.maximum && *type.maximum < type.minimum) {
    return Error(ErrorKind::Usage, "the minimum of a memory is greater than its maximum");
  }
  return wasm::MemoryType{{type.minimum, type.maximum},
                          type.is64 ? wasm::AddressType::I64 : wasm::AddressType::I32,
                          type.isShared,
                          static_cast<std::uint8_t>(std::countr_zero(type.pageSize))};
}

ExternType toPublic(const runtime::Module& module, const wasm::ExternType& type) {
  switch (type.kind) {
    case wasm::ExternKind::Func: return toPublic(module.engine.typeOf(module.types[type.func()]));
    case wasm::ExternKind::Table: {
      wasm::TableType table = type.table();
      table.element = wasm::toIds(table.element, module.types);
      return toPublic(table);
    }
    case wasm::ExternKind::Memory: return toPublic(type.memory());
    case wasm::ExternKind::Global: {
      wasm::GlobalType global = type.global();
      global.type = wasm::toIds(global.type, module.types);
      return toPublic(global);
    }
    case wasm::ExternKind::Tag: break;
  }
  return TagType{toPublic(module.engine.typeOf(module.types[type.tag().type]))};
}

wasm::ExternType typeOfExport(const wasm::Module& wasm, const wasm::Export& item) {
  wasm::ExternType type{item.kind, std::uint32_t{0}};
  switch (item.kind) {
    case wasm::ExternKind::Func: type.type = wasm.functions[item.index].type; break;
    case wasm::ExternKind::Table: type.type = wasm.tables[item.index].type; break;
    case wasm::ExternKind::Memory: type.type = wasm.memories[item.index].type; break;
    case wasm::ExternKind::Global: type.type = wasm.globals[item.index].type; break;
    case wasm::ExternKind::Tag: type.type = wasm.tags[item.index].type; break;
  }
  return type;
}

}  // namespace wald::api
