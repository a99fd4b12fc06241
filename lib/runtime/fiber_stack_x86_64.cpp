#include "runtime/fiber_stack.h"

#include <bit>
#include <cstring>

#include "runtime/fiber.h"

namespace wald::runtime {

void* makeFiberStack(std::uint8_t* top, void (*run)(void*), void* argument) {
  // As `waldFiberSwitch` leaves a stack.
  struct Frame {
    std::uint32_t mxcsr = 0x1f80;
    std::uint32_t x87 = 0x037f;
    std::uint64_t r15 = 0, r14 = 0, r13 = 0, r12 = 0, rbx = 0, rbp = 0;
    std::uint64_t returnAddress = 0;
  };
  Frame frame;
  frame.r13 = std::bit_cast<std::uint64_t>(run);
  frame.r12 = std::bit_cast<std::uint64_t>(argument);
  frame.returnAddress = reinterpret_cast<std::uint64_t>(&waldFiberStart);
  // Aligned for the call in `waldFiberStart`.
  std::uint8_t* const place = top - 16 - sizeof(frame);
  static_assert(sizeof(Frame) % 16 == 0);
  std::memcpy(place, &frame, sizeof(frame));
  return place;
}

}  // namespace wald::runtime
