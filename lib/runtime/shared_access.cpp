#include "runtime/shared_access.h"

namespace wald::runtime {

namespace {

constexpr std::size_t word = sizeof(std::uint64_t);

bool isAligned(const std::uint8_t* address) {
  return reinterpret_cast<std::uintptr_t>(address) % word == 0;
}

/// Whether both can be at a word's start at once, so that words can be moved.
bool alignTogether(const std::uint8_t* a, const std::uint8_t* b) {
  return (reinterpret_cast<std::uintptr_t>(a) ^ reinterpret_cast<std::uintptr_t>(b)) % word == 0;
}

void copyUpwards(std::uint8_t* to, const std::uint8_t* from, std::size_t count) {
  const bool byWords = alignTogether(to, from);
  while (count != 0) {
    if (byWords && count >= word && isAligned(to)) {
      writeRelaxed(to, readRelaxed<std::uint64_t>(from));
      to += word, from += word, count -= word;
    } else {
      writeRelaxed(to++, readRelaxed<std::uint8_t>(from++));
      --count;
    }
  }
}

void copyDownwards(std::uint8_t* to, const std::uint8_t* from, std::size_t count) {
  const bool byWords = alignTogether(to, from);
  while (count != 0) {
    if (byWords && count >= word && isAligned(to + count)) {
      count -= word;
      writeRelaxed(to + count, readRelaxed<std::uint64_t>(from + count));
    } else {
      --count;
      writeRelaxed(to + count, readRelaxed<std::uint8_t>(from + count));
    }
  }
}

}  // namespace

void copyRelaxed(std::uint8_t* to, const std::uint8_t* from, std::size_t count) {
  if (reinterpret_cast<std::uintptr_t>(to) <= reinterpret_cast<std::uintptr_t>(from)) {
    copyUpwards(to, from, count);
  } else {
    copyDownwards(to, from, count);
  }
}

void fillRelaxed(std::uint8_t* to, std::uint8_t value, std::size_t count) {
  const std::uint64_t words = value * std::uint64_t{0x0101'0101'0101'0101};
  while (count != 0) {
    if (count >= word && isAligned(to)) {
      writeRelaxed(to, words);
      to += word, count -= word;
    } else {
      writeRelaxed(to++, value);
      --count;
    }
  }
}

}  // namespace wald::runtime
