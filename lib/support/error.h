#pragma once

#include <string_view>

#include "wald/error.h"
#include "wald/result.h"

namespace wald {

/// One enumerator for each row of `errors.def`.
enum class ErrorCode : std::uint16_t {
#define WALD_ERROR(name, kind, phrase) name,
#include "support/errors.def"
};

/// The specification's phrase for an error, as its test suite expects messages to begin.
std::string_view phraseOf(ErrorCode code);
ErrorKind kindOf(ErrorCode code);

/// An error whose message is the phrase and a number, e.g. "unknown memory 0".
Error numberedError(ErrorCode code, std::uint64_t number);

}  // namespace wald

/// Returns the error of a failed result from the enclosing function.
#define WALD_TRY(expr) \
  do { \
    if (auto waldTried = (expr); !waldTried) return std::move(waldTried).error(); \
  } while (false)

/// Declares `var` from a result's value, or returns the result's error from the enclosing function.
#define WALD_TRY_ASSIGN(var, expr) \
  auto var##Result = (expr); \
  if (!var##Result) return std::move(var##Result).error(); \
  auto& var = *var##Result
