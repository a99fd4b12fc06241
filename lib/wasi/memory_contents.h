#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <utility>

#include "wasi/limits.h"

namespace wald::wasi {

/// The bytes of a file in memory. Unlike a vector it says so where the system has no memory to give: guests choose the size.
class MemoryContents {
public:
  MemoryContents() = default;
  ~MemoryContents() { std::free(bytes_); }
  MemoryContents(const MemoryContents&) = delete;
  MemoryContents& operator=(const MemoryContents&) = delete;

  std::span<std::uint8_t> bytes() const { return {bytes_, size_}; }
  std::size_t size() const { return size_; }
  /// New bytes are zero. False if there is no memory, and nothing has changed. What is held is at most twice the size.
  bool resize(std::size_t size) {
    if (size > limits::memoryFileBytes) return false;
    const bool isSmall = size < capacity_ / 2;
    if (size > capacity_ || isSmall) {
      if (!hold(isSmall ? size : grown(size)) && !hold(size)) return false;
    }
    if (size > size_) std::memset(bytes_ + size_, 0, size - size_);
    size_ = size;
    return true;
  }

private:
  /// So that writing little by little does not copy all each time.
  std::size_t grown(std::size_t size) const {
    return size_ == 0 || size / 2 > size_ ? size : size + size / 2;
  }
  bool hold(std::size_t capacity) {
    if (capacity == 0) {
      std::free(std::exchange(bytes_, nullptr));
    } else {
      void* const moved = std::realloc(bytes_, capacity);
      if (moved == nullptr) return capacity_ >= capacity;
      bytes_ = static_cast<std::uint8_t*>(moved);
    }
    capacity_ = capacity;
    return true;
  }

  std::uint8_t* bytes_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace wald::wasi
