#include "wald/call_handle.h"

#include <algorithm>

#include "api/convert.h"
#include "api/store_state.h"
#include "runtime/call_values.h"
#include "runtime/suspendable_call.h"

namespace wald {

struct CallHandle::State {
  detail::StoreRef store;
  const wasm::CompType* type;
  std::unique_ptr<runtime::SuspendableCall> call;
  std::vector<Value> results;
};

Result<CallHandle> Func::start(std::initializer_list<Value> arguments) const {
  return start(std::span(arguments.begin(), arguments.size()), {});
}

Result<CallHandle> Func::start(std::span<const Value> arguments, const CallOptions& options) const {
  if (!*this) return Error(ErrorKind::Usage, "there is no function");
  if (!store_->isFree()) return store_->busyError();
  const auto& function = *static_cast<const runtime::Function*>(item_);
  const wasm::CompType& type = store_->engine().typeOf(function.type);
  WALD_TRY_ASSIGN(values, api::toRuntime(store_, arguments));
  WALD_TRY(runtime::checkArguments(store_->store(), type, values));
  runtime::Slots slots(std::max(function.paramSlots, function.resultSlots));
  runtime::packValues(values, slots);
  WALD_TRY_ASSIGN(call, runtime::SuspendableCall::create(
                            store_->store(), function, std::move(slots),
                            {.stackBytes = options.stackBytes, .fuelSlice = options.fuelSlice}));
  auto state = std::make_unique<CallHandle::State>();
  state->store = store_;
  state->type = &type;
  state->call = std::move(call);
  return CallHandle(std::move(state));
}

CallHandle::CallHandle(std::unique_ptr<State> state) : state_(std::move(state)) {}
CallHandle::CallHandle(CallHandle&&) noexcept = default;
CallHandle& CallHandle::operator=(CallHandle&&) noexcept = default;
CallHandle::~CallHandle() = default;

Result<CallState> CallHandle::resume() {
  if (state_ == nullptr || state_->call == nullptr) {
    return Error(ErrorKind::Usage, "the call is done");
  }
  if (!state_->store->isOpen()) return api::goneError();
  using Step = runtime::SuspendableCall::State;
  if (state_->call->state() == Step::Running) return Error(ErrorKind::Usage, "the call runs");
  switch (state_->call->resume()) {
    case Step::Suspended: return CallState::Suspended;
    case Step::OutOfSlice: return CallState::OutOfSlice;
    case Step::Ready:
    case Step::Running:
    case Step::Done: break;
  }
  // The store is free for others as soon as the call is done.
  runtime::TrapPtr trap = state_->call->takeTrap();
  if (trap == nullptr) {
    const runtime::Slot* at = state_->call->slots().data();
    for (const wasm::ValType type : state_->type->results) {
      state_->results.push_back(api::loadValue(state_->store, type, at));
      at += wasm::slotsOf(type);
    }
  }
  state_->call.reset();
  if (trap != nullptr) return api::toError(state_->store, std::move(trap));
  return CallState::Done;
}

bool CallHandle::isDone() const { return state_ == nullptr || state_->call == nullptr; }

std::span<const Value> CallHandle::results() const {
  return state_ == nullptr ? std::span<const Value>() : std::span<const Value>(state_->results);
}

}  // namespace wald
