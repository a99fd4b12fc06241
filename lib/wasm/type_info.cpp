#include "wasm/type_info.h"

#include "wasm/native_layout.h"
#include "wasm/references.h"

namespace wald::wasm {

namespace {

/// Whether values of a type can refer to objects: all references but those to functions.
bool canReferToObject(ValType type, const TypeTable& types) {
  if (!type.isRef()) return false;
  const HeapType heap = type.heap();
  const auto top = heap.isDefined() ? topOf(types[heap.index()].type.comp.kind) : topOf(heap.abs());
  return top != AbsHeap::Func;
}

std::uint32_t roundUp(std::uint32_t offset, std::uint32_t to) {
  return (offset + to - 1) / to * to;
}

/// Each field at the next place that suits its size; nothing is aligned to more than 8 bytes. A supertype's fields are a prefix and
/// so have the same places.
void layOutStruct(TypeInfo& info, const CompType& comp, const TypeTable& types) {
  std::uint32_t offset = native::object::contents;
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

void layOutArray(TypeInfo& info, const CompType& comp, const TypeTable& types) {
  const ValType element = comp.fields[0].type;
  info.fields.push_back({native::object::contents, element.code()});
  info.slots = slotsOf(element);
  info.elementLog2 = static_cast<std::uint8_t>(storageLog2(element.code()));
  info.hasReferences = canReferToObject(element, types);
}

void layOutException(TypeInfo& info, const CompType& comp, const TypeTable& types) {
  for (const auto param : comp.params) {
    if (canReferToObject(param, types)) {
      info.references.push_back(native::exception::values + info.slots * 8);
    }
    info.slots += slotsOf(param);
  }
  info.bytes = native::exception::values + info.slots * 8;
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
  return (native::object::contents + (std::uint64_t{length} << elementLog2) + 7) & ~7ull;
}

TypeInfo makeTypeInfo(TypeId id, const TypeTable& types) {
  const auto& entry = types[id];
  TypeInfo info;
  info.id = id;
  info.kind = entry.type.comp.kind;
  info.ancestors = entry.ancestors.data();
  info.depth = static_cast<std::uint32_t>(entry.ancestors.size());
  switch (info.kind) {
    case CompKind::Struct: layOutStruct(info, entry.type.comp, types); break;
    case CompKind::Array: layOutArray(info, entry.type.comp, types); break;
    case CompKind::Func: layOutException(info, entry.type.comp, types); break;
  }
  return info;
}

}  // namespace wald::wasm
