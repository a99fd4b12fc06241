#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace wald {

using Sha256Digest = std::array<std::uint8_t, 32>;

/// SHA-256 (FIPS 180-4) of bytes that come in pieces. One thread at a time.
class Sha256 {
public:
  void add(std::span<const std::uint8_t> bytes);
  /// The digest of all that was added; nothing can be added after it.
  Sha256Digest finish();

private:
  std::array<std::uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<std::uint8_t, 64> rest_;  ///< what does not fill a block yet
  std::uint64_t size_ = 0;             ///< of all that was added, in bytes
};

Sha256Digest sha256(std::span<const std::uint8_t> bytes);

/// Bytes as lower-case hexadecimal digits.
std::string toHex(std::span<const std::uint8_t> bytes);

}  // namespace wald
