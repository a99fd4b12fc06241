// A malloc-heavy program: blocks of many sizes are kept, resized and freed in a mixed order, every
// byte checked; memory grows to tens of megabytes.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { Slots = 4096, Rounds = 20000 };

static struct {
  unsigned char* data;
  size_t size;
  unsigned char fill;
} slots[Slots];

static uint32_t nextRandom(void) {
  static uint32_t state = 2463534242U;
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return state;
}

static int intact(const unsigned char* data, size_t size, unsigned char fill) {
  return size == 0 || (data[0] == fill && memcmp(data, data + 1, size - 1) == 0);
}

int main(void) {
  size_t live = 0, peak = 0;
  uint64_t sum = 0;
  for (int round = 0; round < Rounds; ++round) {
    uint32_t random = nextRandom();
    size_t index = random % Slots;
    if (slots[index].data != NULL &&
        !intact(slots[index].data, slots[index].size, slots[index].fill)) {
      printf("corrupt in round %d\n", round);
      return 1;
    }
    // Mostly small, now and then large.
    size_t size = random >> 20;
    if ((random & 0x3f000) == 0) {
      size *= 64;
    }
    size += 1;
    unsigned char fill = (unsigned char)round;
    unsigned char* data;
    if ((random & 0x40000) != 0 && slots[index].data != NULL) {
      data = realloc(slots[index].data, size);
      size_t kept = size < slots[index].size ? size : slots[index].size;
      if (data == NULL || !intact(data, kept, slots[index].fill)) {
        printf("realloc in round %d\n", round);
        return 1;
      }
    } else {
      free(slots[index].data);
      data = malloc(size);
      if (data == NULL) {
        printf("out of memory in round %d\n", round);
        return 1;
      }
    }
    memset(data, fill, size);
    live = live - slots[index].size + size;
    if (live > peak) {
      peak = live;
    }
    slots[index].data = data;
    slots[index].size = size;
    slots[index].fill = fill;
    sum = sum * 31 + size;
  }
  for (size_t i = 0; i < Slots; ++i) {
    free(slots[i].data);
  }
  unsigned char* block = calloc(1, 64U << 20);
  if (block == NULL) {
    puts("no block of 64 MB");
    return 1;
  }
  block[(64U << 20) - 1] = 1;
  printf("peak %zu, sum %016llx, %d\n", peak, (unsigned long long)sum,
         block[12345] + block[(64U << 20) - 1]);
  free(block);
  return 0;
}
