#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "runtime/engine.h"
#include "spectest/aot_engine.h"
#include "support/error.h"
#include "tools/wald/compiler.h"

namespace wald::command {

/// Artifacts that are made by a `waldc` that serves this process. Any thread may ask.
class ServedArtifacts final : public spectest::ArtifactMaker {
public:
  Result<std::vector<std::uint8_t>> make(std::span<const std::uint8_t> bytes,
                                         const runtime::Config& config) override;

private:
  std::mutex mutex_;
  Compiler compiler_;
};

}  // namespace wald::command
