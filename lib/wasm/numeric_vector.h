#pragma once

// What every vector operator means, once ("Execution › Numerics › Vector"), in the manner of
// numeric.h. Beside `apply` on the carriers of the operands:
// - `ExtractLane`: `apply(V128, unsigned lane)`;
// - `ReplaceLane`: `apply(V128, value, unsigned lane)`;
// - loads: `apply(bits)` of what was read from memory;
// - `LoadLane`: `apply(V128, bits, unsigned lane)`;
// - `StoreLane`: `apply(V128, unsigned lane)` gives the bits to be written;
// - `I8x16Shuffle`: `apply(V128, V128, V128 lanes)`.
//
// Relaxed operators have one meaning each, that of the deterministic profile: the operator of the
// same name that is not relaxed, `bitselect` for `laneselect`, and no fused multiplication.

#include "wasm/numeric_vector_float.h"
#include "wasm/numeric_vector_integer.h"
#include "wasm/numeric_vector_move.h"
