#pragma once

#include "wasm/opcode.h"

namespace wald::wasm {

/// Lanes of a result in which an instruction may leave the payload of a NaN open ("Execution › Numerics › NaN Propagation").
enum class NanLanes : std::uint8_t { None, F32, F64, F32x4, F64x2 };

/// `None` for instructions that give no NaN, or copy one as it is.
NanLanes nanLanesOf(Opcode op);

}  // namespace wald::wasm
