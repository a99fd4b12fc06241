// tax-calculator --postal-code=10001 --subtotal=125.00

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Rates of places by the first three digits of their postal codes, in thousandths of a per cent.
static const struct {
  int prefix;
  int rate;
} rates[] = {
    {100, 8875},  // New York
    {941, 8625},  // San Francisco
    {972, 0},     // Portland
    {981, 10350}, // Seattle
};

// The tax on a subtotal, both in cents; -1 for a place that is not known.
int64_t tax_cents(int32_t postal_code, int64_t subtotal) {
  for (size_t i = 0; i < sizeof(rates) / sizeof(*rates); ++i) {
    if (rates[i].prefix == postal_code / 100) return (subtotal * rates[i].rate + 50000) / 100000;
  }
  return -1;
}

static int usage(void) {
  fprintf(stderr, "usage: tax-calculator --postal-code=NNNNN --subtotal=AMOUNT\n");
  return 2;
}

int main(int argc, char** argv) {
  int postal_code = -1;
  double subtotal = -1;
  for (int i = 1; i < argc; ++i) {
    if (strncmp(argv[i], "--postal-code=", 14) == 0) {
      postal_code = atoi(argv[i] + 14);
    } else if (strncmp(argv[i], "--subtotal=", 11) == 0) {
      subtotal = atof(argv[i] + 11);
    } else {
      return usage();
    }
  }
  if (postal_code < 0 || subtotal < 0) return usage();
  const int64_t cents = (int64_t)(subtotal * 100 + 0.5);
  const int64_t tax = tax_cents(postal_code, cents);
  if (tax < 0) {
    fprintf(stderr, "no rate is known for %05d\n", postal_code);
    return 1;
  }
  printf("subtotal %.2f, tax %.2f, total %.2f\n", (double)cents / 100, (double)tax / 100,
         (double)(cents + tax) / 100);
  return 0;
}
