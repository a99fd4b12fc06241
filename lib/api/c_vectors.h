#pragma once

#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

#include "wasm.h"

namespace wald::c_api {

/// The elements of a vector, or of none.
template <typename Vector>
auto elementsOf(const Vector* vector) {
  using Element = std::remove_pointer_t<decltype(vector->data)>;
  return vector == nullptr || vector->data == nullptr
             ? std::span<Element>()
             : std::span<Element>(vector->data, vector->size);
}

inline std::vector<std::uint8_t> bytesOf(const wasm_byte_vec_t* vector) {
  const auto elements = elementsOf(vector);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(elements.data());
  return {bytes, bytes + elements.size()};
}

}  // namespace wald::c_api
