#include "aot/code_registry.h"

#include <atomic>
#include <cstdint>
#include <mutex>

#include "aot/native_code.h"

namespace wald::aot {

namespace {

/// A place for one piece of code. Whoever reads it while it is written passes it over: code that is just being entered or
/// removed is not running.
struct Entry {
  std::atomic<std::uint32_t> version = 0;  ///< odd while it is written
  std::atomic<std::uintptr_t> begin = 0;
  std::atomic<std::uintptr_t> end = 0;
  std::atomic<const NativeCode*> code = nullptr;

  void set(const NativeCode* value) {
    version.fetch_add(1, std::memory_order_acq_rel);
    begin.store(value ? reinterpret_cast<std::uintptr_t>(value->begin()) : 0);
    end.store(value ? reinterpret_cast<std::uintptr_t>(value->end()) : 0);
    code.store(value);
    version.fetch_add(1, std::memory_order_acq_rel);
  }

  const NativeCode* at(std::uintptr_t address) const {
    const std::uint32_t before = version.load();
    if ((before & 1) != 0 || address < begin.load() || address >= end.load()) return nullptr;
    const NativeCode* const found = code.load();
    return version.load() == before ? found : nullptr;
  }
};

/// Never freed, so that readers need not say that they read.
struct Chunk {
  static constexpr unsigned size = 64;
  Entry entries[size];
  std::atomic<Chunk*> next = nullptr;
};

constinit Chunk first;
constinit std::mutex writers;

}  // namespace

void registerCode(const NativeCode& code) {
  const std::lock_guard lock(writers);
  for (Chunk* chunk = &first;; chunk = chunk->next) {
    for (Entry& entry : chunk->entries) {
      if (entry.code.load() == nullptr) return entry.set(&code);
    }
    if (chunk->next.load() == nullptr) chunk->next = new Chunk;
  }
}

void unregisterCode(const NativeCode& code) {
  const std::lock_guard lock(writers);
  for (Chunk* chunk = &first; chunk != nullptr; chunk = chunk->next) {
    for (Entry& entry : chunk->entries) {
      if (entry.code.load() == &code) return entry.set(nullptr);
    }
  }
}

const NativeCode* codeAt(const void* address) {
  const auto place = reinterpret_cast<std::uintptr_t>(address);
  for (const Chunk* chunk = &first; chunk != nullptr; chunk = chunk->next.load()) {
    for (const Entry& entry : chunk->entries) {
      if (const NativeCode* code = entry.at(place)) return code;
    }
  }
  return nullptr;
}

}  // namespace wald::aot
