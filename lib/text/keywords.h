#pragma once

#include <optional>
#include <string_view>

#include "wasm/module.h"
#include "wasm/types.h"

namespace wald::text {

/// Whether the text format has this keyword at all: if not, using it is an "unknown operator", else
/// it stands in the wrong place.
bool isKeyword(std::string_view word);

/// `func`, `any` … as heap types.
std::optional<wasm::AbsHeap> absHeapNamed(std::string_view word);
/// `i32` …, and abbreviated reference types like `funcref`.
std::optional<wasm::ValType> valTypeNamed(std::string_view word);
/// `func`, `table`, `memory`, `global`, `tag`.
std::optional<wasm::ExternKind> externKindNamed(std::string_view word);
/// Whether a module field can start with the keyword.
bool isModuleField(std::string_view word);

/// The shape of a vector constant or of the lanes of a result.
struct VectorShape {
  std::string_view name;
  unsigned laneBits = 0;
  bool isFloat = false;
  unsigned laneCount() const { return 128 / laneBits; }
};
std::optional<VectorShape> vectorShapeNamed(std::string_view word);

}  // namespace wald::text
