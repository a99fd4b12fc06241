#include <fmt/format.h>

#include "api/convert.h"
#include "api/store_state.h"

namespace wald::api {

namespace {

void* itemOf(const runtime::Extern& value) {
  return std::visit([](auto* item) { return static_cast<void*>(item); }, value);
}

}  // namespace

Extern toPublic(const StoreRef& store, const runtime::Extern& value) {
  void* const item = itemOf(value);
  switch (runtime::kindOf(value)) {
    case wasm::ExternKind::Func: return Func(store, item);
    case wasm::ExternKind::Table: return Table(store, item);
    case wasm::ExternKind::Memory: return Memory(store, item);
    case wasm::ExternKind::Global: return Global(store, item);
    case wasm::ExternKind::Tag: break;
  }
  return Tag(store, item);
}

Result<runtime::Extern> toRuntime(const StoreRef& store, const Extern& value) {
  const auto& handle =
      std::visit([](const auto& item) -> const detail::Handle& { return item; }, value);
  if (!handle) return Error(ErrorKind::Usage, "an empty handle is no import");
  if (handle.storeRef() != store) {
    return Error(ErrorKind::Usage,
                 handle.storeRef()->isOpen() ? "it belongs to another store" : "its store is gone");
  }
  void* const item = handle.item();
  switch (kindOf(value)) {
    case ExternKind::Func: return runtime::Extern(static_cast<runtime::Function*>(item));
    case ExternKind::Table: return runtime::Extern(static_cast<runtime::Table*>(item));
    case ExternKind::Memory: return runtime::Extern(static_cast<runtime::Memory*>(item));
    case ExternKind::Global: return runtime::Extern(static_cast<runtime::Global*>(item));
    case ExternKind::Tag: break;
  }
  return runtime::Extern(static_cast<runtime::Tag*>(item));
}

}  // namespace wald::api
