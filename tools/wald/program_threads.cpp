#include <chrono>
#include <cstdlib>
#include <thread>

#include "tools/wald/program.h"
#include "tools/wald/report.h"

namespace wald::command {

void Program::prepareThreads() {
  wasi::Threads::Options threads;
  threads.granted = options_.threads;
  threads.most = options_.maxThreads;
  threads.make = [this](std::uint64_t fuel) { return makeGuest(fuel); };
  // Nothing is buffered that would be lost.
  threads.ended = [this](const runtime::Trap& trap) { std::_Exit(conclude(trap)); };
  threads.observer = watch_.get();
  threads_ = std::make_unique<wasi::Threads>(std::move(threads));
  store_->setStop(&threads_->stop());
}

Result<void> Program::provideMemories(const runtime::Module& module) {
  for (const wasm::Import& import : module.wasm.imports) {
    if (import.type.kind != wasm::ExternKind::Memory || !import.type.memory().shared) continue;
    auto found = linker_->find(import.module, import.name);
    if (!found) {
      WALD_TRY_ASSIGN(made, store_->addMemory(import.type.memory()));
      linker_->define(import.module, import.name, made);
      found = made;
    }
    // What is no memory will not be linked.
    runtime::Memory** const memory = std::get_if<runtime::Memory*>(&*found);
    if (memory == nullptr) continue;
    if (auto shared = store_->share(**memory)) {
      memories_.push_back({import.module, import.name, std::move(shared)});
    }
  }
  return {};
}

void Program::defineMemories(runtime::Store& store, runtime::Linker& linker) const {
  for (const SharedMemory& shared : memories_) {
    linker.define(shared.module, shared.name, store.addMemory(shared.memory));
  }
}

/// All is made anew but the shared memories that are imported.
Result<wasi::Threads::Guest> Program::makeGuest(std::uint64_t fuel) {
  wasi::Threads::Guest guest;
  WALD_TRY_ASSIGN(store, makeStore());
  guest.store = std::move(store);
  guest.store->fuel = fuel;
  guest.store->setStop(&threads_->stop());
  if (module_ == nullptr) return Error(ErrorKind::Usage, "a preloaded module starts no threads");

  runtime::Linker linker(*guest.store);
  defineMemories(*guest.store, linker);
  const auto instantiate =
      [&](const std::shared_ptr<const runtime::Module>& module) -> Result<void> {
    provideHost(*guest.store, linker, *module);
    WALD_TRY_ASSIGN(instantiation, linker.instantiate(module));
    guest.instance = instantiation.instance;
    guest.trap = std::move(instantiation.trap);
    return {};
  };
  for (const Preloaded& preloaded : preloaded_) {
    WALD_TRY(instantiate(preloaded.module));
    if (guest.trap) return guest;
    if (const auto function = guest.instance->exported("_initialize")) {
      runtime::Slot none = 0;
      guest.trap = guest.store->callSlots(*std::get<runtime::Function*>(*function), &none);
      if (guest.trap) return guest;
    }
    linker.defineInstance(preloaded.name, *guest.instance);
    defineMemories(*guest.store, linker);
  }
  WALD_TRY(instantiate(module_));
  return guest;
}

void Program::claimEnd() {
  if (isEnding_ || threads_ == nullptr) return;
  isEnding_ = true;
  // Another thread is about to end the process.
  while (!threads_->claimEnd()) std::this_thread::sleep_for(std::chrono::hours(1));
}

}  // namespace wald::command
