#pragma once

#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "runtime/engine.h"
#include "runtime/module.h"
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

/// Whether a file holds compiled code. False if it can't be read.
bool isCompiled(std::string_view path);

/// A module ready to be instantiated, by what its file holds: compiled code (`wald compile`), or a module in the binary format or as
/// text, which is interpreted.
Result<std::shared_ptr<const runtime::Module>> loadModule(runtime::Engine& engine,
                                                          std::string_view path);

}  // namespace wald::command
