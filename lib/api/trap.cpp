#include "wald/trap.h"

#include "api/convert.h"
#include "api/store_state.h"
#include "runtime/call_values.h"
#include "runtime/object.h"
#include "wald/exception.h"

namespace wald {

namespace {

// The public enumeration is the internal one.
#define WALD_TRAP(name, phrase) \
  static_assert(static_cast<int>(TrapKind::name) == static_cast<int>(wasm::TrapKind::name));
#include "wasm/trap.def"

}  // namespace

std::string_view toString(TrapKind kind) {
  return wasm::phraseOf(static_cast<wasm::TrapKind>(kind));
}

Tag Exception::tag() const {
  if (store_ == nullptr || !store_->isOpen()) return {};
  return Tag(store_, const_cast<runtime::Tag*>(runtime::toException(bits_)->tag));
}

std::vector<Value> Exception::values() const {
  std::vector<Value> values;
  if (store_ == nullptr || !store_->isOpen()) return values;
  const runtime::Exception& exception = *runtime::toException(bits_);
  const auto& types = store_->engine().typeOf(exception.head.type).params;
  values.reserve(types.size());
  const runtime::Slot* at = exception.values();
  for (const wasm::ValType type : types) {
    values.push_back(api::loadValue(store_, type, at));
    at += wasm::slotsOf(type);
  }
  return values;
}

namespace api {

Error toError(const detail::StoreRef& store, runtime::TrapPtr trap) {
  if (store->system() != nullptr) store->system()->note(*trap);
  if (trap->exitStatus) return Error::exit(*trap->exitStatus);
  std::vector<Frame> frames;
  frames.reserve(trap->frames.size());
  for (runtime::TrapFrame& frame : trap->frames) {
    frames.push_back(
        {std::move(frame.function), std::move(frame.module), frame.index, frame.offset});
  }
  std::optional<Exception> exception;
  if (trap->exception) exception.emplace(store, *trap->exception);
  std::string message = trap->message();
  auto made =
      std::make_shared<const Trap>(static_cast<TrapKind>(trap->kind), message, std::move(frames),
                                   trap->omittedFrames, std::move(exception));
  return Error::trapped(std::move(made), message);
}

runtime::Outcome raise(runtime::Store& store, const Error& error) {
  if (const auto status = error.exitStatus()) return store.raiseExit(*status);
  const Trap* const trap = error.trap();
  if (trap == nullptr) return store.raise(wasm::TrapKind::Host, error.message());

  // A trap of a guest that a host function called goes on to the one that called that.
  auto again = std::make_unique<runtime::Trap>();
  again->kind = static_cast<wasm::TrapKind>(trap->kind());
  const std::string_view phrase = toString(trap->kind());
  std::string_view detail = trap->message();
  if (detail.starts_with(phrase)) detail.remove_prefix(phrase.size());
  if (detail.starts_with(": ")) detail.remove_prefix(2);
  again->detail = detail;
  for (const Frame& frame : trap->frames()) {
    again->frames.push_back({frame.function, frame.module, frame.index, frame.offset});
  }
  again->omittedFrames = trap->omittedFrames();
  if (trap->exception()) again->exception = store.heap().hold(trap->exception()->bits());
  return store.raise(std::move(again));
}

}  // namespace api
}  // namespace wald
