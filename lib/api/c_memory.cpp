#include <algorithm>

#include "api/c_refs.h"
#include "api/c_types.h"

using namespace wald;
using namespace wald::c_api;

wasm_memory_t* wasm_memory_new(wasm_store_t* store, const wasm_memorytype_t* type) {
  runtime::Store* const at = storeOf(store);
  if (at == nullptr || type == nullptr) return nullptr;
  auto memory = at->addMemory(type->exact);
  return memory ? new wasm_memory_t(store->state, *memory) : nullptr;
}

wasm_memorytype_t* wasm_memory_type(const wasm_memory_t* memory) {
  return wasm_externtype_as_memorytype(wasm_extern_type(memory));
}

byte_t* wasm_memory_data(wasm_memory_t* memory) {
  if (memory == nullptr || !memory->isAlive()) return nullptr;
  return reinterpret_cast<byte_t*>(memory->get()->base());
}

std::size_t wasm_memory_data_size(const wasm_memory_t* memory) {
  return memory == nullptr || !memory->isAlive() ? 0 : memory->get()->size();
}

wasm_memory_pages_t wasm_memory_size(const wasm_memory_t* memory) {
  if (memory == nullptr || !memory->isAlive()) return 0;
  return static_cast<wasm_memory_pages_t>(
      std::min<std::uint64_t>(memory->get()->pages(), wasm_limits_max_default));
}

bool wasm_memory_grow(wasm_memory_t* memory, wasm_memory_pages_t delta) {
  return memory != nullptr && memory->isAlive() && memory->get()->grow(delta) >= 0;
}
