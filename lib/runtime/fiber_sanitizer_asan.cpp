#include <sanitizer/common_interface_defs.h>

#include "runtime/fiber_sanitizer.h"

namespace wald::runtime {

namespace {

// Places in the state: the false stack of the side that is not running, and the bounds of the resumer's stack.
enum : unsigned { FalseStack, OuterStack, OuterBytes };

}  // namespace

void FiberSanitizer::enter(void** state, const std::uint8_t* stack, std::size_t bytes) {
  void* inner = state[FalseStack];
  __sanitizer_start_switch_fiber(&state[FalseStack], stack, bytes);
  // Swapped when the fiber takes its own over.
  state[OuterBytes] = inner;
}

void FiberSanitizer::entered(void** state) {
  const void* stack = nullptr;
  std::size_t bytes = 0;
  __sanitizer_finish_switch_fiber(state[OuterBytes], &stack, &bytes);
  state[OuterStack] = const_cast<void*>(stack);
  state[OuterBytes] = reinterpret_cast<void*>(bytes);
}

void FiberSanitizer::leave(void** state, bool ends) {
  void* outer = state[FalseStack];
  __sanitizer_start_switch_fiber(ends ? nullptr : &state[FalseStack], state[OuterStack],
                                 reinterpret_cast<std::size_t>(state[OuterBytes]));
  if (ends) state[FalseStack] = nullptr;
  state[OuterBytes] = outer;
}

void FiberSanitizer::left(void** state) {
  __sanitizer_finish_switch_fiber(state[OuterBytes], nullptr, nullptr);
}

void FiberSanitizer::destroy(void**) {}

}  // namespace wald::runtime
