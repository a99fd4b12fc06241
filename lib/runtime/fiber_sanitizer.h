#pragma once

#include <cstddef>
#include <cstdint>

namespace wald::runtime {

/// Tells a sanitizer of switches between stacks, which it can't see. Each build has the one file that it needs. `state` is the fiber's.
struct FiberSanitizer {
  /// On the side that is left, before: the fiber with that stack is entered.
  static void enter(void** state, const std::uint8_t* stack, std::size_t bytes);
  /// On the fiber, after it was entered.
  static void entered(void** state);
  /// On the fiber, before it is left; for good if it `ends`.
  static void leave(void** state, bool ends);
  /// On the other side, after.
  static void left(void** state);
  static void destroy(void** state);
};

}  // namespace wald::runtime
