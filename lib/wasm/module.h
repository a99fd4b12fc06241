#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "wasm/features.h"
#include "wasm/instruction.h"
#include "wasm/limits.h"
#include "wasm/module_bytes.h"
#include "wasm/types.h"

namespace wald::wasm {

/// A range of a module's bytes.
struct ByteRange {
  std::uint32_t offset = 0;
  std::uint32_t size = 0;
};

/// A recursion group: the types `[first, first + count)`.
struct RecGroup {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

/// A constant expression: its bytes with the final `end`, and its instructions (without it) in `Module::constants`.
struct ConstExpr {
  ByteRange bytes;
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

/// The type of an import or export. A function is described by the index of its type.
struct ExternType {
  ExternKind kind = ExternKind::Func;
  std::variant<std::uint32_t, TableType, MemoryType, GlobalType, TagType> type;

  std::uint32_t func() const { return std::get<std::uint32_t>(type); }
  const TableType& table() const { return std::get<TableType>(type); }
  const MemoryType& memory() const { return std::get<MemoryType>(type); }
  const GlobalType& global() const { return std::get<GlobalType>(type); }
  const TagType& tag() const { return std::get<TagType>(type); }
};

struct Import {
  std::string module;
  std::string name;
  ExternType type;
  std::uint32_t offset = 0;
};

struct Export {
  std::string name;
  ExternKind kind = ExternKind::Func;
  std::uint32_t index = 0;
  std::uint32_t offset = 0;
};

/// A function's type index; for a defined one its place in the code section too.
struct Function {
  std::uint32_t type = 0;
  std::uint32_t offset = 0;  ///< of the type index, or of the import
};

struct Table {
  TableType type;
  std::optional<ConstExpr> init;  ///< none: null
  std::uint32_t offset = 0;
};

struct Memory {
  MemoryType type;
  std::uint32_t offset = 0;
};

struct Global {
  GlobalType type;
  ConstExpr init;  ///< unused for an import
  std::uint32_t offset = 0;
};

struct Tag {
  TagType type;
  std::uint32_t offset = 0;
};

enum class SegmentMode : std::uint8_t { Active, Passive, Declarative };

struct ElemSegment {
  SegmentMode mode = SegmentMode::Active;
  std::uint32_t table = 0;
  ConstExpr place;  ///< of an active segment
  ValType type;
  /// One of the two: function indices, or an expression an element.
  std::vector<std::uint32_t> functions;
  std::vector<ConstExpr> expressions;
  bool usesExpressions = false;
  /// The flags field of the binary format, so that a module can be written again as it was read.
  std::uint32_t flags = 0;
  std::uint32_t offset = 0;
  std::uint32_t size() const {
    return static_cast<std::uint32_t>(usesExpressions ? expressions.size() : functions.size());
  }
};

struct DataSegment {
  SegmentMode mode = SegmentMode::Active;
  std::uint32_t memory = 0;
  ConstExpr place;  ///< of an active segment
  ByteRange bytes;
  std::uint32_t flags = 0;
  std::uint32_t offset = 0;
};

/// `count` locals of one type, as the binary format groups them.
struct LocalRun {
  std::uint32_t count = 0;
  ValType type;
};

/// The body of a defined function.
struct Code {
  std::uint32_t offset = 0;         ///< of the entry's size field
  ByteRange body;                   ///< the instructions with the final `end`, after the locals
  std::uint32_t firstLocalRun = 0;  ///< in `Module::localRuns`
  std::uint32_t localRunCount = 0;
};

enum class SectionId : std::uint8_t {
  Custom,
  Type,
  Import,
  Function,
  Table,
  Memory,
  Global,
  Export,
  Start,
  Element,
  Code,
  Data,
  DataCount,
  Tag,
};

/// A custom section, kept as it is. `after` is the last non-custom section before it (`Custom`: none).
struct CustomSection {
  std::string name;
  ByteRange content;  ///< without the name
  SectionId after = SectionId::Custom;
};

/// A decoded module: what the binary format says, unvalidated. It owns its bytes, is immutable after decoding and may be
/// shared by threads. Index spaces start with the imports. Every item keeps the offset at which it stood.
struct Module {
  ModuleBytes bytes;
  Features features;
  /// The code section was taken out: functions have bodies elsewhere, and those in `codes` are empty.
  bool codeRemoved = false;

  std::vector<SubType> types;
  std::vector<std::uint32_t>
      typeOffsets;  ///< by type; not in `SubType`, whose equality is that of types
  std::vector<RecGroup> recGroups;
  std::vector<Import> imports;
  std::vector<Function> functions;
  std::vector<Table> tables;
  std::vector<Memory> memories;
  std::vector<Tag> tags;
  std::vector<Global> globals;
  std::vector<Export> exports;
  std::optional<std::uint32_t> start;
  std::uint32_t startOffset = 0;
  std::vector<ElemSegment> elems;
  std::optional<std::uint32_t> dataCount;
  std::vector<Code> codes;
  std::vector<DataSegment> datas;
  std::vector<CustomSection> customs;

  std::vector<ConstInstruction> constants;
  std::vector<LocalRun> localRuns;

  std::uint32_t importedFunctions = 0;
  std::uint32_t importedTables = 0;
  std::uint32_t importedMemories = 0;
  std::uint32_t importedGlobals = 0;
  std::uint32_t importedTags = 0;

  std::span<const std::uint8_t> view(ByteRange range) const {
    return std::span(bytes).subspan(range.offset, range.size);
  }
  std::span<const LocalRun> localsOf(const Code& code) const {
    return std::span(localRuns).subspan(code.firstLocalRun, code.localRunCount);
  }
  std::span<const ConstInstruction> instructionsOf(const ConstExpr& expr) const {
    return std::span(constants).subspan(expr.first, expr.count);
  }
  bool isImportedFunction(std::uint32_t index) const { return index < importedFunctions; }
  const CompType& functionType(std::uint32_t function) const {
    return types[functions[function].type].comp;
  }
};

}  // namespace wald::wasm
