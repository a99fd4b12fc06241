#include "support/sha256.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "support/sha256_block.h"

namespace wald {

namespace {

constexpr std::size_t blockSize = 64;

std::uint32_t bigEndian(const std::uint8_t* at) {
  return std::uint32_t{at[0]} << 24 | std::uint32_t{at[1]} << 16 | std::uint32_t{at[2]} << 8 |
         std::uint32_t{at[3]};
}

void compress(std::array<std::uint32_t, 8>& state, const std::uint8_t* blocks, std::size_t count) {
  static const sha256_block::Compress chosen = [] {
    const sha256_block::Compress fast = sha256_block::accelerated();
    return fast == nullptr ? &sha256_block::portable : fast;
  }();
  chosen(state.data(), blocks, count);
}

}  // namespace

namespace sha256_block {

void portable(std::uint32_t* state, const std::uint8_t* blocks, std::size_t count) {
  for (; count != 0; --count, blocks += blockSize) {
    std::uint32_t w[64];
    for (unsigned i = 0; i < 16; ++i) w[i] = bigEndian(blocks + std::size_t{4} * i);
    for (unsigned i = 16; i < 64; ++i) {
      const std::uint32_t a = w[i - 15];
      const std::uint32_t b = w[i - 2];
      const std::uint32_t s0 = std::rotr(a, 7) ^ std::rotr(a, 18) ^ (a >> 3);
      const std::uint32_t s1 = std::rotr(b, 17) ^ std::rotr(b, 19) ^ (b >> 10);
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    std::uint32_t s[8];
    std::copy_n(state, 8, s);
    for (unsigned i = 0; i < 64; ++i) {
      const std::uint32_t s1 = std::rotr(s[4], 6) ^ std::rotr(s[4], 11) ^ std::rotr(s[4], 25);
      const std::uint32_t choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
      const std::uint32_t t1 = s[7] + s1 + choice + constants[i] + w[i];
      const std::uint32_t s0 = std::rotr(s[0], 2) ^ std::rotr(s[0], 13) ^ std::rotr(s[0], 22);
      const std::uint32_t majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
      std::copy_backward(s, s + 7, s + 8);
      s[4] += t1;
      s[0] = t1 + s0 + majority;
    }
    for (unsigned i = 0; i < 8; ++i) state[i] += s[i];
  }
}

}  // namespace sha256_block

void Sha256::add(std::span<const std::uint8_t> bytes) {
  const std::size_t held = size_ % blockSize;
  size_ += bytes.size();
  if (held != 0) {
    const std::size_t part = std::min(blockSize - held, bytes.size());
    std::copy_n(bytes.data(), part, rest_.data() + held);
    bytes = bytes.subspan(part);
    if (held + part < blockSize) return;
    compress(state_, rest_.data(), 1);
  }
  const std::size_t blocks = bytes.size() / blockSize;
  if (blocks != 0) compress(state_, bytes.data(), blocks);
  bytes = bytes.subspan(blocks * blockSize);
  std::copy(bytes.begin(), bytes.end(), rest_.begin());
}

Sha256Digest Sha256::finish() {
  const std::uint64_t bits = size_ * 8;
  // A one, zeros, and the number of bits at the end of a block.
  std::uint8_t padding[blockSize + 8] = {0x80};
  const std::size_t held = size_ % blockSize;
  const std::size_t zeros = (held < 56 ? 56 : 56 + blockSize) - held;
  for (unsigned i = 0; i < 8; ++i) {
    padding[zeros + i] = static_cast<std::uint8_t>(bits >> (56 - 8 * i));
  }
  add({padding, zeros + 8});
  Sha256Digest digest;
  for (unsigned i = 0; i < digest.size(); ++i) {
    digest[i] = static_cast<std::uint8_t>(state_[i / 4] >> (24 - 8 * (i % 4)));
  }
  return digest;
}

Sha256Digest sha256(std::span<const std::uint8_t> bytes) {
  Sha256 hash;
  hash.add(bytes);
  return hash.finish();
}

std::string toHex(std::span<const std::uint8_t> bytes) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const std::uint8_t byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

}  // namespace wald
