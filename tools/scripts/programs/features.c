// Compiled with every feature that compilers switch on one by one: bulk memory, saturating
// conversion, sign extension, extended constants. The values are taken at run time.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static volatile double doubles[] = {3.99, -3.99, 1e300, -1e300, 4294967295.0, 0.0 / 0.0};
static volatile int32_t words[] = {0x80, 0x7fff, 0x8000, -1};

int main(void) {
  for (size_t i = 0; i < sizeof doubles / sizeof *doubles; ++i) {
    // Saturating by definition, unlike a cast, which is undefined out of range.
    int32_t narrow;
    double value = doubles[i];
    narrow = value != value           ? 0
             : value >= 2147483647.0  ? INT32_MAX
             : value <= -2147483648.0 ? INT32_MIN
                                      : (int32_t)value;
    printf("%d ", narrow);
  }
  printf("\n");
  for (size_t i = 0; i < sizeof words / sizeof *words; ++i) {
    printf("%d %d ", (int8_t)words[i], (int16_t)words[i]);
  }
  printf("\n");

  size_t size = 100000;
  unsigned char* bytes = malloc(size);
  memset(bytes, 0x5a, size);
  for (size_t i = 0; i < 1000; ++i) {
    bytes[i] = (unsigned char)i;
  }
  // Overlapping both ways.
  memmove(bytes + 10, bytes, 1000);
  memmove(bytes + 50, bytes + 60, 900);
  memcpy(bytes + 50000, bytes, 1000);
  uint32_t hash = 2166136261U;
  for (size_t i = 0; i < size; ++i) {
    hash = (hash ^ bytes[i]) * 16777619U;
  }
  printf("%08x\n", hash);
  free(bytes);
  return 0;
}
