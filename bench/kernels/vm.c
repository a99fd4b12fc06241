// A small bytecode interpreter: a switch in a loop, a stack, calls. It counts primes and computes Fibonacci numbers.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { Push, Load, Store, Add, Sub, Mul, Rem, Less, Equal, Jump, JumpIfZero, Call, Return, Halt };

typedef struct {
  uint8_t op;
  int32_t operand;
} Instruction;

// Frames: eight variables each. An argument is passed in variable 0.
enum { Variables = 8, Depth = 64 };

static const Instruction primes[] = {
    // 0: limit, 1: candidate, 2: divisor, 3: count
    {Push, 0}, {Store, 3}, {Push, 2}, {Store, 1},
    // 4: while candidate < limit
    {Load, 1}, {Load, 0}, {Less, 0}, {JumpIfZero, 33}, {Push, 2}, {Store, 2},
    // 10: while divisor * divisor < candidate + 1
    {Load, 2}, {Load, 2}, {Mul, 0}, {Load, 1}, {Push, 1}, {Add, 0}, {Less, 0}, {JumpIfZero, 24},
    {Load, 1}, {Load, 2}, {Rem, 0}, {JumpIfZero, 28},
    {Jump, 35}, {Halt, 0},
    // 24: a prime
    {Load, 3}, {Push, 1}, {Add, 0}, {Store, 3},
    // 28: the next candidate
    {Load, 1}, {Push, 1}, {Add, 0}, {Store, 1}, {Jump, 4},
    // 33
    {Load, 3}, {Return, 0},
    // 35: the next divisor
    {Load, 2}, {Push, 1}, {Add, 0}, {Store, 2}, {Jump, 10},
};

static const Instruction fibonacci[] = {
    {Load, 0}, {Push, 2}, {Less, 0}, {JumpIfZero, 6}, {Load, 0}, {Return, 0},
    {Load, 0}, {Push, 1}, {Sub, 0}, {Call, 0}, {Load, 0}, {Push, 2}, {Sub, 0}, {Call, 0}, {Add, 0}, {Return, 0},
};

static uint64_t executed;

static int32_t run(const Instruction* code, int32_t argument) {
  static int32_t variables[Depth * Variables];
  static int32_t stack[Depth * 8];
  static uint32_t returns[Depth];
  uint32_t pc = 0, depth = 0;
  int32_t* top = stack;
  int32_t* frame = variables;
  frame[0] = argument;
  for (;;) {
    const Instruction in = code[pc++];
    ++executed;
    switch (in.op) {
      case Push: *top++ = in.operand; break;
      case Load: *top++ = frame[in.operand]; break;
      case Store: frame[in.operand] = *--top; break;
      case Add: --top; top[-1] = (int32_t)((uint32_t)top[-1] + (uint32_t)top[0]); break;
      case Sub: --top; top[-1] = (int32_t)((uint32_t)top[-1] - (uint32_t)top[0]); break;
      case Mul: --top; top[-1] = (int32_t)((uint32_t)top[-1] * (uint32_t)top[0]); break;
      case Rem: --top; top[-1] = top[-1] % top[0]; break;
      case Less: --top; top[-1] = top[-1] < top[0]; break;
      case Equal: --top; top[-1] = top[-1] == top[0]; break;
      case Jump: pc = (uint32_t)in.operand; break;
      case JumpIfZero:
        if (*--top == 0) {
          pc = (uint32_t)in.operand;
        }
        break;
      case Call:
        returns[depth++] = pc;
        frame += Variables;
        frame[0] = *--top;
        pc = (uint32_t)in.operand;
        break;
      case Return:
        if (depth == 0) {
          return top[-1];
        }
        pc = returns[--depth];
        frame -= Variables;
        break;
      default: return -1;
    }
  }
}

int main(int argc, char** argv) {
  int limit = argc > 1 ? atoi(argv[1]) : 100000;
  int32_t count = run(primes, limit);
  int32_t number = run(fibonacci, 24);
  printf("vm %d %d %llu\n", count, number, (unsigned long long)executed);
  return 0;
}
