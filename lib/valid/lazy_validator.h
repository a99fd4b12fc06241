#pragma once

#include <cstdint>
#include <mutex>

#include "support/error.h"
#include "valid/context.h"
#include "valid/function_validator.h"

namespace wald::valid {

/// Validates single bodies of a module that was taken on trust. Thread-safe.
class LazyValidator {
public:
  /// `context` is what the module validator filled for the module, which must outlive this and may have moved since.
  LazyValidator(const wasm::Module& module, const Context& context)
      : context_(module, context), validator_(context_) {}

  /// Validates the body of a defined function (index in the code section).
  Result<void> validateBody(std::uint32_t definedFunction);

private:
  std::mutex mutex_;
  Context context_;
  FunctionValidator validator_;
};

}  // namespace wald::valid
