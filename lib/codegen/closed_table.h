#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ir/valid_module.h"

namespace wald::codegen {

/// What a table holds from the time on at which the first function of its module can run, for ever.
struct ClosedTable {
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  std::vector<std::uint32_t> functions;  ///< up to the last one that there is; `none` for null
  /// Some function's type is known only at run time: an import's may be a subtype of what is declared.
  bool hasOpenTypes = false;
};

/// Nothing if the host, another module or an instruction can change the table, or if its contents are not known before it exists.
std::optional<ClosedTable> closedTable(const ir::ValidModule& module, std::uint32_t table);

/// Whether a function of the index space has but the type that the module says.
bool hasKnownType(const wasm::Module& module, std::uint32_t function);

}  // namespace wald::codegen
