#pragma once

#include <functional>
#include <string>
#include <vector>

namespace wald::coldstart {

/// What is drawn on one line of a plot.
struct PlotRow {
  std::string label;
  std::string group;           ///< a class of the page's style, which colours it
  std::vector<double> values;  ///< at least one; not negative
};

/// A plot as SVG: a line for each row, all values as points on a logarithmic axis, and over them a box from the 25th to the 75th percentile
/// with the median. `text` writes a value with its unit.
std::string distributionPlot(const std::vector<PlotRow>& rows, std::string_view title,
                             const std::function<std::string(double)>& text);

std::string escapeHtml(std::string_view text);

}  // namespace wald::coldstart
