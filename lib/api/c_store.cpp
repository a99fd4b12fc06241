#include "api/c_store.h"

#include "api/c_func.h"

namespace wald::c_api {

StoreState::StoreState(std::shared_ptr<runtime::Engine> engine) : engine_(std::move(engine)) {}

StoreState::~StoreState() { end(); }

Result<std::shared_ptr<StoreState>> StoreState::create(std::shared_ptr<runtime::Engine> engine) {
  auto store = runtime::Store::create(*engine);
  if (!store) return std::move(store).error();
  std::shared_ptr<StoreState> state(new StoreState(std::move(engine)));
  state->store_ = std::move(*store);
  return state;
}

HostInfo& StoreState::infoOf(const void* object) {
  HostInfo*& place = infoPlaces_[object];
  if (place == nullptr) place = &infos_.emplace_back();
  return *place;
}

const HostInfo* StoreState::findInfo(const void* object) const {
  const auto found = infoPlaces_.find(object);
  return found == infoPlaces_.end() ? nullptr : found->second;
}

Result<std::shared_ptr<const runtime::Ref>> StoreState::addBox(std::unique_ptr<HostBox> box) {
  box->state = this;
  WALD_TRY_ASSIGN(ref, store_->addHostObject(box.get(), release));
  // The reference owns it now.
  static_cast<void>(box.release());
  return store_->heap().hold(ref);
}

void StoreState::release(void* box) {
  auto* lost = static_cast<HostBox*>(box);
  // The collector is at work, perhaps on behalf of a guest's instruction.
  lost->state->lost_.emplace_back(lost);
}

HostFunction& StoreState::add(std::unique_ptr<HostFunction> function) {
  return *functions_.emplace_back(std::move(function));
}

wasi::Wasi& StoreState::add(std::unique_ptr<wasi::Wasi> wasi) {
  return *wasis_.emplace_back(std::move(wasi));
}

void StoreState::setStop(std::shared_ptr<runtime::StopSignal> stop) {
  store_->setStop(stop.get());
  // Only now nobody uses the former one.
  stop_ = std::move(stop);
}

void StoreState::settle() {
  if (isSettling_) return;
  isSettling_ = true;
  while (!lost_.empty()) {
    // What a finalizer does may add others.
    const std::unique_ptr<HostBox> lost = std::move(lost_.back());
    lost_.pop_back();
  }
  isSettling_ = false;
}

void StoreState::end() {
  if (store_ == nullptr) return;
  isEnding_ = true;
  if (entries_ != 0) return;
  // Finalizers find a store that has ended.
  std::unique_ptr<runtime::Store> dying = std::move(store_);
  infoPlaces_.clear();
  std::deque<HostInfo>().swap(infos_);
  std::vector<std::unique_ptr<HostFunction>>().swap(functions_);
  dying.reset();
  settle();
  wasis_.clear();
  stop_.reset();
}

StoreState::Entry::~Entry() {
  state_->settle();
  if (--state_->entries_ == 0 && state_->isEnding_) state_->end();
}

}  // namespace wald::c_api

using namespace wald;

wasm_config_t* wasm_config_new() {
  auto* config = new wasm_config_t;
  // The host makes them, not its guests.
  config->config.limits.instances = ~std::uint64_t{0};
  // Compiled code wants memories that do not move.
  config->config.fixedMemories = true;
  return config;
}

void wasm_config_delete(wasm_config_t* object) { delete object; }

wasm_engine_t* wasm_engine_new() { return wasm_engine_new_with_config(wasm_config_new()); }

wasm_engine_t* wasm_engine_new_with_config(wasm_config_t* config) {
  if (config == nullptr) return wasm_engine_new();
  const std::unique_ptr<wasm_config_t> taken(config);
  // Guards are nothing without a handler of signals.
  if (!taken->config.signals) taken->config.guardedMemories = false;
  return new wasm_engine_t{std::make_shared<runtime::Engine>(taken->config)};
}

void wasm_engine_delete(wasm_engine_t* object) { delete object; }

wasm_store_t* wasm_store_new(wasm_engine_t* engine) {
  if (engine == nullptr) return nullptr;
  auto state = c_api::StoreState::create(engine->engine);
  return state ? new wasm_store_t{std::move(*state)} : nullptr;
}

void wasm_store_delete(wasm_store_t* object) {
  if (object == nullptr) return;
  const std::unique_ptr<wasm_store_t> taken(object);
  taken->state->end();
}
