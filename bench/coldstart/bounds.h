#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bench/coldstart/results.h"

namespace wald::coldstart {

/// Something that wald has set itself, and what this run says of it.
struct Bound {
  std::string what;
  std::string bound;
  std::string measured;       ///< for people; why not, if it was not
  std::optional<bool> isMet;  ///< none if it was not measured
};

std::vector<Bound> checkBounds(const Report& report);

}  // namespace wald::coldstart
