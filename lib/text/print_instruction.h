#pragma once

#include <string>

#include "text/label_scope.h"
#include "text/print_types.h"
#include "wasm/instruction.h"

namespace wald::text {

/// Appends single instructions, mnemonic and immediates, driven by `ops.def`.
class InstructionPrinter {
public:
  /// All must outlive the printer.
  InstructionPrinter(const TypePrinter& types, const PrintedNames& names, const LabelScope& labels)
      : types_(types), names_(names), labels_(labels) {}

  /// The locals of the function whose instructions follow; null where there are none.
  void setLocals(const PrintedIds* locals) { locals_ = locals; }

  /// `label` is the name of the block that the instruction opens.
  void append(std::string& out, const wasm::Instruction& in, std::string_view label = {}) const;

private:
  void use(std::string& out, Space space, std::uint32_t index) const;
  /// An index that is left out where it is 0.
  void optionalUse(std::string& out, Space space, std::uint32_t index) const {
    if (index != 0) use(out, space, index);
  }
  void number(std::string& out, std::uint64_t value) const;
  void label(std::string& out, std::uint32_t depth) const;
  void immediates(std::string& out, const wasm::Instruction& in) const;
  void field(std::string& out, const wasm::Instruction& in) const;
  void memarg(std::string& out, const wasm::Instruction& in) const;
  void shuffle(std::string& out, const wasm::Instruction& in) const;
  void catches(std::string& out, const wasm::Instruction& in) const;

  const TypePrinter& types_;
  const PrintedNames& names_;
  const LabelScope& labels_;
  const PrintedIds* locals_ = nullptr;
};

}  // namespace wald::text
