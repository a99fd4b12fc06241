#include "text/outline.h"

#include <fmt/format.h>

#include "text/keywords.h"

namespace wald::text {

namespace {

std::uint32_t limitOf(Space space) {
  namespace limits = wasm::limits;
  switch (space) {
    case Space::Type: return limits::types;
    case Space::Func: return limits::functions;
    case Space::Table: return limits::tables;
    case Space::Memory: return limits::memories;
    case Space::Global: return limits::globals;
    case Space::Tag: return limits::tags;
    case Space::Elem: return limits::elemSegments;
    case Space::Data: return limits::dataSegments;
  }
  return 0;
}

/// Counts an item and binds the identifier that may come next.
void bind(Cursor& cursor, ModuleContext& context, Space space) {
  const std::uint32_t index = context.sizes[static_cast<std::size_t>(space)]++;
  if (index == limitOf(space)) {
    return cursor.checkLimit(index + 1, index, fmt::format("{} fields", toString(space)));
  }
  if (cursor.kind() != TokenKind::Id) return;
  const std::uint32_t start = cursor.offset();
  const std::string_view name = cursor.takeId().value_or("");
  if (context.identifiersOf(space).bind(name, index)) return;
  cursor.failResolution(ErrorCode::DuplicateName, start,
                        fmt::format(" {} ${}", toString(space), name));
}

void outlineRec(Cursor& cursor, ModuleContext& context) {
  while (cursor.takeOpen("type")) {
    bind(cursor, context, Space::Type);
    cursor.skipToClose();
  }
}

void outlineImport(Cursor& cursor, ModuleContext& context) {
  cursor.expectString();
  cursor.expectString();
  cursor.expectLeft();
  const auto kind = externKindNamed(cursor.textOf(cursor.peek()));
  if (!kind) return cursor.unexpected();
  cursor.take();
  bind(cursor, context, spaceOf(*kind));
  cursor.skipToClose();
}

/// Segments inside of tables and memories count too. Leaves the closing parenthesis.
void outlineSegments(Cursor& cursor, ModuleContext& context, std::string_view word, Space space) {
  while (cursor.kind() != TokenKind::RightParen && !cursor.atEnd()) {
    if (cursor.takeOpen(word)) {
      bind(cursor, context, space);
      cursor.skipToClose();
    } else if (cursor.kind() == TokenKind::LeftParen) {
      cursor.skip();
      cursor.skipToClose();
    } else {
      cursor.skip();
    }
  }
}

void outlineDefinition(Cursor& cursor, ModuleContext& context, std::string_view word) {
  if (const auto kind = externKindNamed(word)) {
    bind(cursor, context, spaceOf(*kind));
    if (word == "table") outlineSegments(cursor, context, "elem", Space::Elem);
    if (word == "memory") outlineSegments(cursor, context, "data", Space::Data);
  } else if (word == "elem") {
    bind(cursor, context, Space::Elem);
  } else if (word == "data") {
    bind(cursor, context, Space::Data);
  }
}

}  // namespace

std::vector<std::uint32_t> outlineFields(Cursor& cursor, ModuleContext& context) {
  std::vector<std::uint32_t> typeFields;
  while (cursor.kind() == TokenKind::LeftParen) {
    const std::uint32_t start = cursor.offset();
    cursor.take();
    if (cursor.kind() != TokenKind::Keyword) break;
    const std::string_view word = cursor.textOf(cursor.peek());
    cursor.take();
    if (word == "type" || word == "rec") typeFields.push_back(start);
    if (word == "type") {
      bind(cursor, context, Space::Type);
    } else if (word == "rec") {
      outlineRec(cursor, context);
    } else if (word == "import") {
      outlineImport(cursor, context);
    } else {
      outlineDefinition(cursor, context, word);
    }
    cursor.skipToClose();
  }
  return typeFields;
}

}  // namespace wald::text
