// Depth that real programs reach: plain recursion 20,000 deep, Ackermann, and mutual recursion
// through a function pointer.
#include <stdio.h>
#include <stdlib.h>

typedef int (*Step)(int);

static int odd(int n);
static int even(int n);
// Read at run time, so that the compiler cannot turn the pair into a loop.
static volatile Step steps[2] = {even, odd};

static int even(int n) { return n == 0 ? 1 : 1 - steps[0](n - 1); }
static int odd(int n) { return n == 0 ? 0 : steps[1](n - 1); }

__attribute__((noinline)) static long sum(const int* values, int count) {
  if (count == 0) {
    return 0;
  }
  volatile int value = values[0];
  return sum(values + 1, count - 1) + value;
}

static int ackermann(int m, int n) {
  if (m == 0) {
    return n + 1;
  }
  return n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
}

int main(void) {
  enum { Depth = 20000 };
  int* values = malloc(Depth * sizeof *values);
  for (int i = 0; i < Depth; ++i) {
    values[i] = i;
  }
  printf("%ld\n", sum(values, Depth));
  printf("%d\n", even(Depth));
  printf("%d\n", ackermann(2, 500));
  printf("%d\n", ackermann(3, 7));
  free(values);
  return 0;
}
