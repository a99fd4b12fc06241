#include "valid/lazy_validator.h"

#include <fmt/format.h>

namespace wald::valid {

Result<void> LazyValidator::validateBody(std::uint32_t definedFunction) {
  const std::lock_guard lock(mutex_);
  auto valid = validator_.validateBody(definedFunction);
  if (valid) return {};
  // Whoever trusted the module says so nowhere else.
  return Error(valid.error().kind(), fmt::format("the module was taken for valid, and is not: {}",
                                                 valid.error().message()))
      .at(valid.error().offset())
      .in("code", context_.module.importedFunctions + definedFunction);
}

}  // namespace wald::valid
