#include "text/field_parser.h"

#include <fmt/format.h>

#include "text/annotations.h"
#include "text/keywords.h"
#include "text/type_parser.h"

namespace wald::text {

using wasm::ExternKind;

void FieldParser::parse() {
  bool isFirst = true;
  while (cursor_.ok()) {
    takeFieldAnnotations(cursor_, context_, isFirst);
    isFirst = false;
    if (cursor_.kind() == TokenKind::RightParen || cursor_.atEnd()) return;
    field();
  }
}

void FieldParser::field() {
  cursor_.expectLeft();
  if (cursor_.kind() != TokenKind::Keyword) return cursor_.unexpected();
  const std::string_view word = cursor_.textOf(cursor_.peek());
  if (!isModuleField(word)) return cursor_.unexpected();
  cursor_.take();
  // Types were parsed before all other fields.
  if (word == "type" || word == "rec") return cursor_.skipToClose();
  if (word == "import") importField();
  if (word == "func") functionField();
  if (word == "table") tableField();
  if (word == "memory") memoryField();
  if (word == "global") globalField();
  if (word == "tag") tagField();
  if (word == "export") exportField();
  if (word == "start") startField();
  if (word == "elem") elemField();
  if (word == "data") dataField();
  cursor_.expectRight();
}

std::uint32_t FieldParser::nextIndex(ExternKind kind) const {
  const auto size = [](const auto& items) { return static_cast<std::uint32_t>(items.size()); };
  switch (kind) {
    case ExternKind::Func: return size(module_.functions);
    case ExternKind::Table: return size(module_.tables);
    case ExternKind::Memory: return size(module_.memories);
    case ExternKind::Global: return size(module_.globals);
    case ExternKind::Tag: return size(module_.tags);
  }
  return 0;
}

void FieldParser::takeName(ExternKind kind) {
  context_.takeName(cursor_, spaceOf(kind), nextIndex(kind));
}

void FieldParser::inlineExports(ExternKind kind, std::uint32_t index) {
  while (cursor_.takeOpen("export")) {
    module_.exports.push_back({cursor_.expectName(), kind, index, 0});
    cursor_.expectRight();
  }
}

bool FieldParser::inlineImport(wasm::Import& import) {
  if (!cursor_.isOpen("import")) return false;
  const std::uint32_t start = cursor_.offset();
  cursor_.takeOpen("import");
  if (firstDefinition_) {
    cursor_.failResolution(ErrorCode::ImportAfter, start,
                           fmt::format(" {}", wasm::toString(*firstDefinition_)));
  }
  import.module = cursor_.expectName();
  import.name = cursor_.expectName();
  cursor_.expectRight();
  return cursor_.ok();
}

void FieldParser::noteDefinition(ExternKind kind) {
  if (!firstDefinition_) firstDefinition_ = kind;
}

void FieldParser::addImport(wasm::Import import) {
  switch (import.type.kind) {
    case ExternKind::Func:
      module_.functions.push_back({import.type.func(), 0});
      ++module_.importedFunctions;
      break;
    case ExternKind::Table:
      module_.tables.push_back({import.type.table(), {}, 0});
      ++module_.importedTables;
      break;
    case ExternKind::Memory:
      module_.memories.push_back({import.type.memory(), 0});
      ++module_.importedMemories;
      break;
    case ExternKind::Global:
      module_.globals.push_back({import.type.global(), {}, 0});
      ++module_.importedGlobals;
      break;
    case ExternKind::Tag:
      module_.tags.push_back({import.type.tag(), 0});
      ++module_.importedTags;
      break;
  }
  module_.imports.push_back(std::move(import));
}

void FieldParser::importField() {
  const std::uint32_t start = cursor_.offset();
  if (firstDefinition_) {
    cursor_.failResolution(ErrorCode::ImportAfter, start,
                           fmt::format(" {}", wasm::toString(*firstDefinition_)));
  }
  wasm::Import import;
  import.module = cursor_.expectName();
  import.name = cursor_.expectName();
  cursor_.expectLeft();
  const auto kind = externKindNamed(cursor_.textOf(cursor_.peek()));
  if (!kind) return cursor_.unexpected();
  cursor_.take();
  takeName(*kind);
  import.type.kind = *kind;
  switch (*kind) {
    case ExternKind::Func: {
      Locals locals;
      import.type.type = parseTypeUse(cursor_, context_, &locals);
      noteLocalNames(nextIndex(ExternKind::Func), locals);
      break;
    }
    case ExternKind::Table:
      import.type.type = parseTableType(cursor_, context_, parseAddressType(cursor_));
      break;
    case ExternKind::Memory:
      import.type.type = parseMemoryType(cursor_, context_, parseAddressType(cursor_));
      break;
    case ExternKind::Global: import.type.type = parseGlobalType(cursor_, context_); break;
    case ExternKind::Tag: {
      Locals locals;
      import.type.type = wasm::TagType{parseTypeUse(cursor_, context_, &locals)};
      break;
    }
  }
  cursor_.expectRight();
  if (cursor_.ok()) addImport(std::move(import));
}

void FieldParser::exportField() {
  wasm::Export item;
  item.name = cursor_.expectName();
  cursor_.expectLeft();
  const auto kind = externKindNamed(cursor_.textOf(cursor_.peek()));
  if (!kind) return cursor_.unexpected();
  cursor_.take();
  item.kind = *kind;
  item.index = expectIndex(cursor_, context_, spaceOf(*kind));
  cursor_.expectRight();
  module_.exports.push_back(std::move(item));
}

void FieldParser::startField() {
  const std::uint32_t start = cursor_.offset();
  const std::uint32_t function = expectIndex(cursor_, context_, Space::Func);
  if (module_.start) return cursor_.failResolution(ErrorCode::MultipleStart, start, {});
  module_.start = function;
}

void FieldParser::globalField() {
  const std::uint32_t index = nextIndex(ExternKind::Global);
  takeName(ExternKind::Global);
  inlineExports(ExternKind::Global, index);
  wasm::Import import;
  if (inlineImport(import)) {
    import.type = {ExternKind::Global, parseGlobalType(cursor_, context_)};
    return addImport(std::move(import));
  }
  noteDefinition(ExternKind::Global);
  const wasm::GlobalType type = parseGlobalType(cursor_, context_);
  module_.globals.push_back({type, instructions_.parseExpression(), 0});
}

void FieldParser::tagField() {
  const std::uint32_t index = nextIndex(ExternKind::Tag);
  takeName(ExternKind::Tag);
  inlineExports(ExternKind::Tag, index);
  wasm::Import import;
  const bool isImport = inlineImport(import);
  if (!isImport) noteDefinition(ExternKind::Tag);
  Locals locals;
  const wasm::TagType type{parseTypeUse(cursor_, context_, &locals)};
  if (!isImport) {
    module_.tags.push_back({type, 0});
    return;
  }
  import.type = {ExternKind::Tag, type};
  addImport(std::move(import));
}

}  // namespace wald::text
