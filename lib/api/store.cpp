#include "wald/store.h"

#include <utility>

#include <fmt/format.h>

#include "api/convert.h"
#include "api/store_state.h"
#include "runtime/suspendable_call.h"

namespace wald {

namespace api {

Error goneError() { return Error(ErrorKind::Usage, "the store is gone"); }

}  // namespace api

namespace detail {

Result<StoreRef> StoreState::create(const EngineRef& engine, const StoreOptions& options) {
  runtime::StoreOptions made{.limits = options.limits ? api::toRuntime(*options.limits)
                                                      : engine->engine.config().limits};
  if (options.budget) made.budget = options.budget->state()->budget;
  if (options.mayGrow) {
    made.mayGrow = [mayGrow = options.mayGrow](const runtime::Growth& growth) {
      const bool isMemory = growth.kind == runtime::Growth::Kind::Memory;
      return mayGrow({isMemory ? Growth::Kind::Memory : Growth::Kind::Table, growth.current,
                      growth.wanted, growth.maximum});
    };
  }
  WALD_TRY_ASSIGN(store, runtime::Store::create(engine->engine, std::move(made)));
  StoreRef state(new StoreState(engine));
  state->store_ = std::move(store);
  state->self_ = state;
  return state;
}

void StoreState::close() {
  // What the collector releases may ask for the store once more.
  const std::unique_ptr<runtime::Store> store = std::move(store_);
  if (store != nullptr) {
    if (system_ != nullptr) system_->end(*store);
    store->setStop(nullptr);
  }
  bound_.clear();
  dynamics_.clear();
  system_.reset();
  interrupt_.reset();
  self_.reset();
}

bool StoreState::isSuspended() const {
  return store_->suspendable != nullptr && store_->suspendable->isSuspended();
}

Error StoreState::busyError() const {
  if (store_ == nullptr) return api::goneError();
  return Error(ErrorKind::Usage, "a call of the store is suspended");
}

wasm::TypeId StoreState::typeOf(const FuncType& type) {
  return engine().addFunctionType(api::toWasm(type.params), api::toWasm(type.results));
}

runtime::Function* StoreState::bind(const std::shared_ptr<const HostFunction>& function) {
  const auto [place, isNew] = bound_.try_emplace(function.get(), Bound{function, this, nullptr});
  Bound& bound = place->second;
  if (isNew) bound.made = store_->addHostFunction(typeOf(function->type), callBound, &bound);
  return bound.made;
}

runtime::Function* StoreState::bindDynamic(const FuncType& type, Func::Dynamic function,
                                           void* environment, void (*release)(void*)) {
  Dynamic& dynamic = dynamics_.emplace_back(type, function, environment, release, this);
  return store_->addHostFunction(typeOf(type), callDynamic, &dynamic);
}

runtime::Outcome StoreState::callBound(void* environment, runtime::Caller from,
                                       runtime::Slot* slots) {
  const Bound& bound = *static_cast<const Bound*>(environment);
  Caller caller(bound.state->self_, from.instance);
  Error* const error = bound.function->call(bound.function->callable.get(), caller, slots);
  if (error == nullptr) [[likely]]
    return runtime::Outcome::Ok;
  return api::raise(from.store, takeError(error));
}

runtime::Outcome StoreState::callDynamic(void* environment, runtime::Caller from,
                                         runtime::Slot* slots) {
  const Dynamic& dynamic = *static_cast<const Dynamic*>(environment);
  const StoreRef& self = dynamic.state->self_;
  std::vector<Value> arguments;
  arguments.reserve(dynamic.type.params.size());
  const runtime::Slot* at = slots;
  for (const ValueType type : dynamic.type.params) {
    arguments.push_back(api::loadValue(self, api::toWasm(type), at));
    at += wasm::slotsOf(api::toWasm(type));
  }
  std::vector<Value> results;
  results.reserve(dynamic.type.results.size());
  for (const ValueType type : dynamic.type.results) results.push_back(Value::null(type));
  Caller caller(self, from.instance);
  const auto done = dynamic.function(dynamic.environment, caller, arguments, results);
  if (!done) return api::raise(from.store, done.error());
  runtime::Slot* to = slots;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const wasm::ValType type = api::toWasm(dynamic.type.results[i]);
    const auto stored =
        api::storeValue(self, results[i], type, to, fmt::format("result {}", i + 1));
    if (!stored) return api::raise(from.store, stored.error());
    to += wasm::slotsOf(type);
  }
  return runtime::Outcome::Ok;
}

Result<void> StoreState::setSystem(std::unique_ptr<api::SystemInterface> system) {
  if (system_ != nullptr) return Error(ErrorKind::Usage, "the store has its grants already");
  system_ = std::move(system);
  return {};
}

const std::shared_ptr<InterruptHandle::State>& StoreState::interrupt() {
  if (interrupt_ == nullptr) {
    interrupt_ = std::make_shared<InterruptHandle::State>();
    store_->setStop(&interrupt_->signal);
  }
  return interrupt_;
}

}  // namespace detail

Result<Store> Store::create(const Engine& engine, const StoreOptions& options) {
  WALD_TRY_ASSIGN(state, detail::StoreState::create(engine.state(), options));
  return Store(std::move(state));
}

Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&& other) noexcept {
  if (this == &other) return *this;
  if (state_ != nullptr) state_->close();
  state_ = std::move(other.state_);
  return *this;
}
Store::~Store() {
  if (state_ != nullptr) state_->close();
}

std::uint64_t Store::fuel() const { return state_->store().fuelLeft(); }
void Store::setFuel(std::uint64_t units) { state_->store().setFuel(units); }
void Store::setDeadline(std::optional<std::chrono::nanoseconds> deadline) {
  state_->store().setDeadline(deadline);
}

InterruptHandle Store::interruptHandle() { return InterruptHandle(state_->interrupt()); }
void Store::clearInterrupt() { state_->interrupt()->signal.withdraw(); }
void InterruptHandle::interrupt() const { state_->signal.request(); }

std::uint64_t Store::memoryBytes() const { return state_->store().memoryBytes(); }
void Store::collectGarbage() { state_->store().heap().collect(); }

void Store::setData(void* data) { state_->data = data; }
void* Store::userData() const { return state_->data; }
Engine Store::engine() const { return Engine(state_->engineRef()); }

}  // namespace wald
