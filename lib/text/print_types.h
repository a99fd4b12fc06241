#pragma once

#include <span>
#include <string>

#include "text/print_names.h"
#include "wasm/instruction.h"

namespace wald::text {

/// Appends types to a text; all that stand behind something else begin with a space.
class TypePrinter {
public:
  /// Both must outlive the printer.
  TypePrinter(const wasm::Module& module, const PrintedNames& names)
      : module_(module), names_(names) {}

  void heapType(std::string& out, wasm::HeapType type) const;
  void valType(std::string& out, wasm::ValType type) const;
  /// `(word t t …)`, or nothing without types.
  void valTypes(std::string& out, std::string_view word,
                std::span<const wasm::ValType> types) const;
  void tableType(std::string& out, const wasm::TableType& type) const;
  void memoryType(std::string& out, const wasm::MemoryType& type) const;
  void globalType(std::string& out, const wasm::GlobalType& type) const;

  /// ` (type …)`.
  void typeIndex(std::string& out, std::uint32_t type) const;
  /// The same with parameters and results, if it is a function type; `locals` may name them.
  void typeUse(std::string& out, std::uint32_t type, const PrintedIds* locals = nullptr) const;
  void blockType(std::string& out, const wasm::BlockType& type) const;
  /// A type definition without its parenthesis `(type …`.
  void subType(std::string& out, std::uint32_t index) const;

private:
  void limits(std::string& out, const wasm::Limits& limits, wasm::AddressType address) const;
  void params(std::string& out, std::span<const wasm::ValType> types,
              const PrintedIds& locals) const;
  void compType(std::string& out, std::uint32_t index) const;
  void fields(std::string& out, std::uint32_t index) const;
  void fieldType(std::string& out, const wasm::FieldType& field) const;

  const wasm::Module& module_;
  const PrintedNames& names_;
};

/// Appends `count` items of a list of locals or parameters: those without a name share parentheses.
/// `typeAt` gives the type of an index of locals.
template <typename TypeAt>
void appendNamed(std::string& out, std::string_view word, std::uint32_t first, std::uint32_t count,
                 const PrintedIds& names, const TypeAt& typeAt) {
  bool isOpen = false;
  for (std::uint32_t i = first; i < first + count; ++i) {
    const bool isNamed = names.isNamed(i);
    if (isNamed && isOpen) out += ')';
    if (isNamed || !isOpen) {
      out += " (";
      out += word;
    }
    isOpen = !isNamed;
    if (isNamed) {
      names.appendDefinition(out, i);
      names.appendAnnotation(out, i);
    }
    out += ' ';
    typeAt(i);
    if (isNamed) out += ')';
  }
  if (isOpen) out += ')';
}

}  // namespace wald::text
