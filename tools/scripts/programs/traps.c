// Ends in a trap of the kind asked for, from a function whose name has to appear in the call stack.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int (*Binary)(int, int);
typedef void (*NoArguments)(void);

static volatile int zero = 0;
static volatile uint32_t wild = 0xfffffff0U;

__attribute__((noinline)) int divide(int a, int b) { return a / b; }

__attribute__((noinline)) int overflow(int a, int b) { return a / b; }

__attribute__((noinline)) int readWild(uint32_t address) {
  return *(volatile int*)(uintptr_t)address;
}

__attribute__((noinline)) void writeWild(uint32_t address) {
  *(volatile int*)(uintptr_t)address = 1;
}

__attribute__((noinline)) void giveUp(void) { __builtin_trap(); }

__attribute__((noinline)) int convert(double value) {
  return __builtin_wasm_trunc_s_i32_f64(value);
}

// The result is mixed in a way that leaves the compiler no loop to make of it, and no local lives in
// memory: what overflows is the stack of calls.
__attribute__((noinline)) int endless(int n) { return n == -1 ? 0 : (endless(n + 1) ^ n) * 31; }

// Here the frames in linear memory overflow first: the module is linked with its stack at address 0.
__attribute__((noinline)) int endlessFrames(int n) {
  volatile char frame[1024];
  memset((char*)frame, n, sizeof frame);
  return n == -1 ? 0 : endlessFrames(n + 1) + frame[n & 1023];
}

__attribute__((noinline)) void callMistyped(void) {
  NoArguments volatile function = (NoArguments)(uintptr_t)(Binary)divide;
  function();
}

__attribute__((noinline)) void callNull(void) {
  NoArguments volatile function = (NoArguments)(uintptr_t)zero;
  function();
}

__attribute__((noinline)) void callFar(void) {
  NoArguments volatile function = (NoArguments)(uintptr_t)1000000;
  function();
}

int main(int argc, char** argv) {
  const char* kind = argc > 1 ? argv[1] : "";
  printf("before %s\n", kind);
  fflush(stdout);
  if (strcmp(kind, "divide") == 0) {
    printf("%d\n", divide(1, zero));
  } else if (strcmp(kind, "overflow") == 0) {
    printf("%d\n", overflow(INT32_MIN, zero - 1));
  } else if (strcmp(kind, "read") == 0) {
    printf("%d\n", readWild(wild));
  } else if (strcmp(kind, "write") == 0) {
    writeWild(wild);
  } else if (strcmp(kind, "unreachable") == 0) {
    giveUp();
  } else if (strcmp(kind, "convert") == 0) {
    printf("%d\n", convert(1e10 + zero));
  } else if (strcmp(kind, "endless") == 0) {
    printf("%d\n", endless(zero));
  } else if (strcmp(kind, "endless-frames") == 0) {
    printf("%d\n", endlessFrames(zero));
  } else if (strcmp(kind, "mistyped") == 0) {
    callMistyped();
  } else if (strcmp(kind, "null") == 0) {
    callNull();
  } else if (strcmp(kind, "far") == 0) {
    callFar();
  }
  puts("after");
  return 0;
}
