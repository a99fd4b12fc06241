#include "runtime/table.h"

#include <algorithm>

namespace wald::runtime {

Table::Table(wasm::TableType type, std::uint64_t maxEntries, Quota* quota)
    : maxEntries_(std::min(maxEntries, type.limits.max.value_or(maxEntries))), type_(type),
      quota_(quota) {}

Table::~Table() {
  if (quota_ != nullptr) quota_->shrink(Growth::Kind::Table, size_);
}

std::int64_t Table::grow(std::uint64_t count, Ref init) {
  const std::uint64_t former = size_;
  if (count > maxEntries_ - size_) return -1;
  const bool isFresh = elements_ == nullptr;
  if (quota_ != nullptr &&
      !quota_->grow({Growth::Kind::Table, size_, size_ + count, type_.limits.max})) {
    return -1;
  }
  if (!reserve(size_ + count)) {
    if (quota_ != nullptr) quota_->shrink(Growth::Kind::Table, count);
    return -1;
  }
  if (!isFresh || init != 0) std::fill_n(elements_.get() + former, count, init);
  size_ += count;
  return static_cast<std::int64_t>(former);
}

bool Table::reserve(std::uint64_t count) {
  if (elements_ != nullptr && count <= capacity_) return true;
  // By halves, so that growing one by one is not quadratic.
  const std::uint64_t roomy = std::min(std::max(count, capacity_ + capacity_ / 2), maxEntries_);
  const std::uint64_t wanted = std::max<std::uint64_t>(elements_ == nullptr ? count : roomy, 1);
  auto* const memory = static_cast<Ref*>(
      elements_ == nullptr
          ? std::calloc(static_cast<std::size_t>(wanted), sizeof(Ref))
          : std::realloc(elements_.get(), static_cast<std::size_t>(wanted) * sizeof(Ref)));
  if (memory == nullptr) return false;
  static_cast<void>(elements_.release());
  elements_.reset(memory);
  capacity_ = wanted;
  return true;
}

}  // namespace wald::runtime
