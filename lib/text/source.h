#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "support/error.h"

namespace wald::text {

/// The first error found in a text, by offset; line and column are worked out only when it is
/// reported.
struct Failure {
  ErrorCode code{};
  std::string detail;
  std::uint32_t offset = 0;
};

/// Line and column from 1; columns count code points.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

Position positionOf(std::string_view source, std::uint32_t offset);

/// The failure with line, column and the line itself (left out if it is longer than 1 MiB).
Error toError(std::string_view source, const Failure& failure);

}  // namespace wald::text
