#include "wasm/nan.h"

#include <algorithm>
#include <string_view>

namespace wald::wasm {

namespace {

/// The operations on floats that compute; the others move bits, compare, or convert from integers.
constexpr std::string_view computing[] = {
    "add",
    "sub",
    "mul",
    "div",
    "sqrt",
    "min",
    "max",
    "ceil",
    "floor",
    "trunc",
    "nearest",
    "demote_f64",
    "promote_f32",
    "demote_f64x2_zero",
    "promote_low_f32x4",
    "relaxed_madd",
    "relaxed_nmadd",
    "relaxed_min",
    "relaxed_max",
};

struct Prefix {
  std::string_view text;
  NanLanes lanes;
};
constexpr Prefix prefixes[] = {{"f32.", NanLanes::F32},
                               {"f64.", NanLanes::F64},
                               {"f32x4.", NanLanes::F32x4},
                               {"f64x2.", NanLanes::F64x2}};

}  // namespace

NanLanes nanLanesOf(Opcode op) {
  const std::string_view mnemonic = infoOf(op).mnemonic();
  for (const Prefix& prefix : prefixes) {
    if (!mnemonic.starts_with(prefix.text)) continue;
    const auto operation = mnemonic.substr(prefix.text.size());
    return std::ranges::find(computing, operation) == std::end(computing) ? NanLanes::None
                                                                          : prefix.lanes;
  }
  return NanLanes::None;
}

}  // namespace wald::wasm
