#include "valid/valid_module_impl.h"

#include "binary/names.h"
#include "ir/tree.h"
#include "valid/tree_builder.h"

namespace wald::valid {

ValidModuleImpl::ValidModuleImpl(wasm::Module module, wasm::TypeTable types,
                                 std::vector<wasm::TypeId> typeIds, ir::CodeFacts codeFacts)
    : ValidModule(std::move(module), std::move(types), std::move(typeIds), std::move(codeFacts)) {}

ValidModuleImpl::~ValidModuleImpl() = default;

Result<std::unique_ptr<ir::Function>> ValidModuleImpl::buildTree(std::uint32_t definedFunction,
                                                                 ir::TreeOptions options) const {
  if (module().codeRemoved) {
    return Error(ErrorKind::Internal, "the module's code was taken out: there is no tree to build")
        .in("code", module().importedFunctions + definedFunction);
  }
  if (lazyValidator_ != nullptr) WALD_TRY(lazyValidator_->validateBody(definedFunction));
  std::unique_ptr<TreeBuilder> builder = takeBuilder();
  auto tree = builder->build(definedFunction, std::move(options));
  const std::lock_guard lock(builderMutex_);
  builder_ = std::move(builder);
  return tree;
}

/// The one that was used last, unless another thread has it.
std::unique_ptr<TreeBuilder> ValidModuleImpl::takeBuilder() const {
  const std::lock_guard lock(builderMutex_);
  return builder_ == nullptr ? std::make_unique<TreeBuilder>(module()) : std::move(builder_);
}

std::string_view ValidModuleImpl::functionName(std::uint32_t function) const {
  std::call_once(namesRead_, [this] { readNames(); });
  return function < names_.size() ? names_[function] : std::string_view();
}

void ValidModuleImpl::readNames() const {
  names_.resize(module().functions.size());
  auto names = binary::decodeNames(module());
  for (auto& [index, name] : names.functions) {
    if (index < names_.size()) names_[index] = std::move(name);
  }
  for (const auto& item : module().exports) {
    if (item.kind == wasm::ExternKind::Func && names_[item.index].empty()) {
      names_[item.index] = item.name;
    }
  }
}

}  // namespace wald::valid
