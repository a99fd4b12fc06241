// Dynamic programming: the edit distance of texts, a row at a time.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { Length = 1000 };

static uint8_t a[Length], b[Length];
static uint16_t row[Length + 1];

static uint32_t minimum(uint32_t x, uint32_t y) { return x < y ? x : y; }

static uint32_t distance(void) {
  for (int j = 0; j <= Length; ++j) row[j] = (uint16_t)j;
  for (int i = 0; i < Length; ++i) {
    uint32_t diagonal = row[0];
    row[0] = (uint16_t)(i + 1);
    for (int j = 0; j < Length; ++j) {
      uint32_t above = row[j + 1];
      uint32_t best = minimum(minimum(above, row[j]) + 1, diagonal + (a[i] != b[j]));
      row[j + 1] = (uint16_t)best;
      diagonal = above;
    }
  }
  return row[Length];
}

int main(int argc, char** argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : 50;
  uint32_t seed = 1, sum = 0;
  for (int round = 0; round < rounds; ++round) {
    for (int i = 0; i < Length; ++i) {
      seed = seed * 1664525U + 1013904223U;
      a[i] = (uint8_t)('a' + (seed >> 16) % 20);
      b[i] = (seed >> 8) % 3 == 0 ? a[i] : (uint8_t)('a' + (seed >> 24) % 20);
    }
    sum = sum * 31 + distance();
  }
  printf("distance %08x\n", sum);
  return 0;
}
