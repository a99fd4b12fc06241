#include "support/sha256.h"

#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "support/sha256_block.h"

using namespace wald;

namespace {

std::span<const std::uint8_t> bytesOf(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// Bytes without a pattern that a wrong order would keep.
std::vector<std::uint8_t> someBytes(std::size_t size) {
  std::vector<std::uint8_t> bytes(size);
  std::uint32_t x = 1;
  for (std::uint8_t& byte : bytes) {
    x = x * 1664525 + 1013904223;
    byte = static_cast<std::uint8_t>(x >> 24);
  }
  return bytes;
}

}  // namespace

TEST_CASE("sha256: the vectors of FIPS 180") {
  CHECK(toHex(sha256({})) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(toHex(sha256(bytesOf("abc"))) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(toHex(sha256(bytesOf("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))) ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(toHex(sha256(bytesOf(
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopq"
            "klmnopqrlmnopqrsmnopqrstnopqrstu"))) ==
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
  const std::vector<std::uint8_t> million(1'000'000, 'a');
  CHECK(toHex(sha256(million)) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("sha256: pieces of any size") {
  const std::vector<std::uint8_t> bytes = someBytes(200);
  for (std::size_t size = 0; size <= bytes.size(); ++size) {
    const std::span<const std::uint8_t> whole(bytes.data(), size);
    const Sha256Digest expected = sha256(whole);
    for (const std::size_t piece : {1, 7, 63, 64, 65, 130}) {
      INFO(size << " in pieces of " << piece);
      Sha256 hash;
      for (std::size_t at = 0; at < size; at += piece) {
        hash.add(whole.subspan(at, std::min(piece, size - at)));
      }
      CHECK(hash.finish() == expected);
    }
  }
}

TEST_CASE("sha256: the processor's instructions do the same") {
  const sha256_block::Compress fast = sha256_block::accelerated();
  if (fast == nullptr) {
    WARN("this processor has no instructions for SHA-256");
    return;
  }
  for (std::size_t blocks = 0; blocks <= 20; ++blocks) {
    const std::vector<std::uint8_t> bytes = someBytes(64 * blocks + 1);
    std::uint32_t a[8] = {1, 2, 3, 4, 0x80000005, 6, 7, 8};
    std::uint32_t b[8] = {1, 2, 3, 4, 0x80000005, 6, 7, 8};
    // From an odd address.
    sha256_block::portable(a, bytes.data() + 1, blocks);
    fast(b, bytes.data() + 1, blocks);
    INFO(blocks);
    CHECK(std::equal(a, a + 8, b));
  }
}
