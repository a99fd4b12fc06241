#pragma once

#include <span>
#include <string_view>

#include "runtime/function.h"
#include "wasm/opcode.h"

namespace wald::wasi {

/// A row of functions.def as the linker needs it.
struct FunctionRow {
  std::string_view name;
  runtime::HostEntry entry;  ///< its environment is a `State`
  std::span<const wasm::Kind> params;
  bool hasResult;  ///< an i32
};

/// All rows, in the order of their names.
std::span<const FunctionRow> functionTable();

}  // namespace wald::wasi
