#pragma once

#include <cstdint>
#include <vector>

#include "ir/tree.h"

namespace wald::interp {

/// Where a function's fuel is paid. Code is prepaid up to the end of its *trace*: what is done if no branch is taken, until
/// something that may look at the fuel (a call) or that never goes on. A branch that is taken pays for its target's trace and gets back what the present one had
/// still to come; so nothing but taken branches, and what follows calls, counts.
class Metering {
public:
  explicit Metering(const ir::Function& function);

  /// Of the `Nop` at a statement: whether a node counts there, since who comes there has paid for nothing.
  bool isPaidThere(std::size_t statement) const { return isPaidThere_[statement]; }
  /// What is prepaid from there on: of the `Nop`, with the instructions up to the next.
  std::uint32_t ahead(std::size_t statement) const { return ahead_[statement]; }
  /// What has been paid at a statement for the time behind the instructions up to the next `Nop`.
  std::uint32_t behind(std::size_t statement) const { return behind_[statement]; }
  /// The `Nop` at a label, and where the other arm of an `If` begins; `none` if whoever comes there has nothing to pay.
  std::size_t nopAt(ir::LabelId label) const { return labels_[label]; }
  std::size_t nopAtElse(ir::LabelId label) const { return elses_[label]; }
  static constexpr std::size_t none = ~std::size_t{0};

private:
  std::vector<bool> isPaidThere_;      // by statement
  std::vector<std::uint32_t> ahead_;   // by statement
  std::vector<std::uint32_t> behind_;  // by statement
  std::vector<std::size_t> labels_;
  std::vector<std::size_t> elses_;
};

}  // namespace wald::interp
