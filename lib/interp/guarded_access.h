#pragma once

// Accesses that may fault, for the dispatch that CMake chose.
#include WALD_INTERP_GUARDED_ACCESS
