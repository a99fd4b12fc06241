#include "runtime/describe.h"

#include <fmt/format.h>

#include "runtime/call_values.h"

namespace wald::runtime {

namespace {

std::string describe(const wasm::CompType& type) {
  return fmt::format("function {}", toString(type));
}

std::string describe(const wasm::Limits& limits, wasm::AddressType address) {
  return fmt::format("{}{}..{}", address == wasm::AddressType::I64 ? "i64 " : "", limits.min,
                     limits.max ? fmt::format("{}", *limits.max) : "");
}

std::string describe(const wasm::TableType& type) {
  return fmt::format("table {} {}", describe(type.limits, type.address), toString(type.element));
}

std::string describe(const wasm::MemoryType& type) {
  std::string text = fmt::format("memory {}", describe(type.limits, type.address));
  if (type.shared) text += " shared";
  if (type.pageSizeLog2 != 16) {
    text += fmt::format(" pagesize {}", std::uint64_t{1} << type.pageSizeLog2);
  }
  return text;
}

std::string describe(const wasm::GlobalType& type) {
  return fmt::format("global {}{}", type.isMutable ? "mut " : "", toString(type.type));
}

std::string describeTag(const wasm::CompType& type) {
  std::string text = toString(type);
  return fmt::format("tag {}", text.substr(0, text.find(" -> ")));
}

}  // namespace

std::string describe(const wasm::Module& module, const wasm::ExternType& type) {
  switch (type.kind) {
    case wasm::ExternKind::Func: return describe(module.types[type.func()].comp);
    case wasm::ExternKind::Table: return describe(type.table());
    case wasm::ExternKind::Memory: return describe(type.memory());
    case wasm::ExternKind::Global: return describe(type.global());
    case wasm::ExternKind::Tag: return describeTag(module.types[type.tag().type].comp);
  }
  return {};
}

std::string describe(const Engine& engine, const Extern& value) {
  switch (kindOf(value)) {
    case wasm::ExternKind::Func: return describe(engine.typeOf(std::get<Function*>(value)->type));
    case wasm::ExternKind::Table: {
      wasm::TableType type = std::get<Table*>(value)->type();
      type.limits.min = std::get<Table*>(value)->size();
      return describe(type);
    }
    case wasm::ExternKind::Memory: {
      wasm::MemoryType type = std::get<Memory*>(value)->type();
      type.limits.min = std::get<Memory*>(value)->pages();
      return describe(type);
    }
    case wasm::ExternKind::Global: return describe(std::get<Global*>(value)->type);
    case wasm::ExternKind::Tag: return describeTag(engine.typeOf(std::get<Tag*>(value)->type));
  }
  return {};
}

std::string describe(const Engine& engine, const Exception& exception) {
  std::string text;
  const auto& params = engine.typeOf(exception.head.type).params;
  const std::span slots(exception.values(), exception.head.length);
  for (const Value& value : unpackValues(params, slots)) {
    text += fmt::format("{}{}:", text.empty() ? "thrown with " : " ", wasm::toString(value.type));
    switch (value.type.code()) {
      case Storage::I32: text += fmt::format("{}", static_cast<std::int32_t>(value.low)); break;
      case Storage::I64: text += fmt::format("{}", static_cast<std::int64_t>(value.low)); break;
      case Storage::F32: text += fmt::format("{}", value.asF32()); break;
      case Storage::F64: text += fmt::format("{}", value.asF64()); break;
      case Storage::V128: text += fmt::format("{:#018x}{:016x}", value.low, value.high); break;
      default: text += value.low == 0 ? "null" : "reference";
    }
  }
  return text;
}

}  // namespace wald::runtime
