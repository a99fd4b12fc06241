// Floating point in a tight loop with an exit: the Mandelbrot set.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { Iterations = 200 };

static int escape(double real, double imaginary) {
  double x = 0, y = 0;
  int i = 0;
  for (; i < Iterations; ++i) {
    double xx = x * x, yy = y * y;
    if (xx + yy > 4) {
      break;
    }
    y = 2 * x * y + imaginary;
    x = xx - yy + real;
  }
  return i;
}

int main(int argc, char** argv) {
  int size = argc > 1 ? atoi(argv[1]) : 700;
  uint32_t hash = 2166136261U;
  for (int row = 0; row < size; ++row) {
    for (int column = 0; column < size; ++column) {
      int steps = escape(3.0 * column / size - 2.25, 2.5 * row / size - 1.25);
      hash = (hash ^ (uint32_t)steps) * 16777619U;
    }
  }
  printf("mandelbrot %08x\n", hash);
  return 0;
}
