#include "valid/context.h"

#include <algorithm>

namespace wald::valid {

using wasm::ValType;

Context::Context(const wasm::Module& moved, const Context& other)
    : module(moved), types(other.types), ids(other.ids), tableElements(other.tableElements),
      globals(other.globals), segmentElements(other.segmentElements), declared(other.declared) {
  comps.reserve(ids.size());
  for (const wasm::TypeId id : ids) comps.push_back(&types[id].type.comp);
}

std::string Context::textOf(ValType type) const {
  if (type == bottomReference) return "(ref unknown)";
  if (!type.isRef() || !type.heap().isDefined()) return wasm::toString(type);
  const auto id = std::find(ids.begin(), ids.end(), type.heap().index());
  const auto index = static_cast<std::uint32_t>(id - ids.begin());
  return wasm::toString(ValType::ref(wasm::HeapType::defined(index), type.isNullable()));
}

std::string Context::textOf(std::span<const ValType> list) const {
  std::string text = "[";
  for (const ValType type : list) {
    if (text.size() > 1) text += ' ';
    text += textOf(type);
  }
  return text + "]";
}

}  // namespace wald::valid
