#include <cpuid.h>
#include <immintrin.h>

#include "support/sha256_block.h"

namespace wald::sha256_block {

namespace {

#define WALD_SHA_TARGET __attribute__((target("sha,sse4.1,ssse3")))

/// Four rounds, with the words `w` of the message.
WALD_SHA_TARGET inline void fourRounds(__m128i& abef, __m128i& cdgh, __m128i w, unsigned round) {
  const __m128i sum = _mm_add_epi32(
      w, _mm_load_si128(reinterpret_cast<const __m128i*>(constants + std::size_t{4} * round)));
  cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
  abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0e));
}

/// The next four words of the message, of the sixteen before them.
WALD_SHA_TARGET inline __m128i nextWords(__m128i w0, __m128i w1, __m128i w2, __m128i w3) {
  const __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(w0, w1), _mm_alignr_epi8(w3, w2, 4));
  return _mm_sha256msg2_epu32(sum, w3);
}

WALD_SHA_TARGET void byInstructions(std::uint32_t* state, const std::uint8_t* blocks,
                                    std::size_t count) {
  const __m128i swapBytes = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  auto* const words = reinterpret_cast<__m128i*>(state);
  // The instructions want the state as abef and cdgh, the first in the highest word.
  const __m128i cdab = _mm_shuffle_epi32(_mm_loadu_si128(words), 0xb1);
  const __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128(words + 1), 0x1b);
  __m128i abef = _mm_alignr_epi8(cdab, efgh, 8);
  __m128i cdgh = _mm_blend_epi16(efgh, cdab, 0xf0);

  for (; count != 0; --count, blocks += 64) {
    const __m128i abefBefore = abef;
    const __m128i cdghBefore = cdgh;
    __m128i w[4];
    for (unsigned i = 0; i < 4; ++i) {
      w[i] = _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(blocks) + i),
                              swapBytes);
      fourRounds(abef, cdgh, w[i], i);
    }
    for (unsigned i = 4; i < 16; i += 4) {
      for (unsigned j = 0; j < 4; ++j) {
        w[j] = nextWords(w[j], w[(j + 1) % 4], w[(j + 2) % 4], w[(j + 3) % 4]);
        fourRounds(abef, cdgh, w[j], i + j);
      }
    }
    abef = _mm_add_epi32(abef, abefBefore);
    cdgh = _mm_add_epi32(cdgh, cdghBefore);
  }

  const __m128i feba = _mm_shuffle_epi32(abef, 0x1b);
  const __m128i dchg = _mm_shuffle_epi32(cdgh, 0xb1);
  _mm_storeu_si128(words, _mm_blend_epi16(feba, dchg, 0xf0));
  _mm_storeu_si128(words + 1, _mm_alignr_epi8(dchg, feba, 8));
}

#undef WALD_SHA_TARGET

}  // namespace

Compress accelerated() {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  constexpr unsigned ssse3AndSse41 = 1u << 9 | 1u << 19;
  if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & ssse3AndSse41) != ssse3AndSse41) return nullptr;
  constexpr unsigned sha = 1u << 29;
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d) == 0 || (b & sha) == 0) return nullptr;
  return &byInstructions;
}

}  // namespace wald::sha256_block
