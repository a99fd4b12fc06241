#include "wasi/threads.h"

#include "wasi/host.h"

namespace wald::wasi {

namespace {

constexpr std::string_view functionName = "thread-spawn";

/// What a guest gets instead of an id. C libraries ask for nothing but the sign.
std::int32_t refusal(Errno error) { return -static_cast<std::int32_t>(error); }

/// The export by which a thread begins; null if the module has none of the right type.
const runtime::Function* entryOf(runtime::Instance& instance) {
  const auto found = instance.exported("wasi_thread_start");
  const auto* const function = found ? std::get_if<runtime::Function*>(&*found) : nullptr;
  if (function == nullptr) return nullptr;
  const wasm::CompType& type = instance.store().engine().typeOf((*function)->type);
  const std::vector expected = {wasm::types::i32, wasm::types::i32};
  return type.params == expected && type.results.empty() ? *function : nullptr;
}

}  // namespace

/// What a new thread is told; it owns it.
struct Threads::Launch {
  Threads& threads;
  Guest guest;
  const runtime::Function& entry;
  std::uint32_t id;
  std::uint32_t argument;
};

Threads::~Threads() {
  claimEnd();
  std::unique_lock lock(mutex_);
  idle_.wait(lock, [this] { return ids_.empty(); });
}

std::optional<runtime::Extern> Threads::find(runtime::Store& store, std::string_view name) {
  if (name != functionName) return std::nullopt;
  const auto type = store.engine().addFunctionType({wasm::types::i32}, {wasm::types::i32});
  return store.addHostFunction(type, spawn, this);
}

bool Threads::claimEnd() {
  if (isEnded_.exchange(true)) return false;
  stop_.request();
  return true;
}

runtime::Outcome Threads::spawn(void* environment, runtime::Caller caller, runtime::Slot* slots) {
  runtime::TrapPtr trap;
  auto& threads = *static_cast<Threads*>(environment);
  const std::int32_t result =
      threads.start(caller.store, static_cast<std::uint32_t>(slots[0]), trap);
  if (trap) return caller.store.raise(std::move(trap));
  slots[0] = static_cast<std::uint32_t>(result);
  return runtime::Outcome::Ok;
}

std::int32_t Threads::start(runtime::Store& starter, std::uint32_t argument,
                            runtime::TrapPtr& trap) {
  if (!options_.granted) {
    if (options_.observer != nullptr) {
      options_.observer->denied({.function = functionName, .capability = "threads"});
    }
    return refusal(Errno::NotCapable);
  }
  const auto id = takeId();
  if (!id) return refusal(Errno::Again);
  const auto giveUp = [&](Errno error) {
    giveBack(*id);
    return refusal(error);
  };
  // A limit of fuel holds for all threads together: the new one gets half of what is left.
  const std::uint64_t fuel = starter.fuel / 2;
  starter.fuel -= fuel;
  auto guest = options_.make(fuel);
  if (!guest) return giveUp(Errno::NoMem);
  if (guest->trap) {
    trap = std::move(guest->trap);
    return giveUp(Errno::Canceled);
  }
  const runtime::Function* const entry = entryOf(*guest->instance);
  if (entry == nullptr) return giveUp(Errno::NoSys);
  auto launch = std::make_unique<Launch>(Launch{*this, std::move(*guest), *entry, *id, argument});
  if (!host::startThread(run, launch.get())) return giveUp(Errno::Again);
  static_cast<void>(launch.release());
  return static_cast<std::int32_t>(*id);
}

void Threads::run(void* data) {
  std::unique_ptr<Launch> launch(static_cast<Launch*>(data));
  Threads& threads = launch->threads;
  const std::uint32_t id = launch->id;
  runtime::Slot slots[] = {id, launch->argument};
  const runtime::TrapPtr trap = launch->guest.store->callSlots(launch->entry, slots);
  launch.reset();
  if (trap && threads.claimEnd()) threads.options_.ended(*trap);
  threads.giveBack(id);
}

std::optional<std::uint32_t> Threads::takeId() {
  const std::lock_guard lock(mutex_);
  if (ids_.size() >= options_.most || isEnded_) return std::nullopt;
  do {
    lastId_ = lastId_ % limits::threadIds + 1;
  } while (!ids_.insert(lastId_).second);
  return lastId_;
}

void Threads::giveBack(std::uint32_t id) {
  const std::lock_guard lock(mutex_);
  ids_.erase(id);
  idle_.notify_all();
}

}  // namespace wald::wasi
