#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "spectest/engine.h"

namespace wald::spectest {

/// What makes artifacts of modules; may be asked on any thread.
class ArtifactMaker {
public:
  virtual ~ArtifactMaker() = default;
  /// `bytes` are a valid module in the binary format.
  virtual Result<std::vector<std::uint8_t>> make(std::span<const std::uint8_t> bytes,
                                                 const runtime::Config& config) = 0;
};

/// Runs scripts on compiled code.
class AotEngine final : public ScriptEngine {
public:
  explicit AotEngine(std::unique_ptr<ArtifactMaker> maker) : maker_(std::move(maker)) {}

  std::string_view name() const override { return "aot"; }
  bool needsFixedMemories() const override { return true; }
  bool interprets() const override { return false; }
  Result<std::shared_ptr<const runtime::Module>> load(runtime::Engine& engine,
                                                      std::shared_ptr<const ir::ValidModule> module,
                                                      std::string name) override;

private:
  std::unique_ptr<ArtifactMaker> maker_;
};

}  // namespace wald::spectest
