// Ends in a trap of the kind asked for, from a function whose name has to appear in the call stack.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int (*binary)(int, int);
typedef void (*no_arguments)(void);

static volatile int zero = 0;
static volatile uint32_t wild = 0xfffffff0U;

__attribute__((noinline)) int divide(int a, int b) { return a / b; }

__attribute__((noinline)) int overflow(int a, int b) { return a / b; }

__attribute__((noinline)) int read_wild(uint32_t address) { return *(volatile int *)(uintptr_t)address; }

__attribute__((noinline)) void write_wild(uint32_t address) { *(volatile int *)(uintptr_t)address = 1; }

__attribute__((noinline)) void give_up(void) { __builtin_trap(); }

__attribute__((noinline)) int convert(double value) { return __builtin_wasm_trunc_s_i32_f64(value); }

// The addition keeps the call from being a tail call.
__attribute__((noinline)) int endless(int n) { return n == -1 ? 0 : endless(n + 1) + n; }

__attribute__((noinline)) int endless_frames(int n) {
  volatile char frame[1024];
  memset((char *)frame, n, sizeof frame);
  return n == -1 ? 0 : endless_frames(n + 1) + frame[n & 1023];
}

__attribute__((noinline)) void call_mistyped(no_arguments function) { function(); }

__attribute__((noinline)) void call_null(void) {
  no_arguments volatile function = (no_arguments)(uintptr_t)zero;
  function();
}

__attribute__((noinline)) void call_far(void) {
  no_arguments volatile function = (no_arguments)(uintptr_t)1000000;
  function();
}

int main(int argc, char **argv) {
  const char *kind = argc > 1 ? argv[1] : "";
  printf("before %s\n", kind);
  fflush(stdout);
  if (strcmp(kind, "divide") == 0) {
    printf("%d\n", divide(1, zero));
  } else if (strcmp(kind, "overflow") == 0) {
    printf("%d\n", overflow(INT32_MIN, zero - 1));
  } else if (strcmp(kind, "read") == 0) {
    printf("%d\n", read_wild(wild));
  } else if (strcmp(kind, "write") == 0) {
    write_wild(wild);
  } else if (strcmp(kind, "unreachable") == 0) {
    give_up();
  } else if (strcmp(kind, "convert") == 0) {
    printf("%d\n", convert(1e10 + zero));
  } else if (strcmp(kind, "endless") == 0) {
    printf("%d\n", endless(zero));
  } else if (strcmp(kind, "endless-frames") == 0) {
    printf("%d\n", endless_frames(zero));
  } else if (strcmp(kind, "mistyped") == 0) {
    // NOLINTNEXTLINE: the wrong type is the point.
    call_mistyped((no_arguments)(uintptr_t)(binary)divide);
  } else if (strcmp(kind, "null") == 0) {
    call_null();
  } else if (strcmp(kind, "far") == 0) {
    call_far();
  }
  puts("after");
  return 0;
}
