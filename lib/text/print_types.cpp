#include "text/print_types.h"

#include "text/print_values.h"

namespace wald::text {

using wasm::CompKind;
using wasm::CompType;
using wasm::ValType;

void TypePrinter::heapType(std::string& out, wasm::HeapType type) const {
  if (type.isDefined()) return names_.of(Space::Type).appendUse(out, type.index());
  out += wasm::toString(type);
}

void TypePrinter::valType(std::string& out, ValType type) const {
  if (!type.isRef() || !type.heap().isDefined()) {
    out += wasm::toString(type);
    return;
  }
  out += type.isNullable() ? "(ref null " : "(ref ";
  heapType(out, type.heap());
  out += ')';
}

void TypePrinter::valTypes(std::string& out, std::string_view word,
                           std::span<const ValType> types) const {
  if (types.empty()) return;
  out += " (";
  out += word;
  for (const ValType type : types) {
    out += ' ';
    valType(out, type);
  }
  out += ')';
}

void TypePrinter::limits(std::string& out, const wasm::Limits& limits,
                         wasm::AddressType address) const {
  out += address == wasm::AddressType::I64 ? " i64 " : " ";
  appendUnsigned(out, limits.min);
  if (!limits.max) return;
  out += ' ';
  appendUnsigned(out, *limits.max);
}

void TypePrinter::tableType(std::string& out, const wasm::TableType& type) const {
  limits(out, type.limits, type.address);
  out += ' ';
  valType(out, type.element);
}

void TypePrinter::memoryType(std::string& out, const wasm::MemoryType& type) const {
  constexpr unsigned usualPageSize = 16;
  limits(out, type.limits, type.address);
  if (type.shared) out += " shared";
  if (type.pageSizeLog2 == usualPageSize) return;
  out += " (pagesize ";
  appendUnsigned(out, std::uint64_t{1} << type.pageSizeLog2);
  out += ')';
}

void TypePrinter::globalType(std::string& out, const wasm::GlobalType& type) const {
  out += type.isMutable ? " (mut " : " ";
  valType(out, type.type);
  if (type.isMutable) out += ')';
}

void TypePrinter::typeIndex(std::string& out, std::uint32_t type) const {
  out += " (type ";
  names_.of(Space::Type).appendUse(out, type);
  out += ')';
}

void TypePrinter::params(std::string& out, std::span<const ValType> types,
                         const PrintedIds& locals) const {
  appendNamed(out, "param", 0, static_cast<std::uint32_t>(types.size()), locals,
              [&](std::uint32_t i) { valType(out, types[i]); });
}

void TypePrinter::typeUse(std::string& out, std::uint32_t type, const PrintedIds* locals) const {
  typeIndex(out, type);
  if (type >= module_.types.size() || module_.types[type].comp.kind != CompKind::Func) return;
  const CompType& comp = module_.types[type].comp;
  if (locals != nullptr) {
    params(out, comp.params, *locals);
  } else {
    valTypes(out, "param", comp.params);
  }
  valTypes(out, "result", comp.results);
}

void TypePrinter::blockType(std::string& out, const wasm::BlockType& type) const {
  switch (type.form) {
    case wasm::BlockType::Form::Empty: return;
    case wasm::BlockType::Form::Value: return valTypes(out, "result", {&type.value, 1});
    case wasm::BlockType::Form::Type: return typeUse(out, type.type);
  }
}

void TypePrinter::subType(std::string& out, std::uint32_t index) const {
  const wasm::SubType& type = module_.types[index];
  const bool isPlain = type.isFinal && type.supertypes.empty();
  if (!isPlain) {
    out += type.isFinal ? " (sub final" : " (sub";
    for (const std::uint32_t supertype : type.supertypes) {
      out += ' ';
      names_.of(Space::Type).appendUse(out, supertype);
    }
  }
  compType(out, index);
  if (!isPlain) out += ')';
}

void TypePrinter::compType(std::string& out, std::uint32_t index) const {
  const CompType& comp = module_.types[index].comp;
  switch (comp.kind) {
    case CompKind::Func:
      out += " (func";
      valTypes(out, "param", comp.params);
      valTypes(out, "result", comp.results);
      break;
    case CompKind::Struct:
      out += " (struct";
      fields(out, index);
      break;
    case CompKind::Array:
      out += " (array ";
      fieldType(out, comp.fields[0]);
      break;
  }
  out += ')';
}

void TypePrinter::fields(std::string& out, std::uint32_t index) const {
  const auto& types = module_.types[index].comp.fields;
  appendNamed(out, "field", 0, static_cast<std::uint32_t>(types.size()), names_.fieldsOf(index),
              [&](std::uint32_t i) { fieldType(out, types[i]); });
}

void TypePrinter::fieldType(std::string& out, const wasm::FieldType& field) const {
  if (field.isMutable) out += "(mut ";
  valType(out, field.type);
  if (field.isMutable) out += ')';
}

}  // namespace wald::text
