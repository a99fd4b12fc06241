#pragma once

#include <cstdint>

#include "wasm/opcode.h"

namespace wald::wasm {

/// How many operands an instruction takes and how many results it leaves.
struct StackEffect {
  std::uint64_t operands = 0;
  std::uint64_t results = 0;
};

/// Of the regular instructions; of `Special` ones nothing is known here.
constexpr StackEffect stackEffectOf(ShapeKind shape) {
  switch (shape) {
    case ShapeKind::Special: return {0, 0};
    case ShapeKind::Const: return {0, 1};
    case ShapeKind::Unary:
    case ShapeKind::Convert:
    case ShapeKind::Test:
    case ShapeKind::ExtractLane:
    case ShapeKind::Load:
    case ShapeKind::LoadExtend:
    case ShapeKind::LoadSplat:
    case ShapeKind::LoadZero:
    case ShapeKind::AtomicLoad: return {1, 1};
    case ShapeKind::Binary:
    case ShapeKind::Compare:
    case ShapeKind::Shift:
    case ShapeKind::ReplaceLane:
    case ShapeKind::LoadLane:
    case ShapeKind::AtomicRmw: return {2, 1};
    case ShapeKind::Ternary:
    case ShapeKind::AtomicCmpxchg: return {3, 1};
    case ShapeKind::Store:
    case ShapeKind::StoreLane:
    case ShapeKind::AtomicStore: return {2, 0};
  }
  return {};
}

}  // namespace wald::wasm
