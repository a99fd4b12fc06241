#pragma once

#include <optional>

#include "text/print_body.h"
#include "text/printer.h"

namespace wald::text {

/// Prints the fields of one module, in the order of the binary format.
class ModulePrinter {
public:
  ModulePrinter(const wasm::Module& module, const PrintOptions& options, const TextSink& sink);

  Result<void> print();

private:
  void header();
  void typeFields();
  void typeField(std::uint32_t index, std::size_t indentation);
  void imports();
  void importField(const wasm::Import& import, std::uint32_t index);
  void definitions();
  void exports();
  void elements();
  void element(const wasm::ElemSegment& segment);
  void functions();
  void function(std::uint32_t index);
  void locals(const wasm::Code& code, std::uint32_t params, const PrintedIds& names);
  void datas();
  void dataBytes(std::span<const std::uint8_t> bytes);
  void customs();
  void custom(const wasm::CustomSection& section);

  /// Starts a field with its keyword, and the identifier, index and name of what it defines.
  void startField(std::string_view keyword);
  void startDefinition(std::string_view keyword, Space space, std::uint32_t index);
  void define(Space space, std::uint32_t index);
  void endField();
  void expression(const wasm::ConstExpr& expression, std::string_view word = {});
  void note(Result<void> result);
  void use(Space space, std::uint32_t index);
  void wrapLine(std::size_t& lineStart);
  const binary::NameMap& localNamesOf(std::uint32_t function) const;
  void findBranchHints();
  std::string& text() { return out_.text(); }

  const wasm::Module& module_;
  binary::Names sectionNames_;
  PrintedNames names_;
  TypePrinter types_;
  TextOutput out_;
  BodyPrinter bodies_;
  const binary::NameMap noNames_;
  std::optional<BranchHints> hints_;
  std::optional<Error> error_;
};

}  // namespace wald::text
