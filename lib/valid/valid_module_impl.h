#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "ir/valid_module.h"
#include "valid/lazy_validator.h"

namespace wald::valid {

class TreeBuilder;

/// The only kind of `ValidModule` there is: made by `validateModule` and `validateLazily`.
class ValidModuleImpl final : public ir::ValidModule {
public:
  ValidModuleImpl(wasm::Module module, wasm::TypeTable types, std::vector<wasm::TypeId> typeIds,
                  ir::CodeFacts codeFacts);
  ~ValidModuleImpl() override;

  /// From now on bodies are validated before their trees are built, by a context that was filled for this module.
  void validateBodiesLazily(const Context& context) {
    lazyValidator_ = std::make_unique<LazyValidator>(module(), context);
  }

  Result<std::unique_ptr<ir::Function>> buildTree(std::uint32_t definedFunction,
                                                  ir::TreeOptions options) const override;
  std::string_view functionName(std::uint32_t function) const override;

private:
  void readNames() const;
  std::unique_ptr<TreeBuilder> takeBuilder() const;

  std::unique_ptr<LazyValidator> lazyValidator_;  ///< null if all bodies have been validated
  mutable std::mutex builderMutex_;
  mutable std::unique_ptr<TreeBuilder> builder_;  ///< one that has nothing to do
  mutable std::once_flag namesRead_;
  mutable std::vector<std::string> names_;  // by function
};

}  // namespace wald::valid
