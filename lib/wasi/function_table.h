#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "runtime/function.h"
#include "wasi/types.h"
#include "wasm/opcode.h"

namespace wald::wasi {

/// The rows of functions.def.
// NOLINTBEGIN(readability-identifier-naming): named as the functions are.
enum class FunctionId : std::uint8_t {
#define WALD_WASI_FUNCTION(name, handler, capability, result, ...) name,
#include "wasi/functions.def"
};
// NOLINTEND(readability-identifier-naming)

/// A row of functions.def as the linker needs it. The environment of each entry is a `State`.
struct FunctionRow {
  std::string_view name;
  runtime::HostEntry entry;
  runtime::HostEntry
      watched;  ///< tells the observer of each call, and refuses where it is withheld
  std::span<const wasm::Kind> params;
  bool hasResult;               ///< an i32
  std::string_view capability;  ///< "clocks" or "random", if it needs one of these
  Rights rights;                ///< that its descriptors need, of all together
};

/// All rows, in the order of their names.
std::span<const FunctionRow> functionTable();
const FunctionRow& rowOf(FunctionId id);
/// Null if there is none with that name in a module (`Wasi::moduleName` or the older one).
const FunctionRow* findFunction(std::string_view module, std::string_view name);

}  // namespace wald::wasi
