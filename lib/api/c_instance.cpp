#include "api/c_instance.h"

#include <vector>

#include <fmt/format.h>

#include "api/c_types.h"
#include "api/c_vectors.h"
#include "runtime/linker.h"

namespace wald::c_api {

namespace {

Result<std::vector<runtime::Extern>> importsOf(const StoreState& state, const wasm::Module& module,
                                               const wasm_extern_vec_t* imports) {
  const auto given = elementsOf(imports);
  if (given.size() != module.imports.size()) {
    return Error(ErrorKind::Usage, fmt::format("{} imports are expected, not {}",
                                               module.imports.size(), given.size()));
  }
  std::vector<runtime::Extern> externs;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const char* const problem = given[i] == nullptr      ? "is null"
                                : !given[i]->isOf(state) ? "is of another store"
                                                         : nullptr;
    if (problem != nullptr) {
      const wasm::Import& import = module.imports[i];
      return Error(ErrorKind::Usage, fmt::format("import {} (\"{}\" \"{}\") {}", i + 1,
                                                 import.module, import.name, problem));
    }
    externs.push_back(given[i]->value());
  }
  return externs;
}

}  // namespace

Result<wasm_instance_t*> newInstance(wasm_store_t* store, const wasm_module_t* module,
                                     const wasm_extern_vec_t* imports, wasm_trap_t*& trap) {
  if (storeOf(store) == nullptr) return Error(ErrorKind::Usage, "there is no store");
  if (module == nullptr) return Error(ErrorKind::Usage, "there is no module");
  if (module->object->engine != store->state->engine()) {
    return Error(ErrorKind::Usage, "the module is of another engine");
  }
  const std::shared_ptr<StoreState> state = store->state;
  const StoreState::Entry entry(state);
  WALD_TRY_ASSIGN(externs, importsOf(*state, module->object->module->wasm, imports));
  WALD_TRY_ASSIGN(made, runtime::instantiate(*state->store(), module->object->module, externs));
  if (made.trap == nullptr) return new wasm_instance_t(state, made.instance);
  trap = newTrap(state, std::move(made.trap));
  return nullptr;
}

}  // namespace wald::c_api

using namespace wald;
using namespace wald::c_api;

wasm_instance_t* wasm_instance_new(wasm_store_t* store, const wasm_module_t* module,
                                   const wasm_extern_vec_t* imports, wasm_trap_t** trap) {
  wasm_trap_t* raised = nullptr;
  auto made = newInstance(store, module, imports, raised);
  if (!made) raised = newTrap(made.error());
  giveTrap(trap, raised);
  return made ? *made : nullptr;
}

void wasm_instance_exports(const wasm_instance_t* instance, wasm_extern_vec_t* out) {
  wasm_extern_vec_new_empty(out);
  if (instance == nullptr || out == nullptr || !instance->isAlive()) return;
  runtime::Instance& of = *instance->get();
  const auto& exports = of.module().wasm.exports;
  wasm_extern_vec_new_uninitialized(out, exports.size());
  for (std::size_t i = 0; i < out->size; ++i) {
    out->data[i] = newExtern(instance->state, *of.exported(exports[i].name));
  }
}

wasm_externkind_t wasm_extern_kind(const wasm_extern_t* item) {
  if (item == nullptr) return WASM_EXTERN_FUNC;
  switch (item->kind) {
    case RefKind::Global: return WASM_EXTERN_GLOBAL;
    case RefKind::Table: return WASM_EXTERN_TABLE;
    case RefKind::Memory: return WASM_EXTERN_MEMORY;
    case RefKind::Tag: return WALD_EXTERN_TAG;
    default: return WASM_EXTERN_FUNC;
  }
}

wasm_externtype_t* wasm_extern_type(const wasm_extern_t* item) {
  if (item == nullptr || !item->isAlive()) return nullptr;
  return newExternType(item->state->engine(), item->value());
}
