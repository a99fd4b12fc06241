#pragma once

#include <array>
#include <cstdint>

namespace wald::runtime {

// A heap consists of blocks, and blocks of lines: the space between live objects is given out again by whole lines, so that
// allocation stays a comparison and an addition although nothing moves.
inline constexpr unsigned blockLog2 = 15;
inline constexpr unsigned lineLog2 = 7;
inline constexpr unsigned granuleLog2 = 3;  ///< alignment of objects
inline constexpr std::uint64_t blockBytes = std::uint64_t{1} << blockLog2;
inline constexpr std::uint64_t lineBytes = std::uint64_t{1} << lineLog2;
inline constexpr unsigned linesPerBlock = 1u << (blockLog2 - lineLog2);
inline constexpr unsigned granulesPerBlock = 1u << (blockLog2 - granuleLog2);
/// Larger objects have blocks of their own.
inline constexpr std::uint64_t largeBytes = blockBytes / 4;

template <unsigned Bits>
class BitSet {
public:
  bool test(unsigned bit) const { return words_[bit / 64] >> (bit % 64) & 1; }
  void set(unsigned bit) { words_[bit / 64] |= std::uint64_t{1} << (bit % 64); }
  /// True if it was not set before.
  bool add(unsigned bit) {
    std::uint64_t& word = words_[bit / 64];
    const std::uint64_t mask = std::uint64_t{1} << (bit % 64);
    const bool isNew = !(word & mask);
    word |= mask;
    return isNew;
  }
  void clear() { words_.fill(0); }
  void keep(const BitSet& others) {
    for (unsigned i = 0; i < words_.size(); ++i) words_[i] &= others.words_[i];
  }
  bool isEmpty() const {
    for (const auto word : words_) {
      if (word != 0) return false;
    }
    return true;
  }
  /// The first bit from `from` on with a value, or `Bits`.
  unsigned find(bool value, unsigned from) const {
    for (unsigned i = from / 64; i < words_.size(); ++i) {
      std::uint64_t word = value ? words_[i] : ~words_[i];
      if (i == from / 64) word &= ~std::uint64_t{0} << (from % 64);
      if (word != 0) return i * 64 + static_cast<unsigned>(__builtin_ctzll(word));
    }
    return Bits;
  }
  /// The last set bit up to `from`, or `Bits`.
  unsigned findLast(unsigned from) const {
    for (unsigned i = from / 64 + 1; i-- > 0;) {
      std::uint64_t word = words_[i];
      if (i == from / 64) word &= ~std::uint64_t{0} >> (63 - from % 64);
      if (word != 0) return i * 64 + 63 - static_cast<unsigned>(__builtin_clzll(word));
    }
    return Bits;
  }

private:
  std::array<std::uint64_t, Bits / 64> words_;
};

/// What is known of a block, apart from its contents. All zero: a free one.
struct Block {
  enum class State : std::uint8_t { Free, Small, LargeHead, LargeTail };

  BitSet<granulesPerBlock> starts;  ///< where objects start
  BitSet<granulesPerBlock> marks;   ///< those that the present or last collection reached
  BitSet<linesPerBlock> lines;      ///< that held a marked object
  std::uint32_t head = 0;           ///< of `LargeTail`: the first block of the object
  std::uint32_t count = 0;          ///< of `LargeHead`: its blocks
  State state = State::Free;
};

}  // namespace wald::runtime
