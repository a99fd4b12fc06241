#include "api/c_func.h"

#include <algorithm>
#include <exception>
#include <string>

#include <fmt/format.h>

#include "api/c_trap.h"
#include "api/c_types.h"
#include "api/c_values.h"
#include "api/c_vectors.h"
#include "runtime/call_values.h"

namespace wald::c_api {

namespace {

using runtime::Outcome;

bool hasVector(const wasm::CompType& type) {
  return std::ranges::any_of(type.params, &wasm::ValType::isVec) ||
         std::ranges::any_of(type.results, &wasm::ValType::isVec);
}

/// Values that are deleted at the end.
struct Values {
  std::vector<wasm_val_t> list;
  Values() = default;
  ~Values() {
    for (wasm_val_t& value : list) wasm_val_delete(&value);
  }
  Values(const Values&) = delete;
  Values& operator=(const Values&) = delete;
  wasm_val_vec_t vector() { return {list.size(), list.data()}; }
};

/// Calls the host. What C++ throws ends here: it must not get into guests' frames.
wasm_trap_t* callGuarded(const HostFunction& function, const wasm_val_vec_t& args,
                         wasm_val_vec_t& results) {
  try {
    return function.plain != nullptr ? function.plain(&args, &results)
                                     : function.withEnv(function.env, &args, &results);
  } catch (const std::exception& exception) {
    return newTrap(exception.what());
  } catch (...) {
    return newTrap("an exception of C++");
  }
}

/// What guests call.
Outcome enter(void* environment, runtime::Caller caller, runtime::Slot* slots) {
  const auto& function = *static_cast<const HostFunction*>(environment);
  const std::shared_ptr<StoreState> state = function.state.lock();
  if (state == nullptr || state->store() == nullptr) {
    return caller.store.raise(wasm::TrapKind::Host, "the store has ended");
  }
  state->settle();
  const wasm::CompType& type = *function.type;
  Values args;
  for (const runtime::Value& value :
       runtime::unpackValues(type.params, {slots, runtime::slotsOf(type.params)})) {
    args.list.push_back(toC(state, value));
  }
  Values results;
  for (const wasm::ValType result : type.results) {
    results.list.push_back({.kind = kindOf(state->engine(), result), .of = {.i64 = 0}});
  }
  const wasm_val_vec_t argsVector = args.vector();
  wasm_val_vec_t resultsVector = results.vector();
  if (wasm_trap_t* trap = callGuarded(function, argsVector, resultsVector)) {
    return raise(*state, trap);
  }
  Kept kept;
  std::vector<runtime::Value> values;
  for (std::size_t i = 0; i < results.list.size(); ++i) {
    auto value = toValue(*state, results.list[i], type.results[i], kept);
    if (!value) {
      return caller.store.raise(
          wasm::TrapKind::Host,
          fmt::format("result {} of a function of the host: {}", i + 1, value.error().message()));
    }
    values.push_back(*value);
  }
  runtime::packValues(values, {slots, runtime::slotsOf(type.results)});
  return Outcome::Ok;
}

wasm_func_t* newFunc(wasm_store_t* store, const wasm_functype_t* type,
                     std::unique_ptr<HostFunction> function) {
  runtime::Store* const at = storeOf(store);
  if (at == nullptr || type == nullptr) return nullptr;
  const auto id = typeIn(store->state->engine(), *type);
  if (!id || hasVector(store->state->engine()->typeOf(*id))) return nullptr;
  function->state = store->state;
  function->type = &store->state->engine()->typeOf(*id);
  HostFunction& added = store->state->add(std::move(function));
  return new wasm_func_t(store->state, at->addHostFunction(*id, enter, &added));
}

/// The arguments of a call; fails if they don't match.
Result<std::vector<runtime::Value>> argumentsOf(StoreState& state, const wasm::CompType& type,
                                                const wasm_val_vec_t* args, Kept& kept) {
  const auto given = elementsOf(args);
  if (given.size() != type.params.size()) {
    return Error(ErrorKind::Usage, fmt::format("{} arguments are expected, not {}",
                                               type.params.size(), given.size()));
  }
  std::vector<runtime::Value> values;
  for (std::size_t i = 0; i < given.size(); ++i) {
    auto value = toValue(state, given[i], type.params[i], kept);
    if (!value) {
      return Error(ErrorKind::Usage,
                   fmt::format("argument {}: {}", i + 1, value.error().message()));
    }
    values.push_back(*value);
  }
  return values;
}

/// The trap, or null.
wasm_trap_t* call(const wasm_func_t& func, const wasm_val_vec_t* args, wasm_val_vec_t* results) {
  runtime::Store& store = *func.state->store();
  const wasm::CompType& type = func.state->engine()->typeOf(func.get()->type);
  if (hasVector(type)) return newTrap("the C API has no values of type v128");
  Kept kept;
  auto values = argumentsOf(*func.state, type, args, kept);
  if (!values) return newTrap(values.error());
  runtime::TrapPtr trap;
  auto given = store.call(*func.get(), *values, trap);
  if (!given) return newTrap(given.error());
  if (trap != nullptr) return newTrap(func.state, std::move(trap));
  const auto room = elementsOf(results);
  const std::size_t count = std::min(room.size(), given->size());
  for (std::size_t i = 0; i < count; ++i) room[i] = toC(func.state, (*given)[i]);
  return nullptr;
}

}  // namespace

}  // namespace wald::c_api

using namespace wald;
using namespace wald::c_api;

wasm_func_t* wasm_func_new(wasm_store_t* store, const wasm_functype_t* type,
                           wasm_func_callback_t callback) {
  if (callback == nullptr) return nullptr;
  auto function = std::make_unique<HostFunction>();
  function->plain = callback;
  return newFunc(store, type, std::move(function));
}

wasm_func_t* wasm_func_new_with_env(wasm_store_t* store, const wasm_functype_t* type,
                                    wasm_func_callback_with_env_t callback, void* env,
                                    void (*finalizer)(void*)) {
  auto function = std::make_unique<HostFunction>();
  function->env = env;
  function->finalizer = finalizer;
  if (callback == nullptr) return nullptr;
  function->withEnv = callback;
  return newFunc(store, type, std::move(function));
}

wasm_functype_t* wasm_func_type(const wasm_func_t* func) {
  if (func == nullptr || !func->isAlive()) return nullptr;
  return newFuncType(func->state->engine(), func->get()->type);
}

std::size_t wasm_func_param_arity(const wasm_func_t* func) {
  if (func == nullptr || !func->isAlive()) return 0;
  return func->state->engine()->typeOf(func->get()->type).params.size();
}

std::size_t wasm_func_result_arity(const wasm_func_t* func) {
  if (func == nullptr || !func->isAlive()) return 0;
  return func->state->engine()->typeOf(func->get()->type).results.size();
}

wasm_trap_t* wasm_func_call(const wasm_func_t* func, const wasm_val_vec_t* args,
                            wasm_val_vec_t* results) {
  if (func == nullptr) return newTrap("a null is called");
  if (!func->isAlive()) return newTrap("the store of the function has ended");
  // The handle may be deleted by what it calls.
  const wasm_func_t kept(func->state, func->get());
  const StoreState::Entry entry(kept.state);
  return call(kept, args, results);
}
