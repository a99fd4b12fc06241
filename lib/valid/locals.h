#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "support/error.h"
#include "valid/context.h"

namespace wald::valid {

/// The locals of the function under validation: their types, and which of those without a default value
/// have been set. Setting up costs what the body's bytes declare, not what they expand to.
class Locals {
public:
  /// Begins a function. `UnknownType` if a declaration refers to no type.
  Result<void> begin(const Context& context, std::span<const wasm::ValType> params,
                     std::span<const wasm::LocalRun> runs);

  std::uint32_t count() const { return count_; }

  /// Requires `index < count()`.
  wasm::ValType operator[](std::uint32_t index) const {
    return index < expanded_.size() ? expanded_[index] : typeInRuns(index);
  }

  /// Whether a local may be read: parameters and types with a default value always.
  bool isSet(std::uint32_t index, wasm::ValType type) const {
    return type.isDefaultable() || index < paramCount_ || (index < set_.size() && set_[index] != 0);
  }
  void markSet(std::uint32_t index, wasm::ValType type) {
    if (!isSet(index, type)) recordSet(index);
  }

  /// The number of locals set so far; `restore` forgets those set since.
  std::uint32_t setCount() const { return static_cast<std::uint32_t>(log_.size()); }
  void restore(std::uint32_t setCount);

private:
  struct Run {
    std::uint32_t end;
    wasm::ValType type;
  };

  wasm::ValType typeInRuns(std::uint32_t index) const;
  void recordSet(std::uint32_t index);

  std::vector<wasm::ValType> expanded_;  // the first locals, one by one
  std::vector<Run> runs_;                // all locals after the parameters
  std::vector<std::uint8_t> set_;        // kept clear between functions by way of `log_`
  std::vector<std::uint32_t> log_;
  std::uint32_t paramCount_ = 0;
  std::uint32_t count_ = 0;
};

}  // namespace wald::valid
