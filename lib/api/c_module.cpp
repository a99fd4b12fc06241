#include "api/c_module.h"

#include "api/c_import_types.h"
#include "api/c_vectors.h"
#include "api/convert.h"
#include "api/load_module.h"

namespace wald::c_api {

namespace {

wasm_module_t* moduleOf(const EnginePtr& engine, std::shared_ptr<const runtime::Module> module,
                        std::span<const std::uint8_t> artifact) {
  auto object = std::make_shared<ModuleObject>();
  object->engine = engine;
  object->module = std::move(module);
  object->artifact = artifact;
  return new wasm_module_t(std::move(object));
}

wasm_name_t nameOf(const std::string& text) {
  wasm_name_t name;
  wasm_name_new(&name, text.size(), text.data());
  return name;
}

wasm_externtype_t* typeOf(const EnginePtr& engine, const runtime::Module& module,
                          const wasm::Export& item) {
  return newExternType(engine, module, api::typeOfExport(module.wasm, item));
}

}  // namespace

Result<wasm_module_t*> newModule(wasm_store_t* store, const wasm_byte_vec_t* binary) {
  if (store == nullptr) return Error(ErrorKind::Usage, "there is no store");
  if (binary == nullptr) return Error(ErrorKind::Usage, "there are no bytes");
  const EnginePtr& engine = store->state->engine();
  WALD_TRY_ASSIGN(loaded, api::loadModule(*engine, bytesOf(binary)));
  return moduleOf(engine, std::move(loaded.module), loaded.artifact);
}

}  // namespace wald::c_api

using namespace wald;
using namespace wald::c_api;

wasm_module_t* wasm_module_new(wasm_store_t* store, const wasm_byte_vec_t* binary) {
  const auto made = newModule(store, binary);
  return made ? *made : nullptr;
}

bool wasm_module_validate(wasm_store_t* store, const wasm_byte_vec_t* binary) {
  return store != nullptr && binary != nullptr &&
         api::checkModule(*store->state->engine(), bytesOf(binary));
}

void wasm_module_imports(const wasm_module_t* module, wasm_importtype_vec_t* out) {
  wasm_importtype_vec_new_empty(out);
  if (module == nullptr || out == nullptr) return;
  const ModuleObject& of = *module->object;
  const auto& imports = of.module->wasm.imports;
  wasm_importtype_vec_new_uninitialized(out, imports.size());
  for (std::size_t i = 0; i < out->size; ++i) {
    out->data[i] = new wasm_importtype_t(nameOf(imports[i].module), nameOf(imports[i].name),
                                         newExternType(of.engine, *of.module, imports[i].type));
  }
}

void wasm_module_exports(const wasm_module_t* module, wasm_exporttype_vec_t* out) {
  wasm_exporttype_vec_new_empty(out);
  if (module == nullptr || out == nullptr) return;
  const ModuleObject& of = *module->object;
  const auto& exports = of.module->wasm.exports;
  wasm_exporttype_vec_new_uninitialized(out, exports.size());
  for (std::size_t i = 0; i < out->size; ++i) {
    out->data[i] =
        new wasm_exporttype_t(nameOf(exports[i].name), typeOf(of.engine, *of.module, exports[i]));
  }
}

void wasm_module_serialize(const wasm_module_t* module, wasm_byte_vec_t* out) {
  wasm_byte_vec_new_empty(out);
  if (module == nullptr) return;
  const ModuleObject& of = *module->object;
  const wasm::ModuleBytes& binary = of.module->wasm.bytes;
  // Of a module that is interpreted there is nothing but its bytes.
  const std::span<const std::uint8_t> bytes =
      of.artifact.empty() ? std::span(binary.data(), binary.size()) : of.artifact;
  wasm_byte_vec_new(out, bytes.size(), reinterpret_cast<const char*>(bytes.data()));
}

wasm_module_t* wasm_module_deserialize(wasm_store_t* store, const wasm_byte_vec_t* bytes) {
  if (store == nullptr || bytes == nullptr) return nullptr;
  const EnginePtr& engine = store->state->engine();
  auto loaded = api::loadTrusted(*engine, bytesOf(bytes));
  return loaded ? moduleOf(engine, std::move(loaded->module), loaded->artifact) : nullptr;
}

wasm_shared_module_t* wasm_module_share(const wasm_module_t* object) {
  if (object == nullptr) return nullptr;
  const ModuleObject& of = *object->object;
  return new wasm_shared_module_t{of.engine, of.module, of.artifact};
}

wasm_module_t* wasm_module_obtain(wasm_store_t* store, const wasm_shared_module_t* shared) {
  if (store == nullptr || shared == nullptr) return nullptr;
  if (store->state->engine() != shared->engine) return nullptr;
  return moduleOf(shared->engine, shared->module, shared->artifact);
}

void wasm_shared_module_delete(wasm_shared_module_t* object) { delete object; }
