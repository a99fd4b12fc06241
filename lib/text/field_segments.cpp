#include <algorithm>
#include <limits>

#include "text/annotations.h"
#include "text/field_parser.h"
#include "text/type_parser.h"

namespace wald::text {

using wasm::ExternKind;
using wasm::SegmentMode;

namespace {

const wasm::ValType functionType = wasm::ValType::ref(wasm::AbsHeap::Func, false);

}  // namespace

wasm::ConstExpr FieldParser::zeroOffset(wasm::AddressType address) {
  const bool wide = address == wasm::AddressType::I64;
  const auto begin = static_cast<std::uint32_t>(module_.bytes.size());
  emitOpcode(module_.bytes.own(), wide ? wasm::Opcode::I64Const : wasm::Opcode::I32Const);
  emitSigned(module_.bytes.own(), 0);
  emitOpcode(module_.bytes.own(), wasm::Opcode::End);
  return {{begin, static_cast<std::uint32_t>(module_.bytes.size()) - begin}, 0, 0};
}

wasm::ConstExpr FieldParser::functionReference(std::uint32_t function) {
  const auto begin = static_cast<std::uint32_t>(module_.bytes.size());
  emitOpcode(module_.bytes.own(), wasm::Opcode::RefFunc);
  emitUnsigned(module_.bytes.own(), function);
  emitOpcode(module_.bytes.own(), wasm::Opcode::End);
  return {{begin, static_cast<std::uint32_t>(module_.bytes.size()) - begin}, 0, 0};
}

void FieldParser::tableField() {
  const std::uint32_t index = nextIndex(ExternKind::Table);
  takeName(ExternKind::Table);
  inlineExports(ExternKind::Table, index);
  wasm::Import import;
  const bool isImport = inlineImport(import);
  if (!isImport) noteDefinition(ExternKind::Table);
  const wasm::AddressType address = parseAddressType(cursor_);
  if (isImport) {
    import.type = {ExternKind::Table, parseTableType(cursor_, context_, address)};
    return addImport(std::move(import));
  }
  if (cursor_.kind() != TokenKind::Nat) {
    return inlineElements({{}, expectRefType(cursor_, context_), address});
  }
  wasm::Table table{parseTableType(cursor_, context_, address), {}, 0};
  if (cursor_.kind() != TokenKind::RightParen) table.init = instructions_.parseExpression();
  module_.tables.push_back(table);
}

/// A table just large enough for the elements that are listed.
void FieldParser::inlineElements(const wasm::TableType& type) {
  if (!cursor_.takeOpen("elem")) return cursor_.unexpected();
  wasm::ElemSegment segment;
  segment.table = nextIndex(ExternKind::Table);
  segment.place = zeroOffset(type.address);
  segment.type = type.element;
  if (isIndex(cursor_)) {
    functionIndices(segment);
    const bool isPlain = type.element == wasm::types::funcref || type.element == functionType;
    if (isPlain) {
      segment.type = functionType;
    } else {
      // Elements of other types can only be written as expressions.
      segment.usesExpressions = true;
      for (const auto function : segment.functions) {
        segment.expressions.push_back(functionReference(function));
      }
      segment.functions.clear();
    }
  } else {
    elementExpressions(segment);
  }
  cursor_.expectRight();
  setFlags(segment);
  wasm::Table table{type, {}, 0};
  table.type.limits = {segment.size(), segment.size()};
  module_.tables.push_back(table);
  module_.elems.push_back(std::move(segment));
}

void FieldParser::memoryField() {
  const std::uint32_t index = nextIndex(ExternKind::Memory);
  takeName(ExternKind::Memory);
  inlineExports(ExternKind::Memory, index);
  wasm::Import import;
  const bool isImport = inlineImport(import);
  if (!isImport) noteDefinition(ExternKind::Memory);
  const wasm::AddressType address = parseAddressType(cursor_);
  if (isImport) {
    import.type = {ExternKind::Memory, parseMemoryType(cursor_, context_, address)};
    return addImport(std::move(import));
  }
  if (cursor_.kind() == TokenKind::LeftParen) {
    wasm::MemoryType type;
    type.address = address;
    return inlineData(type);
  }
  module_.memories.push_back({parseMemoryType(cursor_, context_, address), 0});
}

/// A memory just large enough for the data.
void FieldParser::inlineData(wasm::MemoryType type) {
  parsePageSize(cursor_, type);
  if (!cursor_.takeOpen("data")) return cursor_.unexpected();
  wasm::DataSegment segment;
  segment.memory = nextIndex(ExternKind::Memory);
  segment.flags = segment.memory == 0 ? 0 : 2;
  segment.place = zeroOffset(type.address);
  segment.bytes = strings();
  cursor_.expectRight();
  const std::uint64_t size = segment.bytes.size;
  const std::uint64_t page = std::uint64_t{1} << type.pageSizeLog2;
  const std::uint64_t pages = size / page + (size % page != 0 ? 1 : 0);
  type.limits = {pages, pages};
  module_.memories.push_back({type, 0});
  module_.datas.push_back(segment);
}

wasm::ByteRange FieldParser::strings() {
  const auto begin = static_cast<std::uint32_t>(module_.bytes.size());
  while (cursor_.kind() == TokenKind::String) {
    const std::string part = cursor_.expectString();
    module_.bytes.own().insert(module_.bytes.own().end(), part.begin(), part.end());
  }
  return {begin, static_cast<std::uint32_t>(module_.bytes.size()) - begin};
}

/// `(offset …)`, or a folded instruction.
wasm::ConstExpr FieldParser::offsetExpression() {
  if (!cursor_.takeOpen("offset")) return instructions_.parseSingle();
  const wasm::ConstExpr expression = instructions_.parseExpression();
  cursor_.expectRight();
  return expression;
}

void FieldParser::dataField() {
  const auto index = static_cast<std::uint32_t>(module_.datas.size());
  context_.takeName(cursor_, Space::Data, index);
  wasm::DataSegment segment;
  bool isActive = false;
  if (cursor_.takeOpen("memory")) {
    segment.memory = expectIndex(cursor_, context_, Space::Memory);
    cursor_.expectRight();
    isActive = true;
  } else if (cursor_.kind() == TokenKind::Nat) {
    // How memories were named before there could be several.
    segment.memory = expectIndex(cursor_, context_, Space::Memory);
    isActive = true;
  }
  if (isActive || cursor_.kind() == TokenKind::LeftParen) {
    segment.place = offsetExpression();
    segment.flags = segment.memory == 0 ? 0 : 2;
  } else {
    segment.mode = SegmentMode::Passive;
    segment.flags = 1;
  }
  segment.bytes = strings();
  module_.datas.push_back(segment);
}

void FieldParser::elemField() {
  const auto index = static_cast<std::uint32_t>(module_.elems.size());
  context_.takeName(cursor_, Space::Elem, index);
  wasm::ElemSegment segment;
  bool explicitTable = false;
  if (cursor_.takeKeyword("declare")) {
    segment.mode = SegmentMode::Declarative;
  } else if (cursor_.takeOpen("table")) {
    explicitTable = true;
    segment.table = expectIndex(cursor_, context_, Space::Table);
    cursor_.expectRight();
    segment.place = offsetExpression();
  } else if (cursor_.kind() == TokenKind::Nat) {
    // How tables were named before reference types.
    segment.table = expectIndex(cursor_, context_, Space::Table);
    segment.place = offsetExpression();
  } else if (cursor_.kind() == TokenKind::LeftParen && !cursor_.isOpen("ref")) {
    segment.place = offsetExpression();
  } else {
    segment.mode = SegmentMode::Passive;
  }
  elementList(segment, segment.mode == SegmentMode::Active && !explicitTable);
  setFlags(segment);
  module_.elems.push_back(std::move(segment));
}

void FieldParser::elementList(wasm::ElemSegment& segment, bool mayOmitKind) {
  segment.type = functionType;
  const bool omitsKind = isIndex(cursor_) || cursor_.kind() == TokenKind::RightParen;
  if (cursor_.takeKeyword("func") || (mayOmitKind && omitsKind)) return functionIndices(segment);
  segment.type = expectRefType(cursor_, context_);
  elementExpressions(segment);
}

void FieldParser::functionIndices(wasm::ElemSegment& segment) {
  while (isIndex(cursor_)) segment.functions.push_back(expectIndex(cursor_, context_, Space::Func));
}

void FieldParser::elementExpressions(wasm::ElemSegment& segment) {
  segment.usesExpressions = true;
  while (cursor_.kind() == TokenKind::LeftParen) segment.expressions.push_back(elementExpression());
}

wasm::ConstExpr FieldParser::elementExpression() {
  if (!cursor_.takeOpen("item")) return instructions_.parseSingle();
  const wasm::ConstExpr expression = instructions_.parseExpression();
  cursor_.expectRight();
  return expression;
}

/// The shortest of the eight forms of the binary format.
void FieldParser::setFlags(wasm::ElemSegment& segment) {
  const wasm::ValType implied = segment.usesExpressions ? wasm::types::funcref : functionType;
  switch (segment.mode) {
    case SegmentMode::Passive: segment.flags = 1; break;
    case SegmentMode::Declarative: segment.flags = 3; break;
    case SegmentMode::Active: {
      const bool isShort = segment.table == 0 && segment.type == implied;
      segment.flags = isShort ? 0 : 2;
      break;
    }
  }
  if (segment.usesExpressions) segment.flags |= 4;
}

}  // namespace wald::text
