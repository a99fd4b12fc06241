#include "runtime/signal_stack.h"

#include <cstddef>
#include <cstdint>

#include <pthread.h>
#include <signal.h>

#include "runtime/pages.h"

namespace wald::runtime {

namespace {

// Room for the largest set of registers and for an embedder's handler to which a fault is passed on.
constexpr std::size_t stackBytes = std::size_t{128} << 10;

void release(void* stack) {
  stack_t none{};
  none.ss_flags = SS_DISABLE;
  sigaltstack(&none, nullptr);
  pages::release(static_cast<std::uint8_t*>(stack), stackBytes);
}

/// By which a thread that ends gives its stack back.
pthread_key_t makeKey() {
  pthread_key_t key{};
  pthread_key_create(&key, release);
  return key;
}

bool install() {
  stack_t present{};
  if (sigaltstack(nullptr, &present) == 0 && (present.ss_flags & SS_DISABLE) == 0) return true;
  static const pthread_key_t key = makeKey();
  std::uint8_t* const begin = pages::map(stackBytes);
  if (begin == nullptr) return false;
  stack_t stack{};
  stack.ss_sp = begin;
  stack.ss_size = stackBytes;
  if (sigaltstack(&stack, nullptr) == 0 && pthread_setspecific(key, begin) == 0) return true;
  release(begin);
  return false;
}

}  // namespace

thread_local constinit bool detail::hasSignalStack = false;

bool detail::installSignalStack() {
  hasSignalStack = install();
  return hasSignalStack;
}

}  // namespace wald::runtime
