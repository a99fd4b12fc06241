#pragma once

#include <cstdint>
#include <type_traits>

#include "interp/node.h"
#include "wasm/numeric.h"
#include "wasm/v128.h"

namespace wald::interp {

/// The type that lies in memory for a load or store.
template <Opcode Op>
constexpr auto storedType() {
  constexpr wasm::Shape shape = wasm::shapeOf(Op);
  if constexpr (isFloat(shape.type) || shape.type == Kind::V128) {
    return wasm::Carrier<shape.type>{};
  } else {
    constexpr bool isSigned = shape.extension == wasm::Extension::Signed;
    if constexpr (shape.bits == 8) return std::conditional_t<isSigned, std::int8_t, std::uint8_t>{};
    if constexpr (shape.bits == 16)
      return std::conditional_t<isSigned, std::int16_t, std::uint16_t>{};
    if constexpr (shape.bits == 32)
      return std::conditional_t<isSigned, std::int32_t, std::uint32_t>{};
    if constexpr (shape.bits == 64) return std::uint64_t{};
  }
}
template <Opcode Op>
using Stored = decltype(storedType<Op>());

template <Opcode Op>
inline wasm::Carrier<wasm::shapeOf(Op).type> extend(Stored<Op> value) {
  using T = wasm::Carrier<wasm::shapeOf(Op).type>;
  if constexpr (std::is_signed_v<Stored<Op>> && std::is_integral_v<Stored<Op>>) {
    return static_cast<T>(static_cast<std::make_signed_t<T>>(value));
  } else {
    return static_cast<T>(value);
  }
}

}  // namespace wald::interp
