#pragma once

#include <cstdint>
#include <vector>

#include "runtime/value.h"
#include "wasm/types.h"

namespace wald::runtime {

/// A table ("Execution › Table Instances"). `type` is over the engine's type ids. Not synchronised.
class Table {
public:
  Table(wasm::TableType type, Ref init, std::uint64_t maxEntries)
      : type_(type), maxEntries_(maxEntries), elements_(static_cast<std::size_t>(type.limits.min), init) {
    refresh();
  }

  const wasm::TableType& type() const { return type_; }
  std::uint64_t size() const { return size_; }
  Ref* data() const { return data_; }
  /// Whether `[index, index + count)` lies inside; no overflow.
  bool contains(std::uint64_t index, std::uint64_t count) const { return index <= size_ && count <= size_ - index; }

  /// The former size, or -1 if the table can't grow by so much.
  std::int64_t grow(std::uint64_t count, Ref init);

private:
  void refresh() {
    data_ = elements_.data();
    size_ = elements_.size();
  }

  Ref* data_ = nullptr;
  std::uint64_t size_ = 0;
  wasm::TableType type_;
  std::uint64_t maxEntries_;
  std::vector<Ref> elements_;
};

}  // namespace wald::runtime
