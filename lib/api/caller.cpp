#include "wald/caller.h"

#include <fmt/format.h>

#include "api/convert.h"
#include "api/store_state.h"
#include "runtime/objects.h"
#include "runtime/suspendable_call.h"
#include "wald/trap.h"

namespace wald {

namespace {

runtime::Memory* memoryOf(void* instance) {
  return instance == nullptr ? nullptr : static_cast<runtime::Instance*>(instance)->hostMemory();
}

Error trapOf(TrapKind kind, std::string_view detail) {
  std::string message(toString(kind));
  if (!detail.empty()) message += fmt::format(": {}", detail);
  return Error::trapped(
      std::make_shared<const Trap>(kind, message, std::vector<Frame>(), 0, std::nullopt), message);
}

}  // namespace

Instance Caller::instance() const { return Instance(store_, instance_); }

Memory Caller::memory() const {
  runtime::Memory* const memory = memoryOf(instance_);
  return memory == nullptr ? Memory() : Memory(store_, memory);
}

Result<std::span<std::uint8_t>> Caller::bytes(std::uint64_t offset, std::uint64_t count) const {
  const runtime::Memory* const memory = memoryOf(instance_);
  if (memory == nullptr) return trapOf(TrapKind::Host, "the caller has no memory");
  if (!memory->contains(offset, count)) {
    return trapOf(
        TrapKind::MemoryOutOfBounds,
        fmt::format("{} bytes at {:#x}, the memory has {} bytes", count, offset, memory->size()));
  }
  return std::span(memory->base() + offset, static_cast<std::size_t>(count));
}

void* Caller::userData() const { return store_->data; }
std::uint64_t Caller::fuel() const { return store_->store().fuelLeft(); }
void Caller::setFuel(std::uint64_t units) const { store_->store().setFuel(units); }

Result<void> Caller::suspend() const {
  runtime::SuspendableCall* const call = store_->store().suspendable;
  if (call == nullptr) {
    return Error(ErrorKind::Usage,
                 "the guest was not called by a CallHandle: it can't be suspended");
  }
  if (call->suspend()) return {};
  return trapOf(TrapKind::Interrupted, {});
}

Error Caller::exception(const Tag& tag, std::span<const Value> values) const {
  if (!tag || tag.storeRef() != store_) {
    return Error(ErrorKind::Usage, "the tag belongs to another store");
  }
  runtime::Store& store = store_->store();
  auto* const made = static_cast<runtime::Tag*>(tag.item());
  const auto& types = store_->engine().typeOf(made->type).params;
  if (types.size() != values.size()) {
    return Error(ErrorKind::Usage, fmt::format("{} values are expected for the tag, not {}",
                                               types.size(), values.size()));
  }
  runtime::Slots slots(2 * types.size() + 1);
  const runtime::TemporaryRoots roots(store.heap(), slots);
  runtime::Slot* to = slots.data();
  for (std::size_t i = 0; i < types.size(); ++i) {
    WALD_TRY(api::storeValue(store_, values[i], types[i], to, fmt::format("value {}", i + 1)));
    to += wasm::slotsOf(types[i]);
  }
  runtime::Exception* const exception =
      runtime::newException(store.heap(), store.heap().infoOf(made->type), made, slots.data());
  if (exception == nullptr) return trapOf(TrapKind::OutOfMemory, {});
  const std::string message(toString(TrapKind::UncaughtException));
  return Error::trapped(
      std::make_shared<const Trap>(TrapKind::UncaughtException, message, std::vector<Frame>(), 0,
                                   Exception(store_, runtime::toRef(&exception->head))),
      message);
}

}  // namespace wald
