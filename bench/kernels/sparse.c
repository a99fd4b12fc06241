// Indirect loads: a sparse matrix, by rows, times a vector, as in conjugate gradients.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { Rows = 20000, PerRow = 9 };

static uint32_t column[Rows * PerRow];
static double value[Rows * PerRow];
static double x[Rows], y[Rows];

int main(int argc, char** argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : 200;
  uint32_t seed = 7;
  for (int i = 0; i < Rows * PerRow; ++i) {
    seed = seed * 1664525U + 1013904223U;
    column[i] = (seed >> 8) % Rows;
    value[i] = (double)(seed >> 16) / 65536.0;
  }
  for (int i = 0; i < Rows; ++i) x[i] = 1.0;
  double norm = 0;
  for (int round = 0; round < rounds; ++round) {
    double sum = 0;
    for (int i = 0; i < Rows; ++i) {
      double dot = 0;
      for (int k = i * PerRow; k < (i + 1) * PerRow; ++k) dot += value[k] * x[column[k]];
      y[i] = dot;
      sum += dot * dot;
    }
    norm = sqrt(sum);
    for (int i = 0; i < Rows; ++i) x[i] = y[i] / norm;
  }
  printf("sparse %.9f %.9f\n", norm, x[Rows / 2]);
  return 0;
}
