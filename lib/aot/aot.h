#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "artifact/reader.h"
#include "ir/valid_module.h"
#include "runtime/engine.h"
#include "runtime/module.h"
#include "support/error.h"

namespace wald::aot {

/// Compiled code that can be executed where `tables.code` lies, as long as its owner is there.
struct MappedCode {
  artifact::Tables tables;
  std::shared_ptr<const void> owner;
  /// Of the tables of frames, what is to be checked before they are used.
  std::vector<artifact::Unchecked> unchecked = {};
  /// The whole artifact, if it is at hand.
  std::span<const std::uint8_t> artifact = {};
};

/// Prepares a valid module whose functions were compiled. Fails with `Internal` if the tables are not those of such a module.
Result<std::shared_ptr<const runtime::Module>> load(runtime::Engine& engine,
                                                    std::shared_ptr<const ir::ValidModule> module,
                                                    MappedCode code, std::string name);

}  // namespace wald::aot
