#pragma once

#include <string_view>

#include "valid/context.h"
#include "valid/function_validator.h"

namespace wald::valid {

/// Validates the items of a module but its code, in the order in which the specification lets them see each other
/// ("Validation › Modules"), and fills the context for that.
class ModuleValidator {
public:
  explicit ModuleValidator(Context& context)
      : context_(context), module_(context.module), constants_(context) {}

  Result<void> validate();

private:
  /// Where an item stands, for its errors.
  struct Place {
    std::string_view section;
    std::uint32_t index = 0;
    std::uint32_t offset = 0;
  };

  Result<void> imports();
  Result<void> functions();
  Result<void> tables();
  Result<void> memories();
  Result<void> tags();
  Result<void> globals();
  Result<void> tableInitialisers();
  Result<void> elements();
  Result<void> datas();
  Result<void> exports();
  Result<void> start();

  Result<void> functionType(std::uint32_t type, Place place);
  Result<void> table(const wasm::TableType& type, Place place);
  Result<void> memory(const wasm::MemoryType& type, Place place);
  Result<void> tag(const wasm::TagType& type, Place place);
  Result<void> valueType(wasm::ValType type, Place place, wasm::ValType& resolved);
  Result<void> constant(const wasm::ConstExpr& expression, wasm::ValType type, Place place);
  Result<void> element(const wasm::ElemSegment& segment, Place place);
  Result<void> data(const wasm::DataSegment& segment, Place place);
  Result<void> exported(const wasm::Export& exported, Place place);

  Context& context_;
  const wasm::Module& module_;
  FunctionValidator constants_;
};

}  // namespace wald::valid
