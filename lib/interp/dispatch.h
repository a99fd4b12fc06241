#pragma once

// How a handler goes on to the next node: `tail/dispatch.h` or `trampoline/dispatch.h`, as CMake chose.
#include WALD_INTERP_DISPATCH
