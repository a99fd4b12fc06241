// Compresses text by matches within a window, hash chains to find them, and decompresses it again: an LZ77 of byte tokens.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TextBytes = 1 << 19, Window = 1 << 15, HashBits = 14, LeastMatch = 4, MostMatch = 255 + LeastMatch, MostTries = 32 };

static uint8_t text[TextBytes];
static uint8_t packed[TextBytes + TextBytes / 8];
static uint8_t unpacked[TextBytes];
static int32_t heads[1 << HashBits];
static int32_t earlier[Window];  // by place modulo the window: the place before it with the same hash

static uint32_t seed = 1;
static uint32_t nextRandom(void) {
  seed = seed * 1664525 + 1013904223;
  return seed >> 8;
}

// Words of a small vocabulary, the frequent ones more often, with numbers between them.
static void makeText(void) {
  static char words[512][12];
  for (int i = 0; i < 512; ++i) {
    const int length = 2 + (int)(nextRandom() % 9);
    for (int j = 0; j < length; ++j) words[i][j] = (char)('a' + nextRandom() % 26);
    words[i][length] = '\0';
  }
  size_t at = 0;
  while (at + 16 < TextBytes) {
    const uint32_t rank = (nextRandom() % 512) * (nextRandom() % 512) / 512;
    const int wrote = nextRandom() % 16 == 0 ? snprintf((char*)text + at, 16, "%u ", (unsigned)(nextRandom() % 10000))
                                             : snprintf((char*)text + at, 16, "%s ", words[rank]);
    at += (size_t)wrote;
  }
  memset(text + at, '.', TextBytes - at);
}

static uint32_t hashAt(const uint8_t* at) {
  uint32_t word;
  memcpy(&word, at, sizeof word);
  return word * 2654435761u >> (32 - HashBits);
}

static void remember(int at) {
  if (at + LeastMatch > TextBytes) return;
  const uint32_t hash = hashAt(text + at);
  earlier[at % Window] = heads[hash];
  heads[hash] = at;
}

static int matchLength(const uint8_t* a, const uint8_t* b, int most) {
  int length = 0;
  while (length < most && a[length] == b[length]) ++length;
  return length;
}

// A token is a count of literals and they themselves, then a match: two bytes of distance, one of length; or 0 at the end.
static size_t compress(void) {
  memset(heads, -1, sizeof heads);
  uint8_t* out = packed;
  int at = 0, literals = 0;
  while (at < TextBytes) {
    int best = 0, distance = 0;
    if (at + LeastMatch <= TextBytes) {
      const uint32_t hash = hashAt(text + at);
      const int most = TextBytes - at < MostMatch ? TextBytes - at : MostMatch;
      int32_t candidate = heads[hash];
      for (int tries = 0; candidate >= 0 && at - candidate < Window && tries < MostTries; ++tries) {
        if (text[candidate + best] == text[at + best]) {
          const int length = matchLength(text + candidate, text + at, most);
          if (length > best) {
            best = length;
            distance = at - candidate;
            if (best == most) break;
          }
        }
        candidate = earlier[candidate % Window];
      }
    }
    if (best < LeastMatch && literals < 255) {
      remember(at);
      ++literals;
      ++at;
      continue;
    }
    const int isMatch = best >= LeastMatch;
    *out++ = (uint8_t)literals;
    memcpy(out, text + at - literals, (size_t)literals);
    out += literals;
    literals = 0;
    *out++ = (uint8_t)(isMatch ? distance : 0);
    *out++ = (uint8_t)(isMatch ? distance >> 8 : 0);
    if (!isMatch) continue;
    *out++ = (uint8_t)(best - LeastMatch);
    for (int i = 0; i < best; ++i) remember(at + i);
    at += best;
  }
  *out++ = (uint8_t)literals;
  memcpy(out, text + at - literals, (size_t)literals);
  out += literals;
  *out++ = 0;
  *out++ = 0;
  return (size_t)(out - packed);
}

static size_t decompress(size_t bytes) {
  const uint8_t* in = packed;
  const uint8_t* const end = packed + bytes;
  uint8_t* out = unpacked;
  while (in < end) {
    const int literals = *in++;
    for (int i = 0; i < literals; ++i) *out++ = *in++;
    const int distance = in[0] | in[1] << 8;
    in += 2;
    if (distance == 0) continue;
    const int length = *in++ + LeastMatch;
    const uint8_t* from = out - distance;
    for (int i = 0; i < length; ++i) *out++ = *from++;
  }
  return (size_t)(out - unpacked);
}

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? atoi(argv[1]) : 6;
  makeText();
  uint32_t sum = 2166136261u;
  size_t bytes = 0;
  for (int round = 0; round < rounds; ++round) {
    bytes = compress();
    if (decompress(bytes) != TextBytes || memcmp(text, unpacked, TextBytes) != 0) {
      puts("lz: what was decompressed differs");
      return 1;
    }
    for (size_t i = 0; i < bytes; ++i) sum = (sum ^ packed[i]) * 16777619u;
    text[nextRandom() % TextBytes] ^= 1;
  }
  printf("lz %08x %zu\n", sum, bytes);
}
