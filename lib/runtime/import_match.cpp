#include "runtime/import_match.h"

namespace wald::runtime {

namespace {

/// `size` is the present one, which counts as the minimum of what is there.
bool matchesLimits(std::uint64_t size, const wasm::Limits& actual, const wasm::Limits& expected) {
  if (size < expected.min) return false;
  if (!expected.max) return true;
  return actual.max && *actual.max <= *expected.max;
}

bool matchesTable(const Module& module, const Table& actual, const wasm::TableType& expected) {
  const wasm::TableType& type = actual.type();
  return type.address == expected.address &&
         matchesLimits(actual.size(), type.limits, expected.limits) &&
         type.element == toIds(expected.element, module.types);
}

bool matchesMemory(const Memory& actual, const wasm::MemoryType& expected) {
  const wasm::MemoryType& type = actual.type();
  return type.address == expected.address && type.shared == expected.shared &&
         type.pageSizeLog2 == expected.pageSizeLog2 &&
         matchesLimits(actual.pages(), type.limits, expected.limits);
}

bool matchesGlobal(const Module& module, const Global& actual, const wasm::GlobalType& expected) {
  const wasm::ValType type = toIds(expected.type, module.types);
  if (actual.type.isMutable != expected.isMutable) return false;
  return expected.isMutable ? actual.type.type == type
                            : module.engine.matches(actual.type.type, type);
}

}  // namespace

bool matchesImport(const Module& module, const Extern& actual, const wasm::ExternType& expected) {
  if (kindOf(actual) != expected.kind) return false;
  switch (expected.kind) {
    case wasm::ExternKind::Func:
      return module.engine.isSubtype(std::get<Function*>(actual)->type,
                                     module.types[expected.func()]);
    case wasm::ExternKind::Table:
      return matchesTable(module, *std::get<Table*>(actual), expected.table());
    case wasm::ExternKind::Memory:
      return matchesMemory(*std::get<Memory*>(actual), expected.memory());
    case wasm::ExternKind::Global:
      return matchesGlobal(module, *std::get<Global*>(actual), expected.global());
    case wasm::ExternKind::Tag:
      return std::get<Tag*>(actual)->type == module.types[expected.tag().type];
  }
  return false;
}

}  // namespace wald::runtime
