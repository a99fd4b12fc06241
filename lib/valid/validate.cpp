#include "valid/validate.h"

#include "valid/code_validator.h"
#include "valid/module_validator.h"
#include "valid/valid_module_impl.h"

namespace wald::valid {

Result<std::shared_ptr<const ir::ValidModule>> validateModule(wasm::Module module,
                                                              unsigned threads) {
  Context context(module);
  WALD_TRY(ModuleValidator(context).validate());
  WALD_TRY_ASSIGN(facts, validateCode(context, threads));
  return std::shared_ptr<const ir::ValidModule>(std::make_shared<const ValidModuleImpl>(
      std::move(module), std::move(context.types), std::move(context.ids), std::move(facts)));
}

Result<std::shared_ptr<const ir::ValidModule>> validateLazily(wasm::Module module) {
  Context context(module);
  WALD_TRY(ModuleValidator(context).validate());
  // The code was not looked at: whatever it does must be right by these.
  ir::CodeFacts facts{.writtenTables = std::vector<bool>(module.tables.size(), true),
                      .hasTailCalls = true,
                      .usesDataSegments = true};
  const auto valid = std::make_shared<ValidModuleImpl>(std::move(module), context.types,
                                                       context.ids, std::move(facts));
  valid->validateBodiesLazily(context);
  return std::shared_ptr<const ir::ValidModule>(valid);
}

}  // namespace wald::valid
