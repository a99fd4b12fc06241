#include "snapshot/fixed_objects.h"

#include <algorithm>
#include <unordered_set>
#include <vector>

#include "runtime/engine.h"
#include "runtime/objects.h"
#include "runtime/store.h"
#include "wasm/references.h"

namespace wald::snapshot {

namespace {

using runtime::Ref;

/// The references to objects in one, appended.
void appendReferences(const runtime::Object& object, const wasm::TypeInfo& info,
                      std::vector<Ref>& refs) {
  const auto append = [&](const std::uint8_t* at) {
    runtime::Slot slots[2] = {0, 0};
    runtime::loadField(at, wasm::ValType::Code::Ref, slots);
    if (runtime::isObjectRef(slots[0])) refs.push_back(slots[0]);
  };
  const auto* const begin = reinterpret_cast<const std::uint8_t*>(&object);
  for (const std::uint32_t offset : info.references) append(begin + offset);
  if (info.kind != wasm::CompKind::Array || !info.hasReferences) return;
  for (std::uint64_t i = 0; i < object.length; ++i) {
    append(object.contents() + (i << info.elementLog2));
  }
}

}  // namespace

FixedObjects::FixedObjects(runtime::Instance& instance) : instance_(instance) {
  const auto& globals = instance.module().wasm.globals;
  for (std::uint32_t i = 0; i < globals.size(); ++i) {
    const wasm::GlobalType& type = globals[i].type;
    const Ref ref = instance.global(i)->slots[0];
    if (type.isMutable || !wasm::mayReferToObjects(instance.global(i)->type.type)) continue;
    if (type.type.heap().isDefined() &&
        instance.module().wasm.types[type.type.heap().index()].comp.kind == wasm::CompKind::Func) {
      continue;
    }
    if (runtime::isObjectRef(ref) && isFixed(ref)) globals_.emplace(ref, i);
  }
}

bool FixedObjects::isFixed(Ref object) const {
  const runtime::Engine& engine = instance_.store().engine();
  std::vector<Ref> todo{object};
  std::unordered_set<Ref> seen;
  while (!todo.empty()) {
    const Ref ref = todo.back();
    todo.pop_back();
    if (!seen.insert(ref).second) continue;
    const runtime::Object& next = *runtime::toObject(ref);
    if (std::ranges::any_of(engine.typeOf(next.type).fields, &wasm::FieldType::isMutable)) {
      return false;
    }
    appendReferences(next, engine.infoOf(next.type), todo);
  }
  return true;
}

std::optional<std::uint32_t> FixedObjects::globalOf(Ref object, wasm::ValType type,
                                                    std::uint32_t end) const {
  const wasm::ValType wanted = wasm::toIds(type, instance_.module().types);
  const auto [first, last] = globals_.equal_range(object);
  for (auto found = first; found != last && found->second < end; ++found) {
    const std::uint32_t index = found->second;
    if (instance_.store().engine().matches(instance_.global(index)->type.type, wanted)) {
      return index;
    }
  }
  return std::nullopt;
}

}  // namespace wald::snapshot
