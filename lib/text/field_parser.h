#pragma once

#include "text/instruction_parser.h"

namespace wald::text {

/// Parses the fields of a module whose types are known ("Text Format › Modules"), in the order of
/// the text.
class FieldParser {
public:
  FieldParser(Cursor& cursor, ModuleContext& context)
      : cursor_(cursor), context_(context), instructions_(cursor, context) {}

  /// The fields up to the parenthesis that closes the module, or to the end of the text; it is
  /// left.
  void parse();

private:
  using ByteRange = wasm::ByteRange;

  void field();
  void importField();
  void exportField();
  void startField();
  void functionField();
  void tableField();
  void memoryField();
  void globalField();
  void tagField();
  void elemField();
  void dataField();

  void inlineExports(wasm::ExternKind kind, std::uint32_t index);
  /// `(import "module" "name")` within a definition, if it comes next.
  bool inlineImport(wasm::Import& import);
  void addImport(wasm::Import import);
  void noteDefinition(wasm::ExternKind kind);
  std::uint32_t nextIndex(wasm::ExternKind kind) const;
  void takeName(wasm::ExternKind kind);

  void functionBody(std::uint32_t type, Locals& locals);
  void localDeclarations(Locals& locals, std::vector<wasm::LocalRun>& runs);
  void noteLocalNames(std::uint32_t function, Locals& locals);
  void noteNames(std::uint32_t function, Locals& locals, InstructionParser::Body& body,
                 std::span<const wasm::LocalRun> runs);
  void inlineElements(const wasm::TableType& table);
  void inlineData(wasm::MemoryType type);
  void functionIndices(wasm::ElemSegment& segment);
  void elementExpressions(wasm::ElemSegment& segment);
  wasm::ConstExpr elementExpression();
  void elementList(wasm::ElemSegment& segment, bool mayOmitKind);
  static void setFlags(wasm::ElemSegment& segment);
  wasm::ConstExpr offsetExpression();
  wasm::ConstExpr zeroOffset(wasm::AddressType address);
  wasm::ConstExpr functionReference(std::uint32_t function);
  ByteRange strings();

  Cursor& cursor_;
  ModuleContext& context_;
  wasm::Module& module_ = context_.module;
  InstructionParser instructions_;
  std::optional<wasm::ExternKind> firstDefinition_;
};

}  // namespace wald::text
