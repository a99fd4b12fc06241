#pragma once

#include "text/module_context.h"

namespace wald::text {

// "Text Format › Types".

wasm::ValType expectValType(Cursor& cursor, ModuleContext& context);
wasm::ValType expectRefType(Cursor& cursor, ModuleContext& context);
wasm::HeapType expectHeapType(Cursor& cursor, ModuleContext& context);

/// Whether a value type comes next.
bool isValType(Cursor& cursor);

/// The parameters and results that come next, appended to a function type. Identifiers of
/// parameters go to `locals`; without it there may be none.
void parseSignature(Cursor& cursor, ModuleContext& context, wasm::CompType& type, Locals* locals);

/// A type use: the index of an existing function type, or of one made of the parameters and
/// results. The parameters become `locals`, if given; without it they may have no identifiers.
std::uint32_t parseTypeUse(Cursor& cursor, ModuleContext& context, Locals* locals);

/// The type of a block.
wasm::BlockType parseBlockType(Cursor& cursor, ModuleContext& context);

wasm::AddressType parseAddressType(Cursor& cursor);
/// Table limits and element type.
wasm::TableType parseTableType(Cursor& cursor, ModuleContext& context, wasm::AddressType address);
wasm::MemoryType parseMemoryType(Cursor& cursor, ModuleContext& context, wasm::AddressType address);
/// `(pagesize n)`, if it comes next.
void parsePageSize(Cursor& cursor, wasm::MemoryType& type);
wasm::GlobalType parseGlobalType(Cursor& cursor, ModuleContext& context);

/// A field `(type …)` or `(rec …)`: appends its types to the module.
void parseTypeField(Cursor& cursor, ModuleContext& context);

void emitValType(std::vector<std::uint8_t>& out, wasm::ValType type);
void emitHeapType(std::vector<std::uint8_t>& out, wasm::HeapType type);
void emitBlockType(std::vector<std::uint8_t>& out, const wasm::BlockType& type);

}  // namespace wald::text
