// Floating point and memory: products of square matrices of doubles, rows in the inner loop.
#include <stdio.h>
#include <stdlib.h>

enum { Size = 200 };

static double a[Size][Size], b[Size][Size], c[Size][Size];

static void multiply(void) {
  for (int i = 0; i < Size; ++i) {
    for (int j = 0; j < Size; ++j) {
      c[i][j] = 0;
    }
    for (int k = 0; k < Size; ++k) {
      double factor = a[i][k];
      for (int j = 0; j < Size; ++j) {
        c[i][j] += factor * b[k][j];
      }
    }
  }
}

int main(int argc, char** argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : 25;
  for (int i = 0; i < Size; ++i) {
    for (int j = 0; j < Size; ++j) {
      a[i][j] = (double)((i * 7 + j * 13) % 101) / 101;
      b[i][j] = (double)((i * 17 + j * 5) % 89) / 89;
    }
  }
  double trace = 0;
  for (int round = 0; round < rounds; ++round) {
    multiply();
    for (int i = 0; i < Size; ++i) {
      trace += c[i][(i + round) % Size];
    }
    // The next round's input depends on this one's output, so no round can be left out.
    for (int i = 0; i < Size; ++i) {
      a[i][round % Size] = c[round % Size][i] / Size;
    }
  }
  printf("matmul %.9f\n", trace);
  return 0;
}
