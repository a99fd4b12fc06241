#pragma once

// clang guarantees tail calls that are marked; g++ 12 has no mark, and makes them at -O2.
#if defined(__clang__)
#define WALD_MUSTTAIL [[clang::musttail]]
#else
#define WALD_MUSTTAIL
#endif
