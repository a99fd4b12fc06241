#include "text/annotations.h"

#include <array>

#include <fmt/format.h>

#include "support/byte_reader.h"
#include "support/utf8.h"

namespace wald::text {

using wasm::SectionId;

namespace {

struct SectionRow {
  std::string_view name;
  SectionId id;
};

// In the order of the binary format; the name of a kind that a placement gives.
constexpr std::array sectionRows = {
    SectionRow{"", SectionId::Custom},       SectionRow{"type", SectionId::Type},
    SectionRow{"import", SectionId::Import}, SectionRow{"func", SectionId::Function},
    SectionRow{"table", SectionId::Table},   SectionRow{"memory", SectionId::Memory},
    SectionRow{"tag", SectionId::Tag},       SectionRow{"global", SectionId::Global},
    SectionRow{"export", SectionId::Export}, SectionRow{"start", SectionId::Start},
    SectionRow{"elem", SectionId::Element},  SectionRow{"datacount", SectionId::DataCount},
    SectionRow{"code", SectionId::Code},     SectionRow{"data", SectionId::Data},
};

ErrorCode codeOf(AnnotationKind kind) {
  switch (kind) {
    case AnnotationKind::Name: return ErrorCode::NameAnnotation;
    case AnnotationKind::Custom: return ErrorCode::CustomAnnotation;
    case AnnotationKind::BranchHint: return ErrorCode::BranchHintAnnotation;
  }
  return ErrorCode::MisplacedAnnotation;
}

/// Reads the content of one annotation; its failures go to the cursor over the module.
class ContentParser {
public:
  ContentParser(Cursor& outer, const Annotation& annotation)
      : outer_(outer), code_(codeOf(annotation.kind)),
        inner_(outer.source().substr(0, annotation.end), outer.names(), annotation.begin,
               Cursor::Annotations::Ignored) {}

  /// A single string.
  std::string onlyString() {
    std::string text;
    if (inner_.kind() != TokenKind::String) fail("unexpected token");
    if (inner_.ok()) text = inner_.expectString();
    finish();
    return text;
  }

  void custom(ModuleContext& context) {
    PlacedCustom custom{{{}, {}, SectionId::Data}, false};
    if (inner_.kind() != TokenKind::String) return fail("missing section name");
    custom.section.name = inner_.expectString();
    if (!isUtf8(custom.section.name)) return fail("malformed UTF-8 encoding");
    if (inner_.kind() == TokenKind::LeftParen) placement(custom);
    auto& bytes = context.module.bytes.own();
    custom.section.content.offset = static_cast<std::uint32_t>(bytes.size());
    while (inner_.kind() == TokenKind::String) {
      const std::string part = inner_.expectString();
      bytes.insert(bytes.end(), part.begin(), part.end());
    }
    custom.section.content.size =
        static_cast<std::uint32_t>(bytes.size()) - custom.section.content.offset;
    finish();
    context.customs.push_back(std::move(custom));
  }

  void fail(std::string_view detail) { outer_.fail(code_, inner_.offset(), detail); }

private:
  void finish() {
    if (!inner_.ok() || !inner_.atEnd()) fail("unexpected token");
  }

  void placement(PlacedCustom& custom) {
    inner_.take();
    custom.isBefore = inner_.isKeyword("before");
    if (!custom.isBefore && !inner_.isKeyword("after")) return fail("malformed placement");
    inner_.take();
    const std::string_view kind = inner_.textOf(inner_.peek());
    if (kind == (custom.isBefore ? "first" : "last")) {
      custom.section.after = custom.isBefore ? SectionId::Custom : SectionId::Data;
    } else if (!section(custom, kind)) {
      return fail("malformed section kind");
    }
    inner_.take();
    if (!inner_.takeRight()) fail("unexpected token");
  }

  bool section(PlacedCustom& custom, std::string_view kind) {
    if (inner_.kind() != TokenKind::Keyword) return false;
    for (std::size_t i = 1; i < sectionRows.size(); ++i) {
      if (sectionRows[i].name != kind) continue;
      custom.section.after = sectionRows[custom.isBefore ? i - 1 : i].id;
      return true;
    }
    return false;
  }

  Cursor& outer_;
  ErrorCode code_;
  Cursor inner_;
};

}  // namespace

std::string_view sectionKeyword(SectionId id) {
  for (const SectionRow& row : sectionRows) {
    if (row.id == id) return row.name;
  }
  return {};
}

std::optional<std::string_view> takeNameAnnotation(Cursor& cursor, std::string_view what) {
  if (cursor.annotations().empty()) return std::nullopt;
  std::optional<std::string_view> name;
  for (const Annotation& annotation : cursor.annotations()) {
    if (annotation.kind != AnnotationKind::Name) return name;
    ContentParser parser(cursor, annotation);
    if (name) {
      parser.fail(fmt::format("multiple {}", what.empty() ? "names" : what));
      return std::nullopt;
    }
    name = cursor.names().keep(parser.onlyString());
    if (!isUtf8(*name)) parser.fail("malformed UTF-8 encoding");
    if (!cursor.ok()) return std::nullopt;
  }
  cursor.claimAnnotations();
  return name;
}

void takeFieldAnnotations(Cursor& cursor, ModuleContext& context, bool isFirst) {
  if (cursor.annotations().empty()) return;
  bool isNamed = false;
  for (const Annotation& annotation : cursor.annotations()) {
    ContentParser parser(cursor, annotation);
    if (annotation.kind == AnnotationKind::Custom) {
      parser.custom(context);
    } else if (annotation.kind == AnnotationKind::BranchHint || !isFirst) {
      cursor.misplaced(annotation);
    } else if (isNamed) {
      parser.fail("multiple module");
    } else {
      isNamed = true;
      context.names.module = parser.onlyString();
      if (!isUtf8(*context.names.module)) parser.fail("malformed UTF-8 encoding");
    }
    if (!cursor.ok()) return;
  }
  cursor.claimAnnotations();
}

std::optional<std::string> takeBranchHint(Cursor& cursor) {
  std::optional<std::string> hint;
  for (const Annotation& annotation : cursor.annotations()) {
    if (annotation.kind != AnnotationKind::BranchHint) return hint;
    ContentParser parser(cursor, annotation);
    if (hint) {
      parser.fail("duplicate annotation");
      return std::nullopt;
    }
    hint = parser.onlyString();
    if (!cursor.ok()) return std::nullopt;
  }
  cursor.claimAnnotations();
  return hint;
}

}  // namespace wald::text
