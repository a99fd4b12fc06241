// Exceptions as the compiler makes them of C++: throwing through frames that have to clean up, catching, throwing again. Debian's
// C++ library has no `throw`, so exceptions are thrown by the compiler's builtin, and what a handler calls stands here.
#include <cstdio>

extern "C" {
void* __cxa_begin_catch(void* exception) noexcept { return exception; }
void __cxa_end_catch() {}
void _ZSt9terminatev() { __builtin_trap(); }
}

namespace {

struct Exception {
  int number;
};
Exception* current;

[[noreturn, gnu::noinline]] void raise(Exception& exception) {
  current = &exception;
  // Tag 0 is that of C++.
  __builtin_wasm_throw(0, &exception);
}

int depth;

struct Guard {
  Guard() { ++depth; }
  ~Guard() { --depth; }
};

[[gnu::noinline]] int descend(int levels, Exception& exception) {
  const Guard guard;
  if (levels == 0) raise(exception);
  return descend(levels - 1, exception) + 1;
}

[[gnu::noinline]] int attempt(int levels, int number) {
  Exception exception{number};
  try {
    return descend(levels, exception);
  } catch (...) {
    return -current->number;
  }
}

[[gnu::noinline]] int again(int number) {
  Exception first{number};
  Exception second{number + 1};
  try {
    try {
      descend(3, first);
    } catch (...) {
      raise(second);
    }
  } catch (...) {
    return current->number;
  }
  return 0;
}

}  // namespace

int main(int argc, char**) {
  std::printf("caught %d, depth %d\n", attempt(10, 5), depth);
  std::printf("caught %d, depth %d\n", attempt(5000, 6), depth);
  std::printf("again %d\n", again(7));
  long sum = 0;
  for (int i = 0; i < 20000; ++i) sum += attempt(i % 7, i);
  std::printf("sum %ld, depth %d\n", sum, depth);
  if (argc > 1) {
    Exception last{9};
    descend(2, last);
  }
}
