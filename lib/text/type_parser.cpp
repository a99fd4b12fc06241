#include "text/type_parser.h"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

#include "binary/types.h"
#include "text/annotations.h"
#include "text/emit.h"
#include "text/keywords.h"

namespace wald::text {

using wasm::CompKind;
using wasm::CompType;
using wasm::HeapType;
using wasm::ValType;

namespace {

/// Heap types hold indices up to here; no module has as many types.
constexpr std::uint32_t maxHeapIndex = (1u << 24) - 1;

/// The rest of `(ref null? heaptype)`, whose parenthesis was read.
ValType parseRef(Cursor& cursor, ModuleContext& context) {
  cursor.expectKeyword("ref");
  const bool nullable = cursor.takeKeyword("null");
  const HeapType heap = expectHeapType(cursor, context);
  cursor.expectRight();
  return ValType::ref(heap, nullable);
}

ValType expectStorageType(Cursor& cursor, ModuleContext& context) {
  if (cursor.takeKeyword("i8")) return ValType::Code::I8;
  if (cursor.takeKeyword("i16")) return ValType::Code::I16;
  return expectValType(cursor, context);
}

wasm::FieldType expectFieldType(Cursor& cursor, ModuleContext& context) {
  if (!cursor.takeOpen("mut")) return {expectStorageType(cursor, context), false};
  const wasm::FieldType field{expectStorageType(cursor, context), true};
  cursor.expectRight();
  return field;
}

void bindField(Cursor& cursor, ModuleContext& context, std::uint32_t type, std::uint32_t index) {
  std::optional<std::string_view> name;
  if (cursor.kind() == TokenKind::Id) {
    const Token id = cursor.take();
    name = cursor.nameOf(id);
    if (!context.fields[type].bind(*name, index)) {
      cursor.failResolution(ErrorCode::DuplicateName, id.offset, fmt::format(" field ${}", *name));
    }
  }
  if (const auto annotated = takeNameAnnotation(cursor)) name = annotated;
  if (name) context.names.fields[type].emplace(index, *name);
}

void parseFields(Cursor& cursor, ModuleContext& context, CompType& type, std::uint32_t typeIndex) {
  while (cursor.takeOpen("field")) {
    const bool isNamed = cursor.kind() == TokenKind::Id;
    if (isNamed || !cursor.annotations().empty()) {
      bindField(cursor, context, typeIndex, static_cast<std::uint32_t>(type.fields.size()));
    }
    if (isNamed) {
      type.fields.push_back(expectFieldType(cursor, context));
    } else {
      while (cursor.kind() != TokenKind::RightParen && cursor.ok()) {
        cursor.checkLimit(type.fields.size() + 1, wasm::limits::structFields, "fields");
        type.fields.push_back(expectFieldType(cursor, context));
      }
    }
    cursor.expectRight();
  }
}

CompType parseCompType(Cursor& cursor, ModuleContext& context, std::uint32_t typeIndex) {
  CompType type;
  cursor.expectLeft();
  if (cursor.takeKeyword("func")) {
    // Names of parameters mean nothing here, but they must be distinct.
    Locals locals;
    parseSignature(cursor, context, type, &locals);
  } else if (cursor.takeKeyword("struct")) {
    type.kind = CompKind::Struct;
    parseFields(cursor, context, type, typeIndex);
  } else if (cursor.takeKeyword("array")) {
    type.kind = CompKind::Array;
    type.fields.push_back(expectFieldType(cursor, context));
  } else {
    cursor.unexpected();
  }
  cursor.expectRight();
  return type;
}

wasm::SubType parseSubType(Cursor& cursor, ModuleContext& context, std::uint32_t typeIndex) {
  wasm::SubType type;
  if (!cursor.takeOpen("sub")) {
    type.comp = parseCompType(cursor, context, typeIndex);
    return type;
  }
  type.isFinal = cursor.takeKeyword("final");
  while (isIndex(cursor)) type.supertypes.push_back(expectIndex(cursor, context, Space::Type));
  type.comp = parseCompType(cursor, context, typeIndex);
  cursor.expectRight();
  return type;
}

/// The rest of `(type …)`, whose beginning was read.
void parseTypeDefinition(Cursor& cursor, ModuleContext& context) {
  const auto index = static_cast<std::uint32_t>(context.module.types.size());
  context.takeName(cursor, Space::Type, index);
  context.module.types.push_back(parseSubType(cursor, context, index));
  cursor.expectRight();
}

wasm::Limits parseLimits(Cursor& cursor, ModuleContext& context, wasm::AddressType address) {
  // Before memory64, the limits of 32-bit memories were 32-bit numbers.
  const bool wide =
      address == wasm::AddressType::I64 || context.module.features.has(wasm::Feature::Memory64);
  const auto expectLimit = [&] {
    return wide ? cursor.expectUnsigned(64, ErrorCode::I64OutOfRange)
                : cursor.expectUnsigned(32, ErrorCode::I32OutOfRange);
  };
  wasm::Limits limits;
  limits.min = expectLimit();
  if (cursor.kind() == TokenKind::Nat) limits.max = expectLimit();
  return limits;
}

}  // namespace

bool isValType(Cursor& cursor) {
  if (cursor.kind() != TokenKind::Keyword) return cursor.isOpen("ref");
  return valTypeNamed(cursor.textOf(cursor.peek())).has_value();
}

ValType expectValType(Cursor& cursor, ModuleContext& context) {
  if (cursor.kind() == TokenKind::LeftParen) {
    cursor.take();
    return parseRef(cursor, context);
  }
  if (cursor.kind() == TokenKind::Keyword) {
    if (const auto type = valTypeNamed(cursor.textOf(cursor.peek()))) {
      cursor.take();
      return *type;
    }
  }
  cursor.unexpected();
  return {};
}

ValType expectRefType(Cursor& cursor, ModuleContext& context) {
  if (cursor.kind() == TokenKind::Keyword) {
    const auto type = valTypeNamed(cursor.textOf(cursor.peek()));
    if (!type || !type->isRef()) {
      cursor.unexpected();
      return {};
    }
  }
  return expectValType(cursor, context);
}

HeapType expectHeapType(Cursor& cursor, ModuleContext& context) {
  if (isIndex(cursor)) {
    return HeapType::defined(std::min(expectIndex(cursor, context, Space::Type), maxHeapIndex));
  }
  if (cursor.kind() == TokenKind::Keyword) {
    if (const auto heap = absHeapNamed(cursor.textOf(cursor.peek()))) {
      cursor.take();
      return *heap;
    }
  }
  cursor.unexpected();
  return wasm::AbsHeap::Any;
}

wasm::AddressType parseAddressType(Cursor& cursor) {
  if (cursor.takeKeyword("i64")) return wasm::AddressType::I64;
  cursor.takeKeyword("i32");
  return wasm::AddressType::I32;
}

wasm::TableType parseTableType(Cursor& cursor, ModuleContext& context, wasm::AddressType address) {
  const wasm::Limits limits = parseLimits(cursor, context, address);
  return {limits, expectRefType(cursor, context), address};
}

wasm::MemoryType parseMemoryType(Cursor& cursor, ModuleContext& context,
                                 wasm::AddressType address) {
  wasm::MemoryType type;
  type.address = address;
  type.limits = parseLimits(cursor, context, address);
  type.shared = cursor.takeKeyword("shared");
  parsePageSize(cursor, type);
  return type;
}

void parsePageSize(Cursor& cursor, wasm::MemoryType& type) {
  if (!cursor.takeOpen("pagesize")) return;
  const std::uint32_t start = cursor.offset();
  const std::uint64_t size = cursor.expectUnsigned(64, ErrorCode::CustomPageSizeMalformed);
  if (cursor.ok() && !std::has_single_bit(size))
    cursor.fail(ErrorCode::CustomPageSizeMalformed, start);
  type.pageSizeLog2 = static_cast<std::uint8_t>(std::countr_zero(size));
  cursor.expectRight();
}

wasm::GlobalType parseGlobalType(Cursor& cursor, ModuleContext& context) {
  if (!cursor.takeOpen("mut")) return {expectValType(cursor, context), false};
  const wasm::GlobalType type{expectValType(cursor, context), true};
  cursor.expectRight();
  return type;
}

void parseTypeField(Cursor& cursor, ModuleContext& context) {
  auto& module = context.module;
  const auto first = static_cast<std::uint32_t>(module.types.size());
  if (cursor.takeOpen("type")) {
    parseTypeDefinition(cursor, context);
    module.recGroups.push_back({first, 1});
    return context.enterLastType();
  }
  cursor.expectLeft();
  cursor.expectKeyword("rec");
  while (cursor.takeOpen("type")) parseTypeDefinition(cursor, context);
  cursor.expectRight();
  const auto count = static_cast<std::uint32_t>(module.types.size()) - first;
  module.recGroups.push_back({first, count});
  if (count == 1) context.enterLastType();
}

void emitHeapType(Bytes& out, HeapType type) {
  if (type.isDefined()) return emitSigned(out, type.index());
  emitByte(out, binary::codeOf(type.abs()));
}

void emitValType(Bytes& out, ValType type) {
  switch (type.code()) {
    case ValType::Code::I32: return emitByte(out, 0x7f);
    case ValType::Code::I64: return emitByte(out, 0x7e);
    case ValType::Code::F32: return emitByte(out, 0x7d);
    case ValType::Code::F64: return emitByte(out, 0x7c);
    case ValType::Code::V128: return emitByte(out, 0x7b);
    case ValType::Code::I8: return emitByte(out, 0x78);
    case ValType::Code::I16: return emitByte(out, 0x77);
    case ValType::Code::Bottom: return;
    case ValType::Code::Ref: break;
  }
  if (!type.isNullable() || type.heap().isDefined()) emitByte(out, type.isNullable() ? 0x63 : 0x64);
  emitHeapType(out, type.heap());
}

void emitBlockType(Bytes& out, const wasm::BlockType& type) {
  switch (type.form) {
    case wasm::BlockType::Form::Empty: return emitByte(out, 0x40);
    case wasm::BlockType::Form::Value: return emitValType(out, type.value);
    case wasm::BlockType::Form::Type: return emitSigned(out, type.type);
  }
}

}  // namespace wald::text
