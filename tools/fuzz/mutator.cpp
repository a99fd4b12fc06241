#include "mutator.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace wald::fuzz {

std::uint64_t Mutator::next() {
  // splitmix64
  std::uint64_t z = state_ += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

void Mutator::mutate(Bytes& bytes) {
  constexpr std::array<void (Mutator::*)(Bytes&), 7> changes = {
      &Mutator::flipBit,   &Mutator::setByte,     &Mutator::setByte,     &Mutator::replaceLeb,
      &Mutator::copyRange, &Mutator::insertBytes, &Mutator::removeBytes,
  };
  // Changes that keep the length leave the sections' sizes right, and so reach deeper.
  constexpr std::size_t keepingLength = 3;
  const bool mayMove = below(2) == 0;
  // Mostly one, lest small modules fail at their first byte.
  const std::size_t count = below(3) != 0 ? 1 : 1 + below(8);
  for (std::size_t i = 0; i < count && !bytes.empty(); ++i) {
    (this->*changes[below(mayMove ? changes.size() : keepingLength)])(bytes);
  }
  if (below(16) == 0) truncate(bytes);
}

void Mutator::mutateText(Bytes& text) {
  constexpr std::array<void (Mutator::*)(Bytes&), 6> changes = {
      &Mutator::flipBit,    &Mutator::copyRange,  &Mutator::removeBytes,
      &Mutator::insertWord, &Mutator::insertWord, &Mutator::insertWord,
  };
  const std::size_t count = below(2) == 0 ? 1 : 1 + below(3);
  for (std::size_t i = 0; i < count && !text.empty(); ++i) {
    (this->*changes[below(changes.size())])(text);
  }
  if (below(32) == 0) truncate(text);
}

void Mutator::insertWord(Bytes& text) {
  using namespace std::string_view_literals;
  constexpr std::array words = {
      "("sv,
      ")"sv,
      "\""sv,
      "\\"sv,
      "$"sv,
      "(;"sv,
      ";)"sv,
      ";;"sv,
      "\n"sv,
      "\0"sv,
      "\xff"sv,
      "\xe2\x82\xac"sv,
      "0x"sv,
      "nan:0x"sv,
      "-"sv,
      "_"sv,
      "1e9999"sv,
      "18446744073709551616"sv,
      "(type 0)"sv,
      "(param i32)"sv,
      "(result i32)"sv,
      "(local i64)"sv,
      "end"sv,
      "else"sv,
      "(then"sv,
      "block"sv,
      "(if"sv,
      "catch_all"sv,
      "delegate 0"sv,
      "(item"sv,
      "(rec"sv,
      "(sub"sv,
      "(ref null 0)"sv,
      "offset=1"sv,
      "align=3"sv,
      "(offset"sv,
      "declare"sv,
      "(import \"\" \"\" (func))"sv,
      "(export \"\" (func 0))"sv,
      "(@name \"x\")"sv,
      "(@custom \"x\" (after type) \"y\")"sv,
      "(@metadata.code.branch_hint \"\\00\")"sv,
  };
  const std::string_view word = words[below(words.size())];
  text.insert(text.begin() + static_cast<std::ptrdiff_t>(below(text.size())), word.begin(),
              word.end());
}

void Mutator::flipBit(Bytes& bytes) {
  bytes[below(bytes.size())] ^= static_cast<std::uint8_t>(1u << below(8));
}

void Mutator::setByte(Bytes& bytes) {
  constexpr std::array<std::uint8_t, 16> telling = {0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0b,
                                                    0x10, 0x40, 0x7f, 0x80, 0xfb, 0xfc, 0xfd, 0xff};
  bytes[below(bytes.size())] =
      below(2) == 0 ? telling[below(telling.size())] : static_cast<std::uint8_t>(next());
}

void Mutator::insertBytes(Bytes& bytes) {
  Bytes inserted(1 + below(8));
  for (auto& byte : inserted) byte = static_cast<std::uint8_t>(next());
  bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(below(bytes.size())), inserted.begin(),
               inserted.end());
}

void Mutator::removeBytes(Bytes& bytes) {
  const std::size_t first = below(bytes.size());
  const std::size_t size = std::min(1 + below(32), bytes.size() - first);
  const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(first);
  bytes.erase(begin, begin + static_cast<std::ptrdiff_t>(size));
}

void Mutator::copyRange(Bytes& bytes) {
  const std::size_t from = below(bytes.size());
  const std::size_t size = std::min(1 + below(64), bytes.size() - from);
  const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(from);
  const Bytes copy(begin, begin + static_cast<std::ptrdiff_t>(size));
  const std::size_t to = below(bytes.size());
  if (below(2) == 0) {
    bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(to), copy.begin(), copy.end());
  } else {
    std::copy_n(copy.begin(), std::min(size, bytes.size() - to),
                bytes.begin() + static_cast<std::ptrdiff_t>(to));
  }
}

void Mutator::truncate(Bytes& bytes) { bytes.resize(below(bytes.size())); }

void Mutator::replaceLeb(Bytes& bytes) {
  constexpr std::array<std::uint64_t, 14> telling = {
      0,         1,         0x7f,       0x80,       0x3fff,     0x4000,     0xffff,
      0x10'0000, 0xffff'ff, 0x7fffffff, 0x80000000, 0xffffffff, 1ull << 32, ~std::uint64_t{0}};
  const std::size_t first = below(bytes.size());
  std::size_t last = first;
  while (last + 1 < bytes.size() && (bytes[last] & 0x80) && last - first < 9) ++last;

  Bytes number;
  std::uint64_t value = below(4) == 0 ? next() : telling[below(telling.size())];
  for (; value >= 0x80; value >>= 7) number.push_back(static_cast<std::uint8_t>(value | 0x80));
  number.push_back(static_cast<std::uint8_t>(value));
  // Sometimes longer than it need be.
  for (std::size_t i = below(8) == 0 ? 1 + below(6) : 0; i > 0; --i) {
    number.back() |= 0x80;
    number.push_back(0);
  }
  const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(first);
  const auto place = bytes.erase(begin, begin + static_cast<std::ptrdiff_t>(last - first + 1));
  bytes.insert(place, number.begin(), number.end());
}

}  // namespace wald::fuzz
