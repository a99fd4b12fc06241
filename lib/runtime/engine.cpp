#include "runtime/engine.h"

#include <vector>

#include "runtime/module.h"

namespace wald::runtime {

std::vector<wasm::TypeId> Engine::addTypes(const wasm::Module& module) {
  std::vector<wasm::TypeId> ids;
  ids.reserve(module.types.size());
  const std::unique_lock lock(mutex_);
  for (const auto group : module.recGroups) types_.add(module, group, ids);
  return ids;
}

wasm::TypeId Engine::addType(const wasm::SubType& type) {
  const std::unique_lock lock(mutex_);
  return types_.add(type);
}

wasm::TypeId Engine::addFunctionType(std::vector<wasm::ValType> params,
                                     std::vector<wasm::ValType> results) {
  wasm::SubType type;
  type.comp.params = std::move(params);
  type.comp.results = std::move(results);
  return addType(type);
}

const wasm::CompType& Engine::typeOf(wasm::TypeId id) const {
  const std::shared_lock lock(mutex_);
  return types_[id].type.comp;
}

const wasm::TypeInfo& Engine::infoOf(wasm::TypeId id) const {
  {
    const std::shared_lock lock(mutex_);
    if (id < infos_.size() && infos_[id]) return *infos_[id];
  }
  const std::unique_lock lock(mutex_);
  if (infos_.size() < types_.size()) infos_.resize(types_.size());
  if (!infos_[id])
    infos_[id] = std::make_unique<const wasm::TypeInfo>(wasm::makeTypeInfo(id, types_));
  return *infos_[id];
}

bool Engine::isSubtype(wasm::TypeId sub, wasm::TypeId super) const {
  if (sub == super) return true;
  const std::shared_lock lock(mutex_);
  return types_.isSubtype(sub, super);
}

bool Engine::matches(wasm::ValType sub, wasm::ValType super) const {
  if (sub == super) return true;
  const std::shared_lock lock(mutex_);
  return types_.matches(sub, super);
}

void Engine::addWatcher(const Code& code) {
  const std::lock_guard lock(watchersMutex_);
  watchers_.push_back(&code);
}

void Engine::removeWatcher(const Code& code) {
  const std::lock_guard lock(watchersMutex_);
  std::erase(watchers_, &code);
}

void Engine::beginWatch() {
  // Counted first: code whose watch ends meanwhile sees that it goes on.
  stopping_.fetch_add(1);
  const std::lock_guard lock(watchersMutex_);
  for (const Code* code : watchers_) code->watchForStop();
}

}  // namespace wald::runtime
