#include "runtime/instance.h"

#include "runtime/call_values.h"
#include "runtime/store.h"

namespace wald::runtime {

Function* Instance::function(std::uint32_t index) {
  Function*& place = functions_[index];
  if (place == nullptr) {
    const wasm::Module& wasm = module_->wasm;
    const std::uint32_t type = wasm.functions[index].type;
    place = &context_.store->functions_.emplace_back();
    place->type = module_->types[type];
    place->index = index;
    place->instance = this;
    if (code_ != nullptr) place->code = code_ + (index - wasm.importedFunctions);
    place->paramSlots = slotsOf(wasm.types[type].comp.params);
    place->resultSlots = slotsOf(wasm.types[type].comp.results);
    place->signature = &wasm.types[type].comp;
    place->plain = plainCallOf(*place->signature);
    makeEnterable(*place);
  }
  return place;
}

void Instance::makeEnterable(Function& function) {
  const auto entry = module_->code->nativeEntry(function.index - module_->wasm.importedFunctions);
  if (entry.code == nullptr) return context_.store->makeForeign(function);
  function.host = entry.host;
  function.environment = &function;
  function.entry = entry.code;
  function.nativeContext = &context_;
  function.nativeBase = memories_.empty() ? nullptr : memories_[0]->base();
}

Extern Instance::externOf(wasm::ExternKind kind, std::uint32_t index) {
  switch (kind) {
    case wasm::ExternKind::Func: break;
    case wasm::ExternKind::Table: return tables_[index];
    case wasm::ExternKind::Memory: return memories_[index];
    case wasm::ExternKind::Global: return globals_[index];
    case wasm::ExternKind::Tag: return tags_[index];
  }
  return function(index);
}

std::optional<Extern> Instance::exported(std::string_view name) {
  constexpr std::size_t few = 16;
  const auto& exports = module_->wasm.exports;
  if (exports.size() <= few) {
    for (const auto& item : exports) {
      if (item.name == name) return externOf(item.kind, item.index);
    }
    return std::nullopt;
  }
  if (exportIndices_.empty()) {
    exportIndices_.reserve(exports.size());
    for (std::uint32_t i = 0; i < exports.size(); ++i) exportIndices_.emplace(exports[i].name, i);
  }
  const auto found = exportIndices_.find(name);
  if (found == exportIndices_.end()) return std::nullopt;
  return externOf(exports[found->second].kind, exports[found->second].index);
}

}  // namespace wald::runtime
