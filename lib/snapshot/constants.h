#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/instance.h"
#include "snapshot/fixed_objects.h"
#include "support/error.h"

namespace wald::snapshot {

/// Values that an instance holds, as constant expressions of its module: instructions with the final `end`.
class Constants {
public:
  explicit Constants(runtime::Instance& instance);

  /// `type` is over the module's types. Objects are named by globals before `globals`. Fails with `Unsupported` for a reference to what no
  /// other instance has; the message says what that is.
  Result<std::vector<std::uint8_t>> expression(wasm::ValType type, runtime::Slot low,
                                               runtime::Slot high = 0,
                                               std::uint32_t globals = ~std::uint32_t{0}) const;
  /// Whether an expression of the module that gave this value gives the same again. Fails as `expression` does.
  Result<void> checkMadeAgain(wasm::ValType type, runtime::Slot value) const;
  static std::vector<std::uint8_t> address(wasm::AddressType type, std::uint64_t value);

  /// The function that a reference to one stands for; none for one of another module.
  std::optional<std::uint32_t> functionIndex(runtime::Ref ref) const;
  /// The hierarchy that references of a type belong to.
  wasm::AbsHeap hierarchyOf(wasm::ValType type) const;

private:
  const wasm::Module& module_;
  const runtime::Instance& instance_;
  FixedObjects objects_;
  std::unordered_map<const runtime::Function*, std::uint32_t> imported_;
};

}  // namespace wald::snapshot
