#pragma once

#include <cstdint>
#include <cstdlib>
#include <memory>

#include "runtime/budget.h"
#include "runtime/value.h"
#include "wasm/types.h"

namespace wald::runtime {

/// A table ("Execution › Table Instances"). `type` is over the engine's type ids. Not synchronised.
class Table {
public:
  /// An empty table; its minimum size is got by `grow`, which can fail.
  /// `quota` is asked for all elements; it may be null, and has to outlive the table.
  Table(wasm::TableType type, std::uint64_t maxEntries, Quota* quota = nullptr);
  ~Table();
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  const wasm::TableType& type() const { return type_; }
  std::uint64_t size() const { return size_; }
  Ref* data() const { return elements_.get(); }
  /// Whether `[index, index + count)` lies inside; no overflow.
  bool contains(std::uint64_t index, std::uint64_t count) const {
    return index <= size_ && count <= size_ - index;
  }

  /// The former size, or -1 if the table can't grow by so much.
  std::int64_t grow(std::uint64_t count, Ref init);

private:
  friend struct NativeLayout;
  struct Free {
    void operator()(Ref* elements) const { std::free(elements); }
  };
  bool reserve(std::uint64_t count);

  // From `calloc`, so that a large empty table costs nothing until it is used.
  std::unique_ptr<Ref, Free> elements_;
  std::uint64_t size_ = 0;
  std::uint64_t capacity_ = 0;
  std::uint64_t maxEntries_;
  wasm::TableType type_;
  Quota* quota_;
};

}  // namespace wald::runtime
