#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace wald::coldstart {

/// The value that so much of a sorted list (0 to 1) is not above.
inline double quantile(const std::vector<double>& sorted, double part) {
  if (sorted.empty()) return 0;
  const double rank = std::ceil(part * static_cast<double>(sorted.size())) - 1;
  return sorted[static_cast<std::size_t>(std::max(rank, 0.0))];
}

inline std::vector<double> sortedOf(std::vector<double> values) {
  std::ranges::sort(values);
  return values;
}

inline double medianOf(std::vector<double> values) {
  return quantile(sortedOf(std::move(values)), 0.5);
}

}  // namespace wald::coldstart
