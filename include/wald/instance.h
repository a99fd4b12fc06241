#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "wald/extern.h"
#include "wald/handle.h"
#include "wald/typed_func.h"

namespace wald {

/// An instance of a module ("Execution › Module Instances"). A handle: `detail::Handle` says what that means. Instances end with their
/// store.
class WALD_API Instance : public detail::Handle {
public:
  using Handle::Handle;

  /// None if nothing is exported by that name.
  std::optional<Extern> get(std::string_view name) const;

  /// @{
  /// These fail with `Usage` if nothing is exported by that name, or something else.
  Result<Func> func(std::string_view name) const;
  Result<Table> table(std::string_view name) const;
  Result<Memory> memory(std::string_view name) const;
  Result<Global> global(std::string_view name) const;
  Result<Tag> tag(std::string_view name) const;
  /// @}

  /// A function by its name and type: `instance.typed<std::int32_t(std::int32_t)>("fib")`.
  template <typename Signature>
  Result<TypedFunc<Signature>> typed(std::string_view name) const {
    auto found = func(name);
    if (!found) return std::move(found).error();
    return found->template typed<Signature>();
  }
  /// All exports, in the module's order.
  std::vector<std::pair<std::string, Extern>> exports() const;

  /// Runs a program: calls `_start` ("WASI application ABI"). The exit status: 0 if it returns. Fails as a call does, but for exits.
  Result<int> run() const;
  /// Makes a reactor ready: calls `_initialize` if it is exported.
  Result<void> initialize() const;
};

}  // namespace wald
