#include "wald/func.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "api/convert.h"
#include "api/store_state.h"
#include "runtime/call_values.h"
#include "runtime/cast.h"
#include "wald/host_function.h"
#include "wald/typed_func.h"

namespace wald {

namespace {

runtime::Function& functionOf(const Func& func) {
  return *static_cast<runtime::Function*>(func.item());
}

const wasm::CompType& typeOf(const Func& func) {
  return func.storeRef()->engine().typeOf(functionOf(func).type);
}

Result<void> checkCallable(const Func& func) {
  if (!func) return Error(ErrorKind::Usage, "there is no function");
  if (!func.storeRef()->isFree()) return func.storeRef()->busyError();
  return {};
}

}  // namespace

Result<Func> Func::create(Store& store, const FuncType& type, Dynamic function, void* environment,
                          void (*release)(void*)) {
  const detail::StoreRef& state = store.state();
  return Func(state, state->bindDynamic(type, function, environment, release));
}

FuncType Func::type() const {
  if (!*this || !store_->isOpen()) return {};
  return api::toPublic(typeOf(*this));
}

Result<std::vector<Value>> Func::call(std::initializer_list<Value> arguments) const {
  return call(std::span(arguments.begin(), arguments.size()));
}

Result<std::vector<Value>> Func::call(std::span<const Value> arguments) const {
  WALD_TRY(checkCallable(*this));
  WALD_TRY_ASSIGN(made, api::toRuntime(store_, arguments));
  runtime::TrapPtr trap;
  const detail::StoreRef store = store_;
  WALD_TRY_ASSIGN(results, store->store().call(functionOf(*this), made, trap));
  if (trap) return api::toError(store, std::move(trap));
  std::vector<Value> values;
  values.reserve(results.size());
  for (const runtime::Value& result : results) values.push_back(api::toPublic(store, result));
  return values;
}

namespace detail {

Error foreignError() { return Error(ErrorKind::Usage, "a reference belongs to another store"); }

namespace {

[[gnu::noinline, gnu::cold]] Error* failedCall(const StoreRef& store) {
  if (!store->isFree()) return new Error(store->busyError());
  runtime::Store& of = store->store();
  if (of.pendingTrap() == nullptr) of.raise(wasm::TrapKind::Host, "no reason given");
  return new Error(api::toError(store, of.takeTrap()));
}

}  // namespace

Error* callSlots(const Func& func, Slot* slots) {
  const StoreRef& store = func.storeRef();
  // Whether a call is suspended is looked at by the runtime.
  if (store == nullptr || !store->isOpen()) [[unlikely]] {
    auto checked = checkCallable(func);
    return new Error(std::move(checked).error());
  }
  const runtime::Outcome outcome = store->store().callNested(functionOf(func), nullptr, slots);
  if (outcome == runtime::Outcome::Ok) [[likely]]
    return nullptr;
  return failedCall(StoreRef(store));
}

Error* callSlotsChecked(const Func& func, Slot* slots) {
  const StoreRef& store = func.storeRef();
  if (store == nullptr || !store->isOpen()) return callSlots(func, slots);
  const Slot* at = slots;
  unsigned index = 0;
  for (const wasm::ValType type : typeOf(func).params) {
    ++index;
    if (type.isRef()) {
      // It is known to be of the hierarchy.
      const auto top = runtime::topOf(store->engine(), type.heap());
      const runtime::Value value{wasm::ValType::ref(top, true), *at};
      if (!runtime::isOfType(store->store(), value, type)) {
        return new Error(ErrorKind::Usage,
                         fmt::format("argument {} must be of type {}{}", index,
                                     wasm::toString(type), *at == 0 ? ", not null" : ""));
      }
    }
    at += wasm::slotsOf(type);
  }
  return callSlots(func, slots);
}

Result<void> checkTyped(const Func& func, const std::vector<ValueType>& params,
                        const std::vector<ValueType>& results) {
  if (!func) return Error(ErrorKind::Usage, "there is no function");
  if (!func.storeRef()->isOpen()) return api::goneError();
  const runtime::Engine& engine = func.storeRef()->engine();
  const auto fits = [&engine](wasm::ValType actual, ValueType wanted) {
    const wasm::ValType asked = api::toWasm(wanted);
    if (!actual.isRef() || !asked.isRef()) return actual == asked;
    return runtime::topOf(engine, actual.heap()) == runtime::topOf(engine, asked.heap());
  };
  const wasm::CompType& type = typeOf(func);
  if (std::ranges::equal(type.params, params, fits) &&
      std::ranges::equal(type.results, results, fits)) {
    return {};
  }
  return Error(ErrorKind::Usage,
               fmt::format("the function has the type {}, not {}", wasm::toString(type),
                           FuncType{params, results}.toString()));
}

Result<Func> addHostFunction(Store& store, HostFunction function) {
  const StoreRef& state = store.state();
  return Func(state, state->bind(std::make_shared<const HostFunction>(std::move(function))));
}

}  // namespace detail
}  // namespace wald
