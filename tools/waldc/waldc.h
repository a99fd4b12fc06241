#pragma once

#include <span>

namespace wald::command {

/// `waldc compile`, which is `wald compile`.
int compileFileCommand(std::span<char* const> args);
/// `waldc --serve` (`tools/wald/compiler.h` is the other side).
int serve();

}  // namespace wald::command
