#pragma once

#include <memory>

#include "runtime/budget.h"
#include "runtime/engine.h"
#include "wald/config.h"

namespace wald::detail {

class EngineState {
public:
  explicit EngineState(const runtime::Config& config) : engine(config) {}

  runtime::Engine engine;
};

}  // namespace wald::detail

namespace wald {

struct Budget::State {
  explicit State(const runtime::Budget::Limits& limits)
      : budget(std::make_shared<runtime::Budget>(limits)) {}

  std::shared_ptr<runtime::Budget> budget;
};

namespace api {
runtime::Limits toRuntime(const Limits& limits);
}  // namespace api

}  // namespace wald
