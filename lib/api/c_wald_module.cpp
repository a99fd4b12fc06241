#include "api/c_instance.h"
#include "api/c_message.h"
#include "api/c_module.h"
#include "text/parser.h"
#include "wald/c.h"

using namespace wald;
using namespace wald::c_api;

bool wald_wat2wasm(const char* text, std::size_t size, wasm_byte_vec_t* out,
                   wasm_message_t* message) {
  wasm_byte_vec_new_empty(out);
  if (text == nullptr || out == nullptr) {
    setMessage(message, "there is no text, or no place for its bytes");
    return false;
  }
  const auto bytes = text::parseModule({text, size}, wasm::Features::all());
  if (bytes) {
    wasm_byte_vec_new(out, bytes->size(), reinterpret_cast<const char*>(bytes->data()));
    wasm_byte_vec_new_empty(message);
  } else {
    setMessage(message, bytes.error().format("text"));
  }
  return static_cast<bool>(bytes);
}

wasm_module_t* wald_module_new(wasm_store_t* store, const wasm_byte_vec_t* binary,
                               wasm_message_t* message) {
  return valueOr(newModule(store, binary), message);
}

wasm_instance_t* wald_instance_new(wasm_store_t* store, const wasm_module_t* module,
                                   const wasm_extern_vec_t* imports, wasm_trap_t** trap,
                                   wasm_message_t* message) {
  wasm_trap_t* raised = nullptr;
  auto made = newInstance(store, module, imports, raised);
  giveTrap(trap, raised);
  return valueOr(std::move(made), message);
}

wasm_extern_t* wald_instance_export(const wasm_instance_t* instance, const char* name) {
  if (instance == nullptr || name == nullptr || !instance->isAlive()) return nullptr;
  const auto found = instance->get()->exported(name);
  return found ? newExtern(instance->state, *found) : nullptr;
}
