#include "valid/validate.h"

#include "valid/module_validator.h"
#include "valid/valid_module_impl.h"

namespace wald::valid {

Result<std::shared_ptr<const ir::ValidModule>> validateModule(wasm::Module module) {
  Context context(module);
  WALD_TRY(ModuleValidator(context).validate());
  return std::shared_ptr<const ir::ValidModule>(std::make_shared<const ValidModuleImpl>(
      std::move(module), std::move(context.types), std::move(context.ids),
      std::move(context.codeFacts)));
}

}  // namespace wald::valid
