#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "ir/valid_module.h"
#include "valid/lazy_validator.h"
#include "valid/tree_workspace.h"

namespace wald::valid {

/// The only kind of `ValidModule` there is: made by `validateModule` and `validateLazily`.
class ValidModuleImpl final : public ir::ValidModule {
public:
  ValidModuleImpl(wasm::Module module, wasm::TypeTable types, std::vector<wasm::TypeId> typeIds,
                  ir::CodeFacts codeFacts)
      : ValidModule(std::move(module), std::move(types), std::move(typeIds), std::move(codeFacts)) {
  }

  /// From now on bodies are validated before their trees are built, by a context that was filled for this module.
  void validateBodiesLazily(const Context& context) {
    lazyValidator_ = std::make_unique<LazyValidator>(module(), context);
  }

  Result<std::unique_ptr<ir::Function>> buildTree(std::uint32_t definedFunction,
                                                  Arena arena) const override;
  std::string_view functionName(std::uint32_t function) const override;

private:
  void readNames() const;
  std::unique_ptr<TreeWorkspace> takeWorkspace() const;

  std::unique_ptr<LazyValidator> lazyValidator_;  ///< null if all bodies have been validated
  mutable std::mutex workspaceMutex_;
  mutable std::unique_ptr<TreeWorkspace> workspace_;  ///< of a builder that is done
  mutable std::once_flag namesRead_;
  mutable std::vector<std::string> names_;  // by function
};

}  // namespace wald::valid
