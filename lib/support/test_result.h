#pragma once

#include <utility>

#include <catch2/catch.hpp>

#include "wald/result.h"

namespace wald::test {

/// The value of a result that must not be an error.
template <typename T>
T must(Result<T> result) {
  if (!result) FAIL(result.error().format("must"));
  return std::move(*result);
}
inline void must(Result<void> result) {
  if (!result) FAIL(result.error().format("must"));
}

}  // namespace wald::test
