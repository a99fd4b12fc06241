#include "artifact/checksum.h"

#include <bit>
#include <cstring>

namespace wald::artifact {

namespace {

constexpr std::uint64_t prime1 = 0x9E3779B185EBCA87;
constexpr std::uint64_t prime2 = 0xC2B2AE3D27D4EB4F;
constexpr std::uint64_t prime3 = 0x165667B19E3779F9;
constexpr std::uint64_t prime4 = 0x85EBCA77C2B2AE63;
constexpr std::uint64_t prime5 = 0x27D4EB2F165667C5;

template <typename T>
T word(const std::uint8_t* at) {
  static_assert(std::endian::native == std::endian::little);
  T value;
  std::memcpy(&value, at, sizeof(T));
  return value;
}

std::uint64_t mixed(std::uint64_t lane, std::uint64_t input) {
  return std::rotl(lane + input * prime2, 31) * prime1;
}

std::uint64_t merged(std::uint64_t hash, std::uint64_t lane) {
  return (hash ^ mixed(0, lane)) * prime1 + prime4;
}

/// Takes whole blocks of 32 bytes from the front.
std::uint64_t blocks(std::span<const std::uint8_t>& bytes) {
  constexpr std::size_t block = 32;
  if (bytes.size() < block) return prime5;
  std::uint64_t lanes[4] = {prime1 + prime2, prime2, 0, 0 - prime1};
  const std::uint8_t* at = bytes.data();
  const std::uint8_t* const end = at + bytes.size() / block * block;
  for (; at != end; at += block) {
    for (std::size_t i = 0; i < 4; ++i) lanes[i] = mixed(lanes[i], word<std::uint64_t>(at + 8 * i));
  }
  bytes = bytes.subspan(bytes.size() / block * block);
  std::uint64_t hash = std::rotl(lanes[0], 1) + std::rotl(lanes[1], 7) + std::rotl(lanes[2], 12) +
                       std::rotl(lanes[3], 18);
  for (const std::uint64_t lane : lanes) hash = merged(hash, lane);
  return hash;
}

}  // namespace

std::uint64_t checksum(std::span<const std::uint8_t> bytes) {
  const std::uint64_t size = bytes.size();
  std::uint64_t hash = blocks(bytes) + size;
  const std::uint8_t* at = bytes.data();
  const std::uint8_t* const end = at + bytes.size();
  for (; end - at >= 8; at += 8) {
    hash = std::rotl(hash ^ mixed(0, word<std::uint64_t>(at)), 27) * prime1 + prime4;
  }
  if (end - at >= 4) {
    hash = std::rotl(hash ^ word<std::uint32_t>(at) * prime1, 23) * prime2 + prime3;
    at += 4;
  }
  for (; at != end; ++at) hash = std::rotl(hash ^ *at * prime5, 11) * prime1;
  hash = (hash ^ hash >> 33) * prime2;
  hash = (hash ^ hash >> 29) * prime3;
  return hash ^ hash >> 32;
}

}  // namespace wald::artifact
