#pragma once

#include <cstdint>

namespace wald::runtime {

/// Prepares a fresh stack, which ends at `top`, so that `waldFiberSwitch` to the result calls `run` on it.
void* makeFiberStack(std::uint8_t* top, void (*run)(void*), void* argument);

}  // namespace wald::runtime
