// A state machine whose states call one another ten million times: constant stack or none at all.
#include <stdint.h>
#include <stdio.h>

typedef uint32_t (*State)(uint32_t steps, uint32_t hash);

static uint32_t red(uint32_t steps, uint32_t hash);
static uint32_t green(uint32_t steps, uint32_t hash);
static uint32_t blue(uint32_t steps, uint32_t hash);
static volatile State states[3] = {red, green, blue};

static uint32_t red(uint32_t steps, uint32_t hash) {
  if (steps == 0) {
    return hash;
  }
  __attribute__((musttail)) return green(steps - 1, hash * 16777619U + 1);
}

static uint32_t green(uint32_t steps, uint32_t hash) {
  if (steps == 0) {
    return hash;
  }
  __attribute__((musttail)) return states[hash % 3](steps - 1, (hash ^ steps) * 16777619U + 2);
}

static uint32_t blue(uint32_t steps, uint32_t hash) {
  if (steps == 0) {
    return hash;
  }
  __attribute__((musttail)) return states[steps % 3](steps - 1, hash * 16777619U + 3);
}

int main(void) {
  printf("%08x\n", red(10000000, 2166136261U));
  return 0;
}
