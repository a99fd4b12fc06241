#pragma once

#include <memory>
#include <string>

#include "ir/valid_module.h"
#include "runtime/engine.h"
#include "runtime/module.h"
#include "support/error.h"

namespace wald::interp {

/// Prepares a valid module for the interpreter. Functions are lowered when they are first called.
Result<std::shared_ptr<const runtime::Module>>
load(runtime::Engine& engine, std::shared_ptr<const ir::ValidModule> module, std::string name);

}  // namespace wald::interp
