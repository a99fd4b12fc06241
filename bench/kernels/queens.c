// Recursion over bits: how many ways there are to put n queens on a board.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static uint32_t ways(uint32_t all, uint32_t columns, uint32_t left, uint32_t right) {
  if (columns == all) return 1;
  uint32_t count = 0;
  for (uint32_t free = all & ~(columns | left | right); free != 0; free &= free - 1) {
    uint32_t place = free & -free;
    count += ways(all, columns | place, (left | place) << 1, (right | place) >> 1);
  }
  return count;
}

int main(int argc, char** argv) {
  int n = argc > 1 ? atoi(argv[1]) : 14;
  printf("queens %u\n", ways((1u << n) - 1, 0, 0, 0));
  return 0;
}
