#include "api/c_wald_linker.h"

#include "api/c_instance.h"
#include "api/c_message.h"
#include "wald/c.h"

using namespace wald;
using namespace wald::c_api;

namespace {

Result<wasm_instance_t*> instantiate(const wald_linker_t* linker, const wasm_module_t* module,
                                     wasm_trap_t*& trap) {
  if (!isAlive(linker)) return Error(ErrorKind::Usage, "there is no linker or no store");
  if (module == nullptr) return Error(ErrorKind::Usage, "there is no module");
  const std::shared_ptr<StoreState> state = linker->state;
  if (module->object->engine != state->engine()) {
    return Error(ErrorKind::Usage, "the module is of another engine");
  }
  const StoreState::Entry entry(state);
  WALD_TRY_ASSIGN(made, linker->linker.instantiate(module->object->module));
  if (made.trap == nullptr) return new wasm_instance_t(state, made.instance);
  trap = newTrap(state, std::move(made.trap));
  return nullptr;
}

}  // namespace

wald_linker_t* wald_linker_new(wasm_store_t* store) {
  runtime::Store* const at = storeOf(store);
  return at == nullptr ? nullptr : new wald_linker_t{store->state, runtime::Linker(*at)};
}

void wald_linker_delete(wald_linker_t* linker) { delete linker; }

bool wald_linker_define(wald_linker_t* linker, const char* module, const char* name,
                        const wasm_extern_t* item) {
  if (!isAlive(linker) || module == nullptr || name == nullptr || item == nullptr) return false;
  if (!item->isOf(*linker->state)) return false;
  linker->linker.define(module, name, item->value());
  return true;
}

bool wald_linker_define_instance(wald_linker_t* linker, const char* module,
                                 const wasm_instance_t* instance) {
  if (!isAlive(linker) || module == nullptr || instance == nullptr) return false;
  if (!instance->isOf(*linker->state)) return false;
  linker->linker.defineInstance(module, *instance->get());
  return true;
}

wasm_instance_t* wald_linker_instantiate(const wald_linker_t* linker, const wasm_module_t* module,
                                         wasm_trap_t** trap, wasm_message_t* message) {
  wasm_trap_t* raised = nullptr;
  auto made = instantiate(linker, module, raised);
  giveTrap(trap, raised);
  return valueOr(std::move(made), message);
}
