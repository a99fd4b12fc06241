#include "text/module_parser.h"

#include <fmt/format.h>

#include "binary/encoder.h"
#include "text/emit.h"
#include "text/field_parser.h"
#include "text/outline.h"
#include "text/parser.h"
#include "text/type_parser.h"

namespace wald::text {

using wasm::SectionId;

namespace {

void addCustom(wasm::Module& module, std::string_view name, const Bytes& content, SectionId after) {
  const auto begin = static_cast<std::uint32_t>(module.bytes.size());
  module.bytes.own().insert(module.bytes.own().end(), content.begin(), content.end());
  module.customs.push_back(
      {std::string(name), {begin, static_cast<std::uint32_t>(content.size())}, after});
}

/// The section `metadata.code.branch_hint`.
Bytes encodeHints(const ModuleContext& context) {
  Bytes out;
  emitUnsigned(out, context.hints.size());
  for (const auto& [function, hints] : context.hints) {
    emitUnsigned(out, function);
    emitUnsigned(out, hints.size());
    for (const BranchHint& hint : hints) {
      emitUnsigned(out, hint.offset);
      emitUnsigned(out, hint.content.size());
      out.insert(out.end(), hint.content.begin(), hint.content.end());
    }
  }
  return out;
}

/// Puts the custom sections in the order in which they are written.
void addCustoms(ModuleContext& context) {
  wasm::Module& module = context.module;
  // Among those behind one section, the ones that asked for being before the next come last.
  for (const bool isBefore : {false, true}) {
    for (PlacedCustom& custom : context.customs) {
      if (custom.isBefore == isBefore) module.customs.push_back(std::move(custom.section));
    }
  }
  if (!context.hints.empty()) {
    addCustom(module, "metadata.code.branch_hint", encodeHints(context), SectionId::DataCount);
  }
  if (!context.names.isEmpty()) {
    addCustom(module, "name", binary::encodeNames(context.names), SectionId::Data);
  }
}

}  // namespace

std::vector<std::uint8_t> parseModuleFields(Cursor& cursor, wasm::Features features,
                                            std::string_view name) {
  ModuleContext context;
  context.module.features = features;
  if (!name.empty()) context.names.module = name;
  Cursor outline(cursor.source(), cursor.names(), cursor.offset(), Cursor::Annotations::Ignored);
  for (const std::uint32_t offset : outlineFields(outline, context)) {
    Cursor types(cursor.source(), cursor.names(), offset);
    parseTypeField(types, context);
    outline.mergeFailures(types);
    if (!types.ok()) break;
  }
  FieldParser(cursor, context).parse();
  cursor.mergeFailures(outline);
  cursor.settle();
  if (!cursor.ok()) return {};
  if (context.usesDataCount) {
    context.module.dataCount = static_cast<std::uint32_t>(context.module.datas.size());
  }
  addCustoms(context);
  return binary::encodeModule(context.module);
}

Result<std::vector<std::uint8_t>> parseModule(std::string_view source, wasm::Features features) {
  if (source.size() > wasm::limits::moduleBytes) {
    return Error(ErrorCode::LimitExceeded,
                 fmt::format("text longer than {} bytes", wasm::limits::moduleBytes));
  }
  NamePool names;
  Cursor cursor(source, names);
  std::vector<std::uint8_t> bytes;
  if (cursor.takeOpen("module")) {
    const std::string_view name = cursor.takeId().value_or("");
    bytes = parseModuleFields(cursor, features, name);
    cursor.expectRight();
  } else {
    bytes = parseModuleFields(cursor, features, {});
  }
  if (!cursor.atEnd()) cursor.unexpected();
  if (!cursor.ok()) return toError(source, cursor.failure());
  return bytes;
}

}  // namespace wald::text
