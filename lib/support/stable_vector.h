#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace wald {

/// A sequence that grows at its end and whose elements never move: blocks, each twice as large as the one before it. Unlike `std::deque` it
/// takes no memory while it is empty, and little for few elements.
template <typename T>
class StableVector {
public:
  StableVector() = default;
  StableVector(const StableVector&) = delete;
  StableVector& operator=(const StableVector&) = delete;
  ~StableVector() {
    while (size_ != 0) pop_back();
    for (const Block& block : blocks_)
      std::allocator<T>().deallocate(block.elements, block.capacity);
  }

  std::size_t size() const { return size_; }

  template <typename... Args>
  T& emplace_back(Args&&... args) {
    if (used_ == 0 || blocks_[used_ - 1].size == blocks_[used_ - 1].capacity) addBlock();
    Block& block = blocks_[used_ - 1];
    T* const element = std::construct_at(block.elements + block.size, std::forward<Args>(args)...);
    ++block.size;
    ++size_;
    return *element;
  }

  void pop_back() {
    Block& block = blocks_[used_ - 1];
    std::destroy_at(block.elements + --block.size);
    if (block.size == 0) --used_;
    --size_;
  }

  template <typename Action>
  void forEach(const Action& action) const {
    for (std::size_t i = 0; i < used_; ++i) {
      std::for_each_n(blocks_[i].elements, blocks_[i].size, action);
    }
  }

private:
  struct Block {
    T* elements;
    std::size_t size;
    std::size_t capacity;
  };
  static constexpr std::size_t firstCapacity = 2;
  static constexpr std::size_t mostCapacity = 512;

  void addBlock() {
    if (used_ == blocks_.size()) {
      const std::size_t capacity =
          blocks_.empty() ? firstCapacity : std::min(2 * blocks_.back().capacity, mostCapacity);
      blocks_.push_back({std::allocator<T>().allocate(capacity), 0, capacity});
    }
    ++used_;
  }

  std::vector<Block> blocks_;
  std::size_t used_ = 0;  ///< blocks that have elements; the others are empty
  std::size_t size_ = 0;
};

}  // namespace wald
