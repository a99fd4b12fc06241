#include <utility>

#include <sanitizer/tsan_interface.h>

#include "runtime/fiber_sanitizer.h"

namespace wald::runtime {

namespace {

// Places in the state.
enum : unsigned { Inside, Outside, Ended };

}  // namespace

void FiberSanitizer::enter(void** state, const std::uint8_t*, std::size_t) {
  if (state[Inside] == nullptr) state[Inside] = __tsan_create_fiber(0);
  state[Outside] = __tsan_get_current_fiber();
  __tsan_switch_to_fiber(state[Inside], 0);
}

void FiberSanitizer::entered(void**) {}

void FiberSanitizer::leave(void** state, bool ends) {
  // What it keeps of calls that never return would grow from use to use.
  if (ends) state[Ended] = std::exchange(state[Inside], nullptr);
  __tsan_switch_to_fiber(state[Outside], 0);
}

void FiberSanitizer::left(void** state) {
  if (state[Ended] != nullptr) __tsan_destroy_fiber(std::exchange(state[Ended], nullptr));
}

void FiberSanitizer::destroy(void** state) {
  if (state[Inside] != nullptr) __tsan_destroy_fiber(state[Inside]);
}

}  // namespace wald::runtime
