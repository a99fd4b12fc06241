#include "spectest/host_module.h"

#include <bit>

#include <fmt/format.h>

#include "spectest/values.h"

namespace wald::spectest {

using wasm::ValType;

runtime::Outcome HostModule::print(void* environment, runtime::Caller, runtime::Slot* slots) {
  const auto& printer = *static_cast<const Printer*>(environment);
  if (printer.output == nullptr) return runtime::Outcome::Ok;
  std::string line;
  for (const ValType type : printer.params) {
    if (!line.empty()) line += ' ';
    line += toString(runtime::Value{type, *slots++});
  }
  fmt::print(printer.output, "{}\n", line);
  return runtime::Outcome::Ok;
}

void HostModule::defineFunctions(runtime::Store& store, runtime::Linker& linker) {
  namespace types = wasm::types;
  const std::pair<std::string_view, std::vector<ValType>> functions[] = {
      {"print", {}},
      {"print_i32", {types::i32}},
      {"print_i64", {types::i64}},
      {"print_f32", {types::f32}},
      {"print_f64", {types::f64}},
      {"print_i32_f32", {types::i32, types::f32}},
      {"print_f64_f64", {types::f64, types::f64}},
  };
  for (const auto& [name, params] : functions) {
    Printer& printer = printers_.emplace_back(Printer{params, output_});
    const wasm::TypeId type = store.engine().addFunctionType(params, {});
    linker.define("spectest", name, store.addHostFunction(type, &HostModule::print, &printer));
  }
}

Result<void> HostModule::define(runtime::Store& store, runtime::Linker& linker) {
  namespace types = wasm::types;
  defineFunctions(store, linker);

  const std::pair<std::string_view, runtime::Value> globals[] = {
      {"global_i32", runtime::Value::i32(666)},
      {"global_i64", runtime::Value::i64(666)},
      {"global_f32", runtime::Value::f32(666.6F)},
      {"global_f64", runtime::Value::f64(666.6)},
  };
  for (const auto& [name, value] : globals) {
    linker.define("spectest", name, store.addGlobal({value.type, false}, value.low));
  }

  wasm::TableType tableType{{10, 20}, types::funcref, wasm::AddressType::I32};
  WALD_TRY_ASSIGN(table, store.addTable(tableType, 0));
  linker.define("spectest", "table", table);
  tableType.address = wasm::AddressType::I64;
  WALD_TRY_ASSIGN(table64, store.addTable(tableType, 0));
  linker.define("spectest", "table64", table64);

  wasm::MemoryType memoryType{.limits = {1, 2}};
  WALD_TRY_ASSIGN(memory, store.addMemory(memoryType));
  linker.define("spectest", "memory", memory);
  if (store.engine().config().features.has(wasm::Feature::Threads)) {
    memoryType.shared = true;
    WALD_TRY_ASSIGN(shared, store.addMemory(memoryType));
    linker.define("spectest", "shared_memory", shared);
  }
  return {};
}

}  // namespace wald::spectest
