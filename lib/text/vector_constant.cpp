#include "text/vector_constant.h"

#include "text/numbers.h"

namespace wald::text {

namespace {

bool isNumber(TokenKind kind) {
  return kind == TokenKind::Nat || kind == TokenKind::Int || kind == TokenKind::Float;
}

}  // namespace

std::optional<VectorShape> expectVectorShape(Cursor& cursor) {
  std::optional<VectorShape> shape;
  if (cursor.kind() == TokenKind::Keyword) shape = vectorShapeNamed(cursor.textOf(cursor.peek()));
  if (shape) {
    cursor.take();
  } else {
    cursor.unexpected();
  }
  return shape;
}

std::vector<Token> takeLanes(Cursor& cursor, bool patterns) {
  std::vector<Token> lanes;
  while (isNumber(cursor.kind()) ||
         (patterns && (cursor.isKeyword("nan:canonical") || cursor.isKeyword("nan:arithmetic")))) {
    lanes.push_back(cursor.take());
  }
  return lanes;
}

std::uint64_t parseLane(Cursor& cursor, const VectorShape& shape, const Token& lane) {
  const std::string_view text = cursor.textOf(lane);
  std::optional<std::uint64_t> bits;
  if (!shape.isFloat) {
    bits = parseInteger(text, shape.laneBits);
  } else if (shape.laneBits == 32) {
    bits = parseF32(text);
  } else {
    bits = parseF64(text);
  }
  if (!bits) cursor.fail(ErrorCode::ConstantOutOfRange, lane.offset);
  return bits.value_or(0);
}

std::array<std::uint64_t, 2> expectVector(Cursor& cursor) {
  std::array<std::uint64_t, 2> bits{};
  const auto shape = expectVectorShape(cursor);
  if (!shape) return bits;
  const std::uint32_t start = cursor.offset();
  const std::vector<Token> lanes = takeLanes(cursor, false);
  if (!cursor.ok()) return bits;
  if (lanes.size() != shape->laneCount()) {
    if (cursor.isUnknown()) cursor.unexpected();
    cursor.fail(ErrorCode::WrongLaneCount, start);
    return bits;
  }
  for (unsigned i = 0; i < lanes.size(); ++i) {
    const unsigned position = i * shape->laneBits;
    bits[position / 64] |= parseLane(cursor, *shape, lanes[i]) << position % 64;
  }
  return bits;
}

}  // namespace wald::text
