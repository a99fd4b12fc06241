// Bytes and branches: the sieve of Eratosthenes, again and again over one array.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { Limit = 100000 };

static uint8_t composite[Limit];

static uint32_t sieve(void) {
  uint32_t sum = 0;
  memset(composite, 0, sizeof composite);
  for (uint32_t i = 2; i < Limit; ++i) {
    if (!composite[i]) {
      sum += i;
      for (uint32_t j = 2 * i; j < Limit; j += i) {
        composite[j] = 1;
      }
    }
  }
  return sum;
}

int main(int argc, char** argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : 500;
  uint32_t hash = 0;
  for (int i = 0; i < rounds; ++i) {
    hash = hash * 31 + sieve();
  }
  printf("sieve %08x\n", hash);
  return 0;
}
