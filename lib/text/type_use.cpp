#include <fmt/format.h>

#include "text/type_parser.h"

namespace wald::text {

using wasm::CompType;

namespace limits = wasm::limits;

void parseSignature(Cursor& cursor, ModuleContext& context, CompType& type, Locals* locals) {
  while (cursor.takeOpen("param")) {
    const bool isNamed = cursor.kind() == TokenKind::Id || !cursor.annotations().empty();
    if (locals != nullptr && isNamed) {
      cursor.checkLimit(type.params.size() + 1, limits::functionParams, "parameters");
      locals->declare(cursor);
      type.params.push_back(expectValType(cursor, context));
    } else {
      while (cursor.kind() != TokenKind::RightParen && cursor.ok()) {
        cursor.checkLimit(type.params.size() + 1, limits::functionParams, "parameters");
        type.params.push_back(expectValType(cursor, context));
        if (locals != nullptr) ++locals->count;
      }
    }
    cursor.expectRight();
  }
  while (cursor.takeOpen("result")) {
    while (cursor.kind() != TokenKind::RightParen && cursor.ok()) {
      cursor.checkLimit(type.results.size() + 1, limits::functionResults, "results");
      type.results.push_back(expectValType(cursor, context));
    }
    cursor.expectRight();
  }
}

namespace {

/// The inline part of a type use whose type is given: it must agree, if it is there.
void checkInline(Cursor& cursor, ModuleContext& context, std::uint32_t index, Locals* locals) {
  const std::uint32_t start = cursor.offset();
  const CompType* explicitType = context.functionType(index);
  const bool isInline = cursor.isOpen("param") || cursor.isOpen("result");
  if (!isInline) {
    if (locals != nullptr && explicitType != nullptr) {
      locals->count = static_cast<std::uint32_t>(explicitType->params.size());
    }
    return;
  }
  CompType inlineType;
  parseSignature(cursor, context, inlineType, locals);
  if (explicitType == nullptr) {
    if (index >= context.module.types.size()) {
      return cursor.failResolution(ErrorCode::TextUnknown, start, fmt::format(" type {}", index));
    }
    return cursor.failResolution(ErrorCode::NonFunctionType, start, fmt::format(" {}", index));
  }
  // An inline part without any type, like `(param)`, says nothing.
  const bool saysNothing = inlineType.params.empty() && inlineType.results.empty();
  if (saysNothing && locals != nullptr) {
    locals->count = static_cast<std::uint32_t>(explicitType->params.size());
  }
  if (!saysNothing && !(inlineType == *explicitType)) {
    cursor.failResolution(ErrorCode::InlineFunctionType, start, {});
  }
}

}  // namespace

std::uint32_t parseTypeUse(Cursor& cursor, ModuleContext& context, Locals* locals) {
  if (cursor.takeOpen("type")) {
    const std::uint32_t index = expectIndex(cursor, context, Space::Type);
    cursor.expectRight();
    checkInline(cursor, context, index, locals);
    return index;
  }
  CompType type;
  parseSignature(cursor, context, type, locals);
  if (!cursor.ok()) return 0;
  return context.internFunctionType(std::move(type));
}

wasm::BlockType parseBlockType(Cursor& cursor, ModuleContext& context) {
  using Form = wasm::BlockType::Form;
  if (cursor.isOpen("type")) return {Form::Type, {}, parseTypeUse(cursor, context, nullptr)};
  CompType type;
  parseSignature(cursor, context, type, nullptr);
  if (type.params.empty() && type.results.empty()) return {};
  if (type.params.empty() && type.results.size() == 1) return {Form::Value, type.results[0], 0};
  if (!cursor.ok()) return {};
  return {Form::Type, {}, context.internFunctionType(std::move(type))};
}

}  // namespace wald::text
