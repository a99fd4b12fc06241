#include "api/c_store.h"
#include "wald/c.h"

using namespace wald;
using namespace wald::c_api;

struct wald_interrupt_t {
  std::shared_ptr<runtime::StopSignal> signal;
};

namespace {

bool countsFuel(const wasm_store_t* store) {
  const runtime::Store* const at = storeOf(store);
  return at != nullptr && at->engine().config().countsFuel();
}

}  // namespace

bool wald_store_set_fuel(wasm_store_t* store, std::uint64_t units) {
  if (!countsFuel(store)) return false;
  storeOf(store)->setFuel(units);
  return true;
}

bool wald_store_fuel(const wasm_store_t* store, std::uint64_t* units) {
  if (!countsFuel(store) || units == nullptr) return false;
  *units = storeOf(store)->fuelLeft();
  return true;
}

wald_interrupt_t* wald_interrupt_new() {
  return new wald_interrupt_t{std::make_shared<runtime::StopSignal>()};
}

void wald_interrupt_delete(wald_interrupt_t* interrupt) { delete interrupt; }

void wald_interrupt_request(wald_interrupt_t* interrupt) {
  if (interrupt != nullptr) interrupt->signal->request();
}

bool wald_store_set_interrupt(wasm_store_t* store, const wald_interrupt_t* interrupt) {
  if (storeOf(store) == nullptr || store->state->isRunning()) return false;
  store->state->setStop(interrupt == nullptr ? nullptr : interrupt->signal);
  return true;
}
