#include "text/script_values.h"

#include <algorithm>

#include "text/keywords.h"
#include "text/numbers.h"
#include "text/vector_constant.h"

namespace wald::text {

using Form = ScriptValue::Form;
using wasm::AbsHeap;
using wasm::ValType;

namespace {

enum class Patterns : std::uint8_t { Allowed, Refused };

std::optional<Form> nanPattern(std::string_view text) {
  if (text == "nan:canonical") return Form::NanCanonical;
  if (text == "nan:arithmetic") return Form::NanArithmetic;
  return std::nullopt;
}

ScriptValue parseNumber(Cursor& cursor, ValType type, Patterns patterns) {
  ScriptValue value;
  value.type = type;
  const bool isFloat = type == wasm::types::f32 || type == wasm::types::f64;
  const bool narrow = type == wasm::types::i32 || type == wasm::types::f32;
  const VectorShape shape{{}, narrow ? 32u : 64u, isFloat};
  const auto tokens = takeLanes(cursor, isFloat && patterns == Patterns::Allowed);
  if (tokens.size() != 1) {
    cursor.unexpected();
    return value;
  }
  if (const auto nan = nanPattern(cursor.textOf(tokens[0]))) {
    value.form = *nan;
  } else {
    value.bits[0] = parseLane(cursor, shape, tokens[0]);
  }
  return value;
}

/// A vector with an expectation a lane.
ScriptValue lanesOf(Cursor& cursor, const VectorShape& shape, const std::vector<Token>& tokens) {
  ScriptValue value;
  value.form = Form::Lanes;
  value.type = wasm::types::v128;
  value.laneBits = static_cast<std::uint8_t>(shape.laneBits);
  value.laneIsFloat = shape.isFloat;
  for (const Token& token : tokens) {
    ScriptValue& lane = value.alternatives.emplace_back();
    if (shape.isFloat) lane.type = shape.laneBits == 32 ? wasm::types::f32 : wasm::types::f64;
    if (const auto nan = nanPattern(cursor.textOf(token))) {
      lane.form = *nan;
    } else {
      lane.bits[0] = parseLane(cursor, shape, token);
    }
  }
  return value;
}

ScriptValue parseVector(Cursor& cursor, Patterns patterns) {
  ScriptValue value;
  value.type = wasm::types::v128;
  const auto shape = expectVectorShape(cursor);
  if (!shape) return value;
  const std::uint32_t start = cursor.offset();
  const auto tokens = takeLanes(cursor, shape->isFloat && patterns == Patterns::Allowed);
  if (tokens.size() != shape->laneCount()) {
    cursor.fail(ErrorCode::WrongLaneCount, start);
    return value;
  }
  const auto isPattern = [&](const Token& token) {
    return nanPattern(cursor.textOf(token)).has_value();
  };
  if (std::any_of(tokens.begin(), tokens.end(), isPattern)) return lanesOf(cursor, *shape, tokens);
  for (unsigned i = 0; i < tokens.size(); ++i) {
    const unsigned position = i * shape->laneBits;
    value.bits[position / 64] |= parseLane(cursor, *shape, tokens[i]) << position % 64;
  }
  return value;
}

/// `ref.null`, with the heap type it must have in an argument.
ScriptValue parseNull(Cursor& cursor, Patterns patterns) {
  ScriptValue value;
  value.form = Form::RefNull;
  if (cursor.kind() == TokenKind::RightParen && patterns == Patterns::Allowed) return value;
  if (cursor.kind() == TokenKind::Nat || cursor.kind() == TokenKind::Id) {
    // A type of some module: any null will do.
    cursor.take();
    return value;
  }
  const auto heap = absHeapNamed(cursor.textOf(cursor.peek()));
  if (!heap) {
    cursor.unexpected();
    return value;
  }
  cursor.take();
  value.type = ValType::ref(*heap, true);
  return value;
}

ScriptValue parseHostReference(Cursor& cursor, Form form, AbsHeap heap, bool mayOmit) {
  ScriptValue value;
  value.form = form;
  value.type = ValType::ref(heap, false);
  if (mayOmit && cursor.kind() == TokenKind::RightParen) return value;
  value.hasNumber = true;
  value.bits[0] = cursor.expectU32();
  return value;
}

/// `(ref.func)` and the like: any reference of the kind.
std::optional<AbsHeap> referencePattern(std::string_view word) {
  if (!word.starts_with("ref.")) return std::nullopt;
  return absHeapNamed(word.substr(4));
}

ScriptValue parseValue(Cursor& cursor, Patterns patterns) {
  const std::string_view word = cursor.textOf(cursor.peek());
  const bool isResult = patterns == Patterns::Allowed;
  if (cursor.takeKeyword("i32.const")) return parseNumber(cursor, wasm::types::i32, patterns);
  if (cursor.takeKeyword("i64.const")) return parseNumber(cursor, wasm::types::i64, patterns);
  if (cursor.takeKeyword("f32.const")) return parseNumber(cursor, wasm::types::f32, patterns);
  if (cursor.takeKeyword("f64.const")) return parseNumber(cursor, wasm::types::f64, patterns);
  if (cursor.takeKeyword("v128.const")) return parseVector(cursor, patterns);
  if (cursor.takeKeyword("ref.null")) return parseNull(cursor, patterns);
  if (cursor.takeKeyword("ref.host")) {
    return parseHostReference(cursor, Form::RefHost, AbsHeap::Any, false);
  }
  if (cursor.takeKeyword("ref.extern")) {
    return parseHostReference(cursor, Form::RefExtern, AbsHeap::Extern, isResult);
  }
  const auto heap = referencePattern(word);
  if (!isResult || cursor.kind() != TokenKind::Keyword || !heap) {
    cursor.unexpected();
    return {};
  }
  cursor.take();
  ScriptValue value;
  value.form = Form::RefAny;
  value.type = ValType::ref(*heap, false);
  // Which function it is cannot be told from outside.
  if (*heap == AbsHeap::Func && cursor.kind() != TokenKind::RightParen) cursor.expectU32();
  return value;
}

}  // namespace

bool isScriptValue(Cursor& cursor) { return cursor.kind() == TokenKind::LeftParen; }

ScriptValue expectArgument(Cursor& cursor) {
  cursor.expectLeft();
  ScriptValue value = parseValue(cursor, Patterns::Refused);
  cursor.expectRight();
  return value;
}

ScriptValue expectResult(Cursor& cursor) {
  cursor.expectLeft();
  ScriptValue value;
  if (cursor.takeKeyword("either")) {
    value.form = Form::Either;
    // Choices do not nest.
    do {
      cursor.expectLeft();
      value.alternatives.push_back(parseValue(cursor, Patterns::Allowed));
      cursor.expectRight();
    } while (cursor.kind() == TokenKind::LeftParen);
  } else {
    value = parseValue(cursor, Patterns::Allowed);
  }
  cursor.expectRight();
  return value;
}

}  // namespace wald::text
