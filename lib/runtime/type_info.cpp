#include "runtime/type_info.h"

#include "runtime/object.h"

namespace wald::runtime {

namespace {

/// Whether values of a type can refer to objects: all references but those to functions.
bool canReferToObject(wasm::ValType type, const wasm::TypeTable& types) {
  if (!type.isRef()) return false;
  const wasm::HeapType heap = type.heap();
  const auto top =
      heap.isDefined() ? topOf(types[heap.index()].type.comp.kind) : wasm::topOf(heap.abs());
  return top != wasm::AbsHeap::Func;
}

std::uint32_t roundUp(std::uint32_t offset, std::uint32_t to) {
  return (offset + to - 1) / to * to;
}

/// Each field at the next place that suits its size; nothing is aligned to more than 8 bytes. A supertype's fields are a prefix and
/// so have the same places.
void layOutStruct(TypeInfo& info, const wasm::CompType& comp, const wasm::TypeTable& types) {
  std::uint32_t offset = sizeof(Object);
  for (const auto& field : comp.fields) {
    const auto storage = field.type.code();
    const std::uint32_t bytes = 1u << storageLog2(storage);
    offset = roundUp(offset, bytes < 8 ? bytes : 8);
    info.fields.push_back({offset, storage});
    info.slots += slotsOf(field.type);
    if (canReferToObject(field.type, types)) info.references.push_back(offset);
    offset += bytes;
  }
  info.bytes = roundUp(offset, 8);
  info.hasReferences = !info.references.empty();
}

void layOutArray(TypeInfo& info, const wasm::CompType& comp, const wasm::TypeTable& types) {
  const wasm::ValType element = comp.fields[0].type;
  info.fields.push_back({sizeof(Object), element.code()});
  info.slots = slotsOf(element);
  info.elementLog2 = static_cast<std::uint8_t>(storageLog2(element.code()));
  info.hasReferences = canReferToObject(element, types);
}

void layOutException(TypeInfo& info, const wasm::CompType& comp, const wasm::TypeTable& types) {
  for (const auto param : comp.params) {
    if (canReferToObject(param, types)) {
      info.references.push_back(static_cast<std::uint32_t>(sizeof(Exception)) + info.slots * 8);
    }
    info.slots += slotsOf(param);
  }
  info.bytes = static_cast<std::uint32_t>(sizeof(Exception)) + info.slots * 8;
  info.hasReferences = !info.references.empty();
}

}  // namespace

unsigned storageLog2(Storage storage) {
  switch (storage) {
    case Storage::I8: return 0;
    case Storage::I16: return 1;
    case Storage::I32:
    case Storage::F32: return 2;
    case Storage::I64:
    case Storage::F64:
    case Storage::Ref: return 3;
    case Storage::V128: return 4;
    case Storage::Bottom: break;
  }
  return 3;
}

std::uint64_t TypeInfo::arrayBytes(std::uint32_t length) const {
  return (sizeof(Object) + (std::uint64_t{length} << elementLog2) + 7) & ~7ull;
}

TypeInfo makeTypeInfo(wasm::TypeId id, const wasm::TypeTable& types) {
  const auto& entry = types[id];
  TypeInfo info;
  info.id = id;
  info.kind = entry.type.comp.kind;
  info.ancestors = entry.ancestors.data();
  info.depth = static_cast<std::uint32_t>(entry.ancestors.size());
  switch (info.kind) {
    case wasm::CompKind::Struct: layOutStruct(info, entry.type.comp, types); break;
    case wasm::CompKind::Array: layOutArray(info, entry.type.comp, types); break;
    case wasm::CompKind::Func: layOutException(info, entry.type.comp, types); break;
  }
  return info;
}

}  // namespace wald::runtime
