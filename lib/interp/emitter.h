#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "interp/code.h"
#include "interp/node.h"

namespace wald::interp {

/// Writes nodes one after another, with branches resolved when their labels are bound.
class Emitter {
public:
  /// A place in the code to which branches go.
  struct Label {
    std::int64_t position = -1;
    std::size_t fixups = 0;  ///< how many of `fixups_` there are up to its last, if it has any
  };

  /// Room for the code of so many statements, as functions mostly have it.
  void reserve(std::size_t statements) {
    constexpr std::size_t bytesPerStatement = 32;
    grow((statements + 1) * bytesPerStatement);
    places_.reserve(statements / 2 + 1);
    safePoints_.reserve(4);
    fixups_.reserve(statements / 4 + 1);
  }

  std::uint32_t position() const { return static_cast<std::uint32_t>(size_); }

  void begin(Handler handler) {
    node_ = position();
    append(handler);
  }
  template <typename T>
  void append(T value) {
    if (capacity_ - size_ < sizeof(T)) [[unlikely]]
      grow(sizeof(T));
    std::memcpy(bytes_.get() + size_, static_cast<const void*>(&value), sizeof(T));
    size_ += sizeof(T);
  }
  /// The distance from the present node to a label.
  void appendTarget(Label& label) {
    if (label.position >= 0) {
      append(static_cast<std::int32_t>(label.position - std::int64_t{node_}));
    } else {
      fixups_.push_back({node_, position(), label.fixups});
      label.fixups = fixups_.size();
      append(std::int32_t{0});
    }
  }
  void end() {
    while (size_ % alignof(std::uint64_t) != 0) append(std::uint8_t{0});
  }

  void bind(Label& label) {
    label.position = position();
    for (std::size_t i = label.fixups; i != 0; i = fixups_[i - 1].before) {
      patch(fixups_[i - 1].field, position() - fixups_[i - 1].node);
    }
    label.fixups = 0;
  }

  /// Where fuel is counted: what is prepaid behind the instructions of the nodes to come (`FunctionCode::refunds`).
  void setRefund(std::uint32_t refund) { refund_ = refund; }
  std::uint32_t refund() const { return refund_.value_or(0); }

  /// Notes where the present node's instruction stood.
  void place(std::uint32_t offset) { place(offset, refund(), 0); }
  /// The same for one of its several that has a trap's number.
  void place(std::uint32_t offset, std::uint32_t refund, std::uint32_t trap) {
    addPlace(node_ + trap, offset, refund);
  }

  /// Notes that the next node is where a loop goes on, or the function begins; `offset` is the instruction's in the module.
  void safePoint(std::uint32_t offset) {
    if (!safePoints_.empty() && safePoints_.back() == position()) return;
    safePoints_.push_back(position());
    addPlace(position(), offset, 0);
  }
  std::vector<FunctionCode::SafePoint> safePoints() const {
    std::vector<FunctionCode::SafePoint> points;
    for (const std::uint32_t node : safePoints_) {
      // Nothing may follow a loop that is never left.
      if (node < size_) points.push_back({node, readAt<Handler>(bytes_.get() + node)});
    }
    return points;
  }

  std::span<const std::uint8_t> bytes() const { return {bytes_.get(), size_}; }
  std::vector<FunctionCode::Place> takePlaces() { return std::move(places_); }
  std::vector<std::uint32_t> takeRefunds() { return std::move(refunds_); }
  void patch(std::uint32_t field, std::uint32_t value) {
    std::memcpy(bytes_.get() + field, &value, sizeof(value));
  }

private:
  void addPlace(std::uint32_t node, std::uint32_t offset, std::uint32_t refund) {
    places_.push_back({node, offset});
    if (refund_) refunds_.push_back(refund);
  }

  /// A distance that waits for its label.
  struct Fixup {
    std::uint32_t node;
    std::uint32_t field;
    std::size_t before;  ///< as in `Label`: the label's others
  };

  /// Makes room for so many bytes more.
  [[gnu::noinline]] void grow(std::size_t count) {
    const std::size_t capacity = std::max(2 * capacity_, size_ + count);
    auto bytes = std::make_unique_for_overwrite<std::uint8_t[]>(capacity);
    if (size_ != 0) std::memcpy(bytes.get(), bytes_.get(), size_);
    bytes_ = std::move(bytes);
    capacity_ = capacity;
  }

  std::vector<Fixup> fixups_;
  std::unique_ptr<std::uint8_t[]> bytes_;  ///< not a vector: each field is appended alone
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  std::vector<FunctionCode::Place> places_;
  std::vector<std::uint32_t> refunds_;  ///< of `places_`
  std::optional<std::uint32_t> refund_;
  std::vector<std::uint32_t> safePoints_;
  std::uint32_t node_ = 0;
};

}  // namespace wald::interp
