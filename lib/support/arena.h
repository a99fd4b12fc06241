#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace wald {

/// Bump allocation of trivially destructible objects that die together.
class Arena {
public:
  template <typename T, typename... Args>
  T* make(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }

  /// Uninitialised room for `count` objects.
  template <typename T>
  std::span<T> makeSpan(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    if (count == 0) return {};
    // T may well be a pointer.
    // NOLINTNEXTLINE(bugprone-sizeof-expression)
    return {static_cast<T*>(allocate(sizeof(T) * count, alignof(T))), count};
  }

private:
  static constexpr std::size_t chunkBytes = std::size_t{16} << 10;

  void* allocate(std::size_t size, std::size_t alignment) {
    const std::size_t start = (used_ + alignment - 1) & ~(alignment - 1);
    if (chunks_.empty() || start + size > capacity_) {
      capacity_ = size > chunkBytes ? size : chunkBytes;
      chunks_.push_back(std::make_unique_for_overwrite<std::byte[]>(capacity_));
      used_ = size;
      return chunks_.back().get();
    }
    used_ = start + size;
    return chunks_.back().get() + start;
  }

  std::vector<std::unique_ptr<std::byte[]>> chunks_;
  std::size_t used_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace wald
