#pragma once

#include "runtime/extern.h"
#include "runtime/module.h"
#include "runtime/value.h"
#include "wald/extern.h"
#include "wald/handle.h"
#include "wald/types.h"
#include "wald/value.h"
#include "wasm/module.h"

/// Between what `include/` shows and what the runtime has. Types are over the engine's ids on both sides, unless a module's are given.
namespace wald::api {

using detail::StoreRef;

inline wasm::ValType toWasm(ValueType type) { return wasm::ValType::fromBits(type.bits()); }
inline ValueType toPublic(wasm::ValType type) { return ValueType(type.bits()); }
std::vector<wasm::ValType> toWasm(const std::vector<ValueType>& types);
std::vector<ValueType> toPublic(const std::vector<wasm::ValType>& types);

FuncType toPublic(const wasm::CompType& type);
TableType toPublic(const wasm::TableType& type);
MemoryType toPublic(const wasm::MemoryType& type);
GlobalType toPublic(const wasm::GlobalType& type);
wasm::TableType toWasm(const TableType& type);
/// Fails with `Usage` for a size of pages that there is none of.
Result<wasm::MemoryType> toWasm(const MemoryType& type);
/// The type of an import or export of a module.
ExternType toPublic(const runtime::Module& module, const wasm::ExternType& type);
/// What a module exports, as `toPublic` and the C API take it: over the module's types.
wasm::ExternType typeOfExport(const wasm::Module& wasm, const wasm::Export& item);

Extern toPublic(const StoreRef& store, const runtime::Extern& value);
/// Fails with `Usage` if it is empty, of another store, or its store is gone.
Result<runtime::Extern> toRuntime(const StoreRef& store, const Extern& value);

/// Fails with `Usage` for references of another store.
Result<runtime::Value> toRuntime(const StoreRef& store, const Value& value);
Result<std::vector<runtime::Value>> toRuntime(const StoreRef& store, std::span<const Value> values);
Value toPublic(const StoreRef& store, const runtime::Value& value);
/// The same of a value in slots.
Value loadValue(const StoreRef& store, wasm::ValType type, const runtime::Slot* slots);
/// Whether it may be held where the type is expected; then into slots. `what` names the place.
Result<void> storeValue(const StoreRef& store, const Value& value, wasm::ValType type,
                        runtime::Slot* slots, std::string_view what);

}  // namespace wald::api
