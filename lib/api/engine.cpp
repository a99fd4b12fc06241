#include "wald/engine.h"

#include <fmt/format.h>

#include "api/engine_state.h"

namespace wald {

namespace api {

runtime::Limits toRuntime(const Limits& limits) {
  return {.memoryBytes = limits.memoryBytes,
          .tableElements = limits.tableElements,
          .instances = limits.instances,
          .stackBytes = limits.stackBytes,
          .gcHeapBytes = limits.gcHeapBytes,
          .fuel = limits.fuel,
          .deadline = limits.deadline};
}

namespace {

Result<void> switchFeatures(wasm::Features& features, const std::vector<std::string>& names,
                            bool on) {
  for (const std::string& name : names) {
    const auto feature = wasm::featureNamed(name);
    if (!feature) return Error(ErrorKind::Usage, fmt::format("unknown proposal '{}'", name));
    features.set(*feature, on);
  }
  return {};
}

}  // namespace
}  // namespace api

Result<Engine> Engine::create(const Config& config) {
  if (config.memory == MemoryMode::Guarded && !config.signals) {
    return Error(ErrorKind::Usage, "guarded memories need signals: choose MemoryMode::Checked");
  }
  runtime::Config made;
  WALD_TRY(api::switchFeatures(made.features, config.enable, true));
  WALD_TRY(api::switchFeatures(made.features, config.disable, false));
  made.signals = config.signals;
  made.guardedMemories = config.memory == MemoryMode::Guarded;
  // Compiled code wants memories that do not move.
  made.fixedMemories = config.memory != MemoryMode::Movable;
  made.deterministic = config.deterministic;
  made.timerThread = config.timerThread;
  made.countFuel = config.countFuel;
  made.pooledStores = config.pooledStores;
  made.limits = api::toRuntime(config.limits);
  if (config.limits.fuel && !config.countFuel) {
    return Error(ErrorKind::Usage, "a limit of fuel needs Config::countFuel");
  }
  return Engine(std::make_shared<detail::EngineState>(made));
}

void Engine::keepTime() const { state_->engine.timer().poll(); }

std::string version() { return WALD_VERSION; }

Budget::Budget(const Limits& limits)
    : state_(std::make_shared<State>(runtime::Budget::Limits{.memoryBytes = limits.memoryBytes,
                                                             .gcHeapBytes = limits.gcHeapBytes,
                                                             .tableElements = limits.tableElements,
                                                             .instances = limits.instances,
                                                             .fuel = limits.fuel,
                                                             .time = limits.time})) {}

std::uint64_t Budget::memoryBytes() const { return state_->budget->memoryBytes.used(); }
std::uint64_t Budget::gcHeapBytes() const { return state_->budget->gcHeapBytes.used(); }
std::uint64_t Budget::tableElements() const { return state_->budget->tableElements.used(); }
std::uint64_t Budget::instances() const { return state_->budget->instances.used(); }
std::uint64_t Budget::fuel() const { return state_->budget->fuel.used(); }
std::chrono::nanoseconds Budget::time() const {
  return std::chrono::nanoseconds(state_->budget->nanoseconds.used());
}

}  // namespace wald
