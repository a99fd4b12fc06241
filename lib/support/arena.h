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
  Arena() = default;
  Arena(Arena&& other) noexcept
      : chunks_(std::move(other.chunks_)), next_(std::exchange(other.next_, nullptr)),
        end_(std::exchange(other.end_, nullptr)), chunkTotal_(std::exchange(other.chunkTotal_, 0)) {
  }
  Arena& operator=(Arena&& other) noexcept {
    chunks_ = std::move(other.chunks_);
    next_ = std::exchange(other.next_, nullptr);
    end_ = std::exchange(other.end_, nullptr);
    chunkTotal_ = std::exchange(other.chunkTotal_, 0);
    return *this;
  }

  template <typename T, typename... Args>
  T* make(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }

  /// Uninitialised room for an object and as many bytes behind it.
  template <typename T>
  void* makeRoom(std::size_t behind) {
    static_assert(std::is_trivially_destructible_v<T>);
    return allocate(sizeof(T) + behind, alignof(T));
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

  /// Ends all objects. A chunk of memory stays for those to come.
  void clear() {
    if (chunks_.empty()) return;
    chunks_.resize(1);
    next_ = chunks_.front().get();
    end_ = next_ + chunkBytes;
    chunkTotal_ = chunkBytes;
  }

  /// Of all chunks of memory but what is left of the last one.
  std::size_t bytes() const { return chunkTotal_ - static_cast<std::size_t>(end_ - next_); }

private:
  static constexpr std::size_t chunkBytes = std::size_t{16} << 10;

  void* allocate(std::size_t size, std::size_t alignment) {
    const std::size_t padding = -reinterpret_cast<std::uintptr_t>(next_) & (alignment - 1);
    if (padding + size > static_cast<std::size_t>(end_ - next_)) return allocateInNewChunk(size);
    std::byte* const start = next_ + padding;
    next_ = start + size;
    return start;
  }

  [[gnu::noinline]] void* allocateInNewChunk(std::size_t size) {
    const std::size_t capacity = size > chunkBytes ? size : chunkBytes;
    chunks_.push_back(std::make_unique_for_overwrite<std::byte[]>(capacity));
    std::byte* const start = chunks_.back().get();
    next_ = start + size;
    end_ = start + capacity;
    chunkTotal_ += capacity;
    return start;
  }

  std::vector<std::unique_ptr<std::byte[]>> chunks_;
  std::byte* next_ = nullptr;
  std::byte* end_ = nullptr;
  std::size_t chunkTotal_ = 0;
};

}  // namespace wald
