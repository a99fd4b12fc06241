#include "wasi/function_table.h"

#include <algorithm>

#include "wasi/entry.h"
#include "wasi/wasi.h"

namespace wald::wasi {

namespace {

using namespace capability;  // NOLINT: the rows name their capabilities
using namespace param;       // NOLINT: and their parameters

template <typename RowEntry>
constexpr FunctionRow makeRow(std::string_view name) {
  return {name,
          RowEntry::call,
          RowEntry::watched,
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

constexpr FunctionRow unstableRows[] = {
#define WALD_WASI_UNSTABLE(name, handler, capability, result, ...) \
  makeRow<Entry<FunctionId::name, calls::unstable::handler, capability, \
                result __VA_OPT__(, ) __VA_ARGS__>>(#name),
#include "wasi/functions_unstable.def"
};

/// What only preview 1 has.
constexpr std::string_view later[] = {
#define WALD_WASI_UNSTABLE(name, handler, capability, result, ...)
#define WALD_WASI_LATER(name) #name,
#include "wasi/functions_unstable.def"
};

static_assert(std::ranges::is_sorted(rows, {}, &FunctionRow::name));
static_assert(std::ranges::is_sorted(unstableRows, {}, &FunctionRow::name));

const FunctionRow* find(std::span<const FunctionRow> among, std::string_view name) {
  const auto row = std::ranges::lower_bound(among, name, {}, &FunctionRow::name);
  return row != among.end() && row->name == name ? &*row : nullptr;
}

}  // namespace

std::span<const FunctionRow> functionTable() { return rows; }

const FunctionRow& rowOf(FunctionId id) { return rows[static_cast<std::size_t>(id)]; }

const FunctionRow* findFunction(std::string_view module, std::string_view name) {
  if (module == Wasi::moduleName) return find(rows, name);
  if (module != Wasi::unstableModuleName || std::ranges::find(later, name) != std::end(later))
    return nullptr;
  const FunctionRow* const changed = find(unstableRows, name);
  return changed != nullptr ? changed : find(rows, name);
}

}  // namespace wald::wasi
