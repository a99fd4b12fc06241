#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "valid/context.h"

namespace wald::valid {

/// The types of the operands during validation ("Appendix › Validation Algorithm", the value stack).
///
/// `base` is the height at which the innermost block began; below it nothing is popped. In unreachable
/// code the stack is polymorphic: what is missing above `base` has the type that is asked for.
class OperandStack {
public:
  explicit OperandStack(const wasm::TypeTable& types) : types_(types), values_(64) {}

  std::size_t height() const { return size_; }
  std::size_t base() const { return base_; }
  bool isPolymorphic() const { return polymorphic_; }

  /// Makes the block that began at `base` the innermost.
  void enter(std::size_t base, bool polymorphic) {
    base_ = base;
    polymorphic_ = polymorphic;
  }
  void truncate(std::size_t height) { size_ = height; }

  void push(wasm::ValType type) {
    if (size_ == values_.size()) [[unlikely]]
      values_.resize(2 * size_);
    values_[size_++] = type;
  }
  void pushAll(std::span<const wasm::ValType> types) {
    for (const wasm::ValType type : types) push(type);
  }

  /// Pops one operand of the type. False, with nothing popped, if there is none.
  bool pop(wasm::ValType expected) {
    if (size_ > base_ && values_[size_ - 1] == expected) [[likely]] {
      --size_;
      return true;
    }
    return popSlow(expected);
  }

  /// Pops operands of the types, the last from the top. False, with nothing popped, if they are not there.
  bool popAll(std::span<const wasm::ValType> expected) {
    std::size_t height = size_;
    for (std::size_t i = expected.size(); i-- > 0;) {
      if (height > base_ && values_[height - 1] == expected[i]) [[likely]] {
        --height;
        continue;
      }
      if (height == base_) {
        if (!polymorphic_) return false;
        continue;
      }
      if (!matches(values_[height - 1], expected[i])) return false;
      --height;
    }
    size_ = height;
    return true;
  }

  /// Whether `popAll` would succeed.
  bool holds(std::span<const wasm::ValType> expected) {
    const std::size_t height = size_;
    const bool result = popAll(expected);
    size_ = height;
    return result;
  }

  /// Pops an operand of any type; bottom in unreachable code.
  std::optional<wasm::ValType> popAny() {
    if (size_ > base_) return values_[--size_];
    if (polymorphic_) return wasm::ValType();
    return std::nullopt;
  }

  /// Subtyping, with bottom and the bottom reference below all.
  bool matches(wasm::ValType sub, wasm::ValType super) const {
    if (sub == super || sub.isBottom()) return true;
    if (sub == bottomReference) return super.isRef();
    return types_.matches(sub, super);
  }

  /// The topmost `count` operands of the innermost block, or as many as there are.
  std::span<const wasm::ValType> top(std::size_t count) const {
    const std::size_t held = std::min(count, size_ - base_);
    return std::span(values_).subspan(size_ - held, held);
  }

private:
  bool popSlow(wasm::ValType expected) { return popAll({&expected, 1}); }

  const wasm::TypeTable& types_;
  std::vector<wasm::ValType> values_;
  std::size_t size_ = 0;
  std::size_t base_ = 0;
  bool polymorphic_ = false;
};

}  // namespace wald::valid
