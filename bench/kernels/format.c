// String formatting: the C library's printf over integers, floats and text into a buffer, and parsing it back.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char** argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : 100000;
  static const char* const names[] = {"alpha", "beta", "gamma", "delta"};
  uint32_t state = 7, hash = 2166136261U;
  uint64_t total = 0;
  char line[160];
  for (int i = 0; i < rounds; ++i) {
    state = state * 1664525U + 1013904223U;
    int length = snprintf(line, sizeof line, "%-8s|%10d|%08x|%llu|%.3f|%c%s", names[state >> 30],
                          (int32_t)state, state, (unsigned long long)state * 1000003U,
                          (double)state / 65536.0, 'a' + (int)(state % 26), i & 1 ? "!" : "");
    for (int j = 0; j < length; ++j) {
      hash = (hash ^ (uint8_t)line[j]) * 16777619U;
    }
    total += (uint64_t)strtol(strchr(line, '|') + 1, NULL, 10) & 0xffff;
  }
  printf("format %08x %llu\n", hash, (unsigned long long)total);
  return 0;
}
