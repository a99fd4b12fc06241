#include <catch2/catch.hpp>

#include "wasm/nan.h"

namespace wald::wasm {

TEST_CASE("only what computes floats leaves a NaN's payload open") {
  CHECK(nanLanesOf(Opcode::F32Add) == NanLanes::F32);
  CHECK(nanLanesOf(Opcode::F64PromoteF32) == NanLanes::F64);
  CHECK(nanLanesOf(Opcode::F32x4RelaxedMadd) == NanLanes::F32x4);
  CHECK(nanLanesOf(Opcode::F64x2Sqrt) == NanLanes::F64x2);
  for (const Opcode op : {Opcode::F32Neg, Opcode::F64Copysign, Opcode::F32ReinterpretI32,
                          Opcode::F32x4Eq, Opcode::F64x2Pmin, Opcode::F32x4Abs, Opcode::I32Add,
                          Opcode::F32Load, Opcode::F64Const, Opcode::F32x4Splat}) {
    CHECK(nanLanesOf(op) == NanLanes::None);
  }
}

}  // namespace wald::wasm
