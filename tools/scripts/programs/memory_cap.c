// Allocates until it is refused: a cap on memory has to reach the guest as a failed malloc.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Seen from outside, so that the compiler does not drop the allocations.
char* volatile latest;

int main(void) {
  size_t total = 0;
  for (char* block; (block = malloc(1U << 20)) != NULL && total < 1024; ++total) {
    memset(block, 1, 1U << 20);
    latest = block;
  }
  printf("%s\n", total == 0 ? "nothing" : total < 32 ? "below 32 MB" : "MORE");
  return 0;
}
