#pragma once

#include <cstdint>
#include <vector>

namespace wald::fuzz {

/// Changes bytes at random, the same way for the same seed.
class Mutator {
public:
  explicit Mutator(std::uint64_t seed) : state_(seed) {}

  /// One to eight changes.
  void mutate(std::vector<std::uint8_t>& bytes);
  /// One to three, of what the text format is made of.
  void mutateText(std::vector<std::uint8_t>& text);

private:
  using Bytes = std::vector<std::uint8_t>;

  std::uint64_t next();
  /// A number below `bound`, or 0.
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : next() % bound; }

  void flipBit(Bytes& bytes);
  void setByte(Bytes& bytes);
  void insertBytes(Bytes& bytes);
  void removeBytes(Bytes& bytes);
  void copyRange(Bytes& bytes);
  void truncate(Bytes& bytes);
  /// Replaces what could be a LEB128 number by one that is often handled wrongly.
  void replaceLeb(Bytes& bytes);
  void insertWord(Bytes& text);

  std::uint64_t state_;
};

}  // namespace wald::fuzz
