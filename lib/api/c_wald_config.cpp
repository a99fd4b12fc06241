#include <algorithm>
#include <chrono>
#include <limits>

#include "api/c_store.h"
#include "wald/c.h"
#include "wasm/features.h"

using namespace wald;

bool wald_config_set_feature(wasm_config_t* config, const char* name, bool on) {
  if (config == nullptr || name == nullptr) return false;
  const auto feature = wasm::featureNamed(name);
  if (feature) config->config.features.set(*feature, on);
  return feature.has_value();
}

void wald_config_set_max_memory(wasm_config_t* config, std::uint64_t bytes) {
  if (config != nullptr) config->config.limits.memoryBytes = bytes;
}

void wald_config_set_max_table_elements(wasm_config_t* config, std::uint64_t elements) {
  if (config != nullptr) config->config.limits.tableElements = elements;
}

void wald_config_set_max_instances(wasm_config_t* config, std::uint64_t instances) {
  if (config != nullptr) config->config.limits.instances = instances;
}

void wald_config_set_max_stack(wasm_config_t* config, std::size_t bytes) {
  if (config != nullptr) config->config.limits.stackBytes = bytes;
}

void wald_config_set_max_gc_heap(wasm_config_t* config, std::uint64_t bytes) {
  if (config != nullptr) config->config.limits.gcHeapBytes = bytes;
}

void wald_config_set_fuel(wasm_config_t* config, std::uint64_t units) {
  if (config == nullptr) return;
  config->config.countFuel = true;
  config->config.limits.fuel = units;
}

void wald_config_set_deterministic(wasm_config_t* config, bool on) {
  if (config != nullptr) config->config.deterministic = on;
}

void wald_config_set_memory_mode(wasm_config_t* config, wald_memory_mode_t mode) {
  if (config == nullptr) return;
  config->config.guardedMemories = mode == WALD_MEMORY_GUARDED;
  config->config.fixedMemories = mode != WALD_MEMORY_MOVABLE;
}

void wald_config_set_signals(wasm_config_t* config, bool on) {
  if (config != nullptr) config->config.signals = on;
}

void wald_config_set_pooled_stores(wasm_config_t* config, std::size_t count) {
  if (config != nullptr) config->config.pooledStores = count;
}

void wald_config_set_deadline(wasm_config_t* config, std::uint64_t nanoseconds) {
  if (config == nullptr) return;
  // Some decades: what a clock shows by then is still a number.
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max() / 4);
  config->config.limits.deadline =
      std::chrono::nanoseconds(static_cast<std::int64_t>(std::min(nanoseconds, most)));
}
