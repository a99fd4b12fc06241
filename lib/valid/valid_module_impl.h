#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "ir/valid_module.h"

namespace wald::valid {

/// The only kind of `ValidModule` there is: made by `validateModule`.
class ValidModuleImpl final : public ir::ValidModule {
public:
  ValidModuleImpl(wasm::Module module, wasm::TypeTable types, std::vector<wasm::TypeId> typeIds,
                  ir::CodeFacts codeFacts)
      : ValidModule(std::move(module), std::move(types), std::move(typeIds), std::move(codeFacts)) {
  }

  Result<std::unique_ptr<ir::Function>> buildTree(std::uint32_t definedFunction,
                                                  Arena arena) const override;
  std::string_view functionName(std::uint32_t function) const override;

private:
  void readNames() const;

  mutable std::once_flag namesRead_;
  mutable std::vector<std::string> names_;  // by function
};

}  // namespace wald::valid
