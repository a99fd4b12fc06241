#include "wasi/function_table.h"

#include <algorithm>

#include "wasi/entry.h"

namespace wald::wasi {

namespace {

using namespace capability;  // NOLINT: the rows name their capabilities
using namespace param;       // NOLINT: and their parameters

template <typename RowEntry>
constexpr FunctionRow makeRow(std::string_view name) {
  return {name,
          RowEntry::call,
          RowEntry::observed,
          RowEntry::withheld,
          RowEntry::kinds,
          RowEntry::hasResult,
          RowEntry::capability,
          RowEntry::rights};
}

// In C++20 a macro may get nothing for its `...`, but the comma before it has to go.
constexpr FunctionRow rows[] = {
#define WALD_WASI_FUNCTION(name, handler, capability, result, ...) \
  makeRow<Entry<FunctionId::name, calls::handler, capability, result __VA_OPT__(, ) __VA_ARGS__>>( \
      #name),
#include "wasi/functions.def"
};

static_assert(std::ranges::is_sorted(rows, {}, &FunctionRow::name));

}  // namespace

std::span<const FunctionRow> functionTable() { return rows; }

const FunctionRow& rowOf(FunctionId id) { return rows[static_cast<std::size_t>(id)]; }

const FunctionRow* findFunction(std::string_view name) {
  const auto* const row = std::ranges::lower_bound(rows, name, {}, &FunctionRow::name);
  return row != std::end(rows) && row->name == name ? row : nullptr;
}

}  // namespace wald::wasi
