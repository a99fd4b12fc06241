#pragma once

#include "interp/handlers.h"

namespace wald::interp {

// The handlers of vector instructions. A vector operand is a slot (two slots of the frame, not
// aligned) or the float accumulator, all of it. As elsewhere, a null result means that there is no
// such combination.

/// Operators with one operand: `Unary`, `Convert` (splats), `Test`.
Handler vectorUnaryHandler(Opcode op, Src a, Dst dst);
Handler vectorBinaryHandler(Opcode op, Src a, Src b, Dst dst);
/// `Shift` and `ReplaceLane`: `b` is the scalar; of the latter the lane (4 bytes) stands behind the
/// operands.
Handler vectorScalarHandler(Opcode op, Src a, Src b, Dst dst);
/// The lane (4 bytes) stands behind the operand.
Handler extractLaneHandler(Opcode op, Src a, Dst dst);
/// `a` and `b` are slots.
Handler vectorTernaryHandler(Opcode op, Src c, Dst dst);
/// 16 bytes of lane numbers stand behind the operands.
Handler shuffleHandler(Src a, Src b, Dst dst);

/// Accesses as `loadHandler`, `storeHandler` and their variants for any memory have them.
Handler vectorLoadHandler(Opcode op, MemoryMode mode, Src address, Dst dst);
Handler vectorStoreHandler(MemoryMode mode, Src address, Src value);
Handler vectorLoadAnyHandler(Opcode op);
Handler vectorStoreAnyHandler();

/// Accesses to a lane. Operands: address (slot or accumulator), vector, offset (4 bytes), lane (4
/// bytes), destination.
Handler loadLaneHandler(Opcode op, MemoryMode mode, Src address, Src value, Dst dst);
Handler storeLaneHandler(Opcode op, MemoryMode mode, Src address, Src value);
/// The same for any memory. Operands: memory (4 bytes), slot of the address (4), offset (8), lane
/// (4); the vector and the result are in the accumulator.
Handler laneAnyHandler(Opcode op);

}  // namespace wald::interp
