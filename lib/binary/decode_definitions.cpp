#include <fmt/format.h>

#include "binary/module_decoder.h"
#include "binary/types.h"
#include "wasm/limits.h"

// The sections between the types and the code: imports, definitions and exports.

namespace wald::binary {

using wasm::ConstExpr;
using wasm::ExternKind;
using wasm::Feature;
using wasm::Import;
using wasm::Instruction;
using wasm::Opcode;

namespace limits = wasm::limits;

void ModuleDecoder::importSection() {
  const std::uint32_t imports = count(limits::imports, "imports");
  module_.imports.reserve(imports);
  forEachItem(imports, 0, [&] {
    Import& import = module_.imports.emplace_back();
    import.offset = offset();
    import.module = reader_.name();
    import.name = reader_.name();
    import.type = externType(import);
    if (reader_.ok()) addImport(import);
  });
}

wasm::ExternType ModuleDecoder::externType(const Import& import) {
  const auto kind = externKind(ErrorCode::BadImportKind);
  if (!kind) return {};
  switch (*kind) {
    case ExternKind::Func: return {*kind, reader_.leb32()};
    case ExternKind::Table: return {*kind, tableType()};
    case ExternKind::Memory: return {*kind, memoryType()};
    case ExternKind::Global: {
      const wasm::GlobalType type = globalType();
      if (type.isMutable) require(Feature::MutableGlobals, import.offset);
      return {*kind, type};
    }
    case ExternKind::Tag: return {*kind, tagType()};
  }
  return {};
}

std::optional<ExternKind> ModuleDecoder::externKind(ErrorCode code) {
  const std::uint64_t start = reader_.offset();
  const std::uint8_t kind = reader_.u8();
  if (kind > static_cast<std::uint8_t>(ExternKind::Tag)) {
    reader_.fail(code, start, fmt::format("{}", kind));
  }
  if (!reader_.ok()) return std::nullopt;
  return static_cast<ExternKind>(kind);
}

void ModuleDecoder::addImport(const Import& import) {
  switch (import.type.kind) {
    case ExternKind::Func:
      module_.functions.push_back({import.type.func(), import.offset});
      ++module_.importedFunctions;
      return;
    case ExternKind::Table:
      module_.tables.push_back({import.type.table(), std::nullopt, import.offset});
      ++module_.importedTables;
      return;
    case ExternKind::Memory:
      module_.memories.push_back({import.type.memory(), import.offset});
      ++module_.importedMemories;
      return;
    case ExternKind::Global:
      module_.globals.push_back({import.type.global(), {}, import.offset});
      ++module_.importedGlobals;
      return;
    case ExternKind::Tag:
      module_.tags.push_back({import.type.tag(), import.offset});
      ++module_.importedTags;
      return;
  }
}

void ModuleDecoder::functionSection() {
  auto& functions = module_.functions;
  functionCountOffset_ = offset();
  const std::uint32_t number = count(limits::functions, "functions", functions.size());
  functions.reserve(functions.size() + number);
  forEachItem(number, module_.importedFunctions, [&] {
    const std::uint32_t start = offset();
    functions.push_back({reader_.leb32(), start});
  });
}

void ModuleDecoder::tableSection() {
  const std::uint32_t number = count(limits::tables, "tables", module_.tables.size());
  forEachItem(number, module_.importedTables, [&] {
    wasm::Table table;
    table.offset = offset();
    constexpr std::uint8_t withInitCode = 0x40;
    const bool withInit = reader_.peek() == withInitCode;
    if (withInit) {
      require(Feature::TypedFunctionReferences, reader_.offset());
      reader_.u8();
      const std::uint64_t start = reader_.offset();
      if (reader_.u8() != 0) reader_.fail(ErrorCode::ZeroByteExpected, start);
    }
    table.type = tableType();
    if (withInit) table.init = constExpr();
    module_.tables.push_back(table);
  });
}

void ModuleDecoder::memorySection() {
  const std::uint32_t number = count(limits::memories, "memories", module_.memories.size());
  forEachItem(number, module_.importedMemories, [&] {
    const std::uint32_t start = offset();
    module_.memories.push_back({memoryType(), start});
  });
}

void ModuleDecoder::tagSection() {
  require(Feature::Exceptions, reader_.offset());
  const std::uint32_t number = count(limits::tags, "tags", module_.tags.size());
  forEachItem(number, module_.importedTags, [&] {
    const std::uint32_t start = offset();
    module_.tags.push_back({tagType(), start});
  });
}

void ModuleDecoder::globalSection() {
  const std::uint32_t number = count(limits::globals, "globals", module_.globals.size());
  module_.globals.reserve(module_.globals.size() + number);
  forEachItem(number, module_.importedGlobals, [&] {
    wasm::Global global;
    global.offset = offset();
    global.type = globalType();
    global.init = constExpr();
    module_.globals.push_back(global);
  });
}

void ModuleDecoder::exportSection() {
  const std::uint32_t number = count(limits::exports, "exports");
  module_.exports.reserve(number);
  forEachItem(number, 0, [&] {
    wasm::Export& item = module_.exports.emplace_back();
    item.offset = offset();
    item.name = reader_.name();
    item.kind = externKind(ErrorCode::BadExportKind).value_or(ExternKind::Func);
    item.index = reader_.leb32();
  });
}

void ModuleDecoder::startSection() {
  module_.startOffset = offset();
  module_.start = reader_.leb32();
}

ConstExpr ModuleDecoder::constExpr() {
  ConstExpr expr;
  if (!reader_.ok()) return expr;
  const std::uint32_t start = offset();
  expr.first = static_cast<std::uint32_t>(module_.constants.size());
  // Blocks are not constant, but the expression that holds one is to be refused by validation.
  std::uint32_t open = 1;
  bool isConstant = true;
  Instruction instruction;
  expressions_.restart({start, static_cast<std::uint32_t>(reader_.remaining())});
  while (open != 0) {
    if (!expressions_.next(instruction)) {
      error_ = expressions_.takeError();
      reader_.failEnd();
      return expr;
    }
    const Opcode op = instruction.op;
    if (op == Opcode::Else && open == 1) {
      reader_.fail(ErrorCode::EndExpected, instruction.offset);
      return expr;
    }
    if (opensBlock(op)) ++open;
    if (op == Opcode::End || op == Opcode::Delegate) --open;
    // What follows the first instruction that is not constant cannot matter.
    if (open != 0 && isConstant) addConstant(instruction);
    isConstant = isConstant && wasm::infoOf(op).constant;
  }
  expr.count = static_cast<std::uint32_t>(module_.constants.size()) - expr.first;
  expr.bytes = {start, expressions_.offset() - start};
  reader_.bytes(expr.bytes.size);
  return expr;
}

void ModuleDecoder::addConstant(const Instruction& instruction) {
  module_.constants.push_back({.op = instruction.op,
                               .offset = instruction.offset,
                               .a = instruction.a,
                               .b = instruction.b,
                               .value = instruction.value,
                               .high = instruction.high,
                               .type = instruction.type});
}

}  // namespace wald::binary
