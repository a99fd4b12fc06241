// printf as a test of integer division, 64-bit arithmetic and exact decimal conversion of floats.
#include <float.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
  printf("[%d] [%5d] [%-5d] [%05d] [%+d] [% d]\n", 42, 42, 42, 42, 42, 42);
  printf("[%u] [%x] [%#X] [%o] [%c] [%%]\n", UINT_MAX, 0xbeefU, 0xbeefU, 0755U, 'w');
  printf("[%s] [%10s] [%-10s] [%.3s] [%*.*s]\n", "wasm", "wasm", "wasm", "wasm", 8, 2, "wasm");
  printf("[%" PRId64 "] [%" PRIu64 "] [%" PRIx64 "]\n", INT64_MIN, UINT64_MAX,
         UINT64_C(0x0123456789abcdef));
  printf("[%f] [%.3f] [%10.2f] [%-10.2f] [%e] [%G]\n", 3.14159265358979, 2.0 / 3.0, -1.005, 1e3,
         12345.678, 1e-10);
  printf("[%.17g] [%.17g] [%a]\n", 0.1, DBL_MAX, 1.0 / 3.0);
  printf("[%g] [%g] [%g] [%g]\n", (double)INFINITY, -(double)INFINITY, fabs((double)NAN), -0.0);
  printf("[%.20f] [%.3e]\n", 1.0 / 3.0, DBL_TRUE_MIN);
  printf("[%s] [%zu] [%td]\n", (char*)memchr("needle", 'd', 6), sizeof(void*), (ptrdiff_t)-7);

  char text[64];
  int wrote = snprintf(text, 8, "%s", "truncated text");
  printf("[%s] %d\n", text, wrote);

  int number;
  double real;
  char word[16];
  int found = sscanf("  -17 2.5e3 wasm!", "%d %lf %15[a-z]", &number, &real, word);
  printf("%d: %d %g %s\n", found, number, real, word);
  printf("%.6f %.6f %.6f %.6f\n", sqrt(2.0), sin(1.0), exp(1.0), pow(2.0, 0.5));
  printf("%ld %llu %.1f\n", strtol("-0x1f", NULL, 16), strtoull("18446744073709551615", NULL, 10),
         strtod("1e22", NULL));
  return 0;
}
